import fs from "node:fs";
import path from "node:path";
import { lineAndColumn } from "./json-text.ts";
import { UserError } from "./user-error.ts";

/** Configuration is written by hand: a hundred times what anybody writes is something else, put here by mistake. */
const MAXIMUM_BYTES = 1024 * 1024;

/**
 * The text of a file of the repository: UTF-8, of which a byte order mark is no part (editors on Windows add one).
 *
 * @param file relative to the root
 * @throws UserError when it is missing, a symbolic link, no file, too large or not UTF-8
 */
export function readFileText(root: string, file: string): string {
  refuseLink(root, file);
  const bytes = read(root, file);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    if (/^(fffe|feff)/.test(bytes.subarray(0, 2).toString("hex")))
      throw new UserError("is UTF-16, not UTF-8", { where: file, next: "save it as UTF-8" });
    const lenient = new TextDecoder("utf-8").decode(bytes);
    const [line, column] = lineAndColumn(lenient, lenient.indexOf("\uFFFD"));
    throw new UserError("is not UTF-8 text", {
      where: `${file}:${line}:${column}`,
      next: "save it as UTF-8; the place is that of the first wrong byte",
    });
  }
}

function read(root: string, file: string): Buffer {
  try {
    const { size, ...stat } = fileStatus(path.join(root, file));
    if (!stat.isFile) throw new UserError("is not a file", { where: file, next: "put a file in its place" });
    if (size > MAXIMUM_BYTES) {
      throw new UserError(`has ${(size / 2 ** 20).toFixed(1)} MiB`, {
        where: file,
        allowed: "1 MiB; such a file is seldom more than a few kilobytes",
        next: `git diff --stat -- ${file} shows what was added`,
      });
    }
    return fs.readFileSync(path.join(root, file));
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`, {
      where: file,
      next: `restore it: git checkout -- ${file}`,
    });
  }
}

// A named pipe would keep whoever reads it waiting for ever.
function fileStatus(file: string): { readonly size: number; readonly isFile: boolean } {
  const status = fs.statSync(file);
  return { size: status.size, isFile: status.isFile() };
}

/**
 * What a commit contains must not decide which files of the machine are read. Within the repository git keeps a link as
 * the path it holds: an edit of its target would select no account.
 *
 * @param file relative to the root; one that does not exist is no link
 * @throws UserError when it, or a folder on the way to it, is a symbolic link
 */
export function refuseLink(root: string, file: string): void {
  let [inside, target] = ["", ""];
  try {
    inside = fs.realpathSync(root);
    target = fs.realpathSync(path.join(root, file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ELOOP") return; // whoever reads it says that it is missing
    throw new UserError("is a symbolic link that leads to itself", { where: file, next: "put a file in its place" });
  }
  if (target === path.join(inside, file)) return;
  const inRepository = target.startsWith(inside + path.sep);
  throw new UserError(inRepository ? "is a symbolic link" : "leads out of the repository", {
    where: file,
    allowed: "a file: git would not see a change of what a link leads to",
    next: `put a copy of the file in its place`,
  });
}
