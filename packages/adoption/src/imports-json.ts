import fs from "node:fs";
import path from "node:path";
import { importsPath, readImports, type Account } from "@archipelago/account-stack/workspace";
import { jsonText } from "./json-text.ts";

/**
 * imports.json of an account with ids that were found. What the file says already stays.
 *
 * @returns undefined when it says all of them
 */
export function withImports(
  root: string,
  account: Pick<Account, "directory">,
  ids: Readonly<Record<string, string>>,
): { readonly file: string; readonly text: string; readonly added: number } | undefined {
  const before = readImports(root, account)?.data;
  const added = Object.entries(ids).filter(([address]) => before?.imports[address] === undefined);
  if (added.length === 0) return undefined;
  return {
    file: importsPath(account),
    text: jsonText({
      $schema: "../../packages/account-stack/schemas/imports.schema.json",
      ...before,
      imports: { ...before?.imports, ...Object.fromEntries(added) },
    }),
    added: added.length,
  };
}

/** Writes files below the root, and the folders above them. */
export function writeFiles(root: string, files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), text);
  }
}
