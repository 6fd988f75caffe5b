import fs from "node:fs";
import path from "node:path";
import type { UserError, Workspace } from "@archipelago/account-stack/workspace";
import { addressPlanProblems } from "./address-plan.ts";
import { codeownersFile, codeownersProblems } from "./codeowners.ts";
import { connectionProblems } from "./connections.ts";
import { membershipProblems } from "./membership.ts";
import { namingProblems } from "./naming.ts";
import { configurationSecrets } from "./secrets/configuration-secrets.ts";

/** What holds against the data of accounts, seen together. */
export interface AccountData {
  readonly problems: (account: string) => readonly UserError[];
  /** What is worth saying and keeps nobody from planning. */
  readonly notes: (account: string) => readonly string[];
}

export function judgeAccountData(workspace: Workspace): AccountData {
  const file = path.join(workspace.root, codeownersFile);
  const { stale, missing } = codeownersProblems(workspace, fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "");
  const kinds = [
    namingProblems(workspace),
    membershipProblems(workspace),
    addressPlanProblems(workspace),
    connectionProblems(workspace),
    configurationSecrets(workspace),
    stale,
  ];
  return {
    problems: (account) => kinds.flatMap((problems) => problems.get(account) ?? []),
    notes: (account) =>
      missing.has(account)
        ? [`until ${codeownersFile} has its line, the platform team reviews its changes: npx nx g codeowners adds it`]
        : [],
  };
}
