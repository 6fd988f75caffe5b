import fs from "node:fs";
import path from "node:path";

/**
 * Folders of accounts/ that hold an account, sorted. Those that start with an underscore, such as `_template`, do not.
 *
 * One that lacks its account.json, or is a link to somewhere, is among them: loading says what is wrong with it. Left
 * out in silence it would look deleted.
 */
export function accountFolders(root: string): string[] {
  const directory = path.join(root, "accounts");
  if (!fs.existsSync(directory)) return [];
  return fs
    .readdirSync(directory, { withFileTypes: true })
    .filter((entry) => /^[^_.]/.test(entry.name) && (entry.isSymbolicLink() || holdsAccount(directory, entry)))
    .map((entry) => entry.name)
    .sort();
}

function holdsAccount(directory: string, entry: fs.Dirent): boolean {
  if (!entry.isDirectory()) return false;
  return fs.readdirSync(path.join(directory, entry.name)).some((file) => /^(account\.json|stack\.ts)$/.test(file));
}
