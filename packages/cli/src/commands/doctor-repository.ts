import fs from "node:fs";
import path from "node:path";
import { UserError, type Workspace } from "@archipelago/account-stack/workspace";
import { codeownersFile, codeownersProblems } from "@archipelago/checks";
import { paths } from "@archipelago/runner";
import type { Answer } from "./doctor.ts";

export function configuration({ accounts, problems, organization }: Workspace): string {
  const [first] = problems.values();
  if (first === undefined)
    return `${accounts.size} accounts, ${organization.cloud === "offline" ? "simulated AWS" : "AWS"}`;
  const more = problems.size > 1 ? ` (and ${problems.size - 1} more accounts: npm run archipelago -- check --all)` : "";
  throw new UserError(`${first.message}${more}`, first.details);
}

/** Who reviews what: GitHub asks the owners that the file names. */
export function owners(workspace: Workspace): Answer {
  const file = path.join(workspace.root, codeownersFile);
  const { stale, missing } = codeownersProblems(workspace, fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "");
  const [first] = stale.values();
  if (first) throw first;
  if (missing.size === 0) return "names the owner of every account";
  return {
    status: "ok",
    text: `the platform team answers for ${[...missing].join(", ")}, which it does not name`,
    fix: "npx nx g codeowners",
  };
}

/** The simulated provider's schema is derived from the installed @cdktf/provider-aws, once. */
export function simulatedProvider(root: string): string {
  const { cache } = paths(root);
  const files = fs.existsSync(cache) ? fs.readdirSync(cache).filter((file) => /^aws-schema-.*\.json$/.test(file)) : [];
  for (const file of files) requireJson(root, path.join(cache, file));
  return files.length === 0 ? "its schema is made by the first plan" : "its schema is in the cache";
}

function requireJson(root: string, file: string): void {
  try {
    JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    throw new UserError("is damaged", { where: path.relative(root, file), next: `rm ${path.relative(root, file)}` });
  }
}
