import fs from "node:fs";
import { UserError } from "@archipelago/account-stack/workspace";
import type { PreparedAccount } from "./prepare.ts";
import { paths } from "./paths.ts";
import type { Session } from "./session.ts";

/** What is known of an account's state. */
export interface StateSummary {
  readonly lineage: string;
  readonly serial: number;
  /** Managed resources in it. */
  readonly resources: number;
}

/** Undefined when nothing was ever applied. A local file is read directly: it saves a Terraform per account. */
export async function readState(
  { workspace, cloud }: Session,
  { account, terraform }: PreparedAccount,
): Promise<StateSummary | undefined> {
  if (cloud.name === "aws") return terraform.state();
  const file = paths(workspace.root).state(workspace.organization.name, account.name);
  if (!fs.existsSync(file)) return undefined;
  try {
    const { lineage, serial, resources } = JSON.parse(fs.readFileSync(file, "utf8")) as {
      lineage: string;
      serial: number;
      resources: { mode: string }[];
    };
    return { lineage, serial, resources: resources.filter(({ mode }) => mode === "managed").length };
  } catch (error) {
    throw new UserError(`the state is damaged: ${(error as Error).message}`, {
      where: file,
      next: fs.existsSync(`${file}.backup`) ? `cp ${file}.backup ${file}` : "npm run archipelago -- offline reset",
    });
  }
}
