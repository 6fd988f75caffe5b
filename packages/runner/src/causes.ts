import type { Account, Workspace } from "@archipelago/account-stack/workspace";
import { filesBehind } from "./changed-files.ts";
import { importPath, sourceFolders } from "./code.ts";

/** What can change any account, whatever it imports. */
const machinery = ["loader", "nx-plugin", "offline-aws", "runner", "state", "terraform"].map(
  (name) => `packages/${name}`,
);

/**
 * Those of `changed` that an account depends on, most specific first; behind a file of a module that the account does
 * not import itself stands the way it gets there: `modules/logging/src/a.ts (through account-baseline)`.
 *
 * @param changed files, relative to the root
 */
export function causes(
  { root, organizationFile, organization, accounts }: Workspace,
  account: Account,
  changed: readonly string[],
): string[] {
  const others = [
    organizationFile,
    `environments/${account.environment}.json`,
    "package-lock.json",
    "nx.json",
    ".terraform-version",
  ];
  if (account.name === organization.accounts.management)
    others.push(...[...accounts.values()].map(({ directory }) => `${directory}/account.json`));
  for (const { connection } of account.network?.peers ?? []) others.push(`accounts/${connection.with}/account.json`);
  const folders = sourceFolders(root, account.directory);
  return filesBehind(changed, [...folders, ...machinery], others).map((file) => {
    const folder = folders.find((candidate) => file.startsWith(`${candidate}/`));
    const through = folder === undefined ? [] : importPath(root, account.directory, folder);
    return through.length === 0 ? file : `${file} (through ${through.join(", ")})`;
  });
}
