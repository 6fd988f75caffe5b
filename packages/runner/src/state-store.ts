import fs from "node:fs";
import path from "node:path";
import { UserError, type Account } from "@archipelago/account-stack/workspace";
import { stateResources, type StateResource } from "@archipelago/terraform";
import { paths } from "./paths.ts";
import type { Session } from "./session.ts";

/** Where the states of accounts are kept, for what is not done through Terraform. */
export interface StateStore {
  /** What the state of an account holds; undefined when there is none. */
  resources(account: Pick<Account, "name">): Promise<readonly StateResource[] | undefined>;
}

/** Undefined on AWS, where the runner cannot read the states of accounts yet. */
export function stateStore({ workspace, cloud }: Pick<Session, "workspace" | "cloud">): StateStore | undefined {
  if (cloud.name === "aws") return undefined;
  return localStates((account) => paths(workspace.root).state(workspace.organization.name, account.name));
}

/** States in local files. */
export function localStates(fileOf: (account: Pick<Account, "name">) => string): StateStore {
  return {
    resources: async (account) => {
      const file = fileOf(account);
      if (!fs.existsSync(file)) return undefined;
      try {
        return stateResources(fs.readFileSync(file, "utf8"));
      } catch (error) {
        throw new UserError(`the state is damaged: ${(error as Error).message}`, {
          where: path.relative(process.cwd(), file),
          next: `restore it: ${file}.backup is what was before the last apply`,
        });
      }
    },
  };
}
