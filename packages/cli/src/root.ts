import fs from "node:fs";
import path from "node:path";
import { UserError } from "@archipelago/account-stack/user-error";

/**
 * The repository around a folder: the nearest one with an nx.json and accounts/.
 *
 * @throws UserError outside of a repository
 */
export function findRoot(from = process.cwd()): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, "nx.json")) && fs.existsSync(path.join(folder, "accounts"))) return folder;
    if (path.dirname(folder) === folder)
      throw new UserError("not in an Archipelago repository", {
        where: from,
        allowed: "a folder with nx.json and accounts/, or one below it",
      });
  }
}
