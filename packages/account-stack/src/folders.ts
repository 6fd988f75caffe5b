import fs from "node:fs";
import path from "node:path";

/** Folders of accounts/ that hold an account, sorted. Those that start with an underscore, such as `_template`, do not. */
export function accountFolders(root: string): string[] {
  const directory = path.join(root, "accounts");
  if (!fs.existsSync(directory)) return [];
  return fs
    .readdirSync(directory, { withFileTypes: true })
    .filter(
      (entry) =>
        entry.isDirectory() &&
        /^[^_.]/.test(entry.name) &&
        fs.existsSync(path.join(directory, entry.name, "account.json")),
    )
    .map((entry) => entry.name)
    .sort();
}
