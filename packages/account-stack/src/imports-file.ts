import fs from "node:fs";
import path from "node:path";
import { readJsonFile, type JsonFile } from "./json-file.ts";
import type { Account } from "./organization.ts";
import { importsFile, type ImportsFile } from "./schema/imports.ts";

/** Where an account says what it imports, relative to the root. */
export function importsPath({ directory }: Pick<Account, "directory">): string {
  return `${directory}/imports.json`;
}

/**
 * Reads accounts/<name>/imports.json.
 *
 * @returns undefined when there is none: most accounts have nothing to import
 * @throws UserError when it is invalid
 */
export function readImports(root: string, account: Pick<Account, "directory">): JsonFile<ImportsFile> | undefined {
  const file = importsPath(account);
  // A link that leads nowhere is there too: reading it says so.
  const status = fs.lstatSync(path.join(root, file), { throwIfNoEntry: false });
  return status && readJsonFile(root, file, importsFile);
}
