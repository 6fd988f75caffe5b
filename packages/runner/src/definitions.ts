import path from "node:path";
import fs from "node:fs";
import type { AccountDefinition } from "@archipelago/account-stack";
import { asUserError, UserError } from "@archipelago/account-stack/user-error";
import type { Account } from "@archipelago/account-stack/workspace";
import { loader } from "@archipelago/loader";

/**
 * Loads what accounts/<name>/stack.ts exports by default.
 *
 * @throws UserError when the file is missing, does not parse or exports something else
 */
export function loadDefinition(root: string, { directory }: Pick<Account, "directory">): AccountDefinition {
  const where = `${directory}/stack.ts`;
  const file = path.join(root, where);
  if (!fs.existsSync(file)) {
    throw new UserError("is missing", { where, next: "copy accounts/_template/stack.ts" });
  }
  let definition: unknown;
  try {
    definition = (loader(import.meta.filename)(file) as { default?: unknown }).default;
  } catch (error) {
    throw stackError(root, where, error);
  }
  if (typeof definition !== "function") {
    throw new UserError("has no default export made by defineAccount", {
      where,
      allowed: "export default defineAccount((stack, { account }) => { ... })",
    });
  }
  return definition as AccountDefinition;
}

/** What a stack threw, with the line of the repository it came from, instead of a stack trace. */
export function stackError(root: string, where: string, thrown: unknown): UserError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { message, stack = "" } = error;
  const frames = stack.split("\n").flatMap((line) => {
    const match = /\(?((?:file:\/\/)?\/[^()]*?):(\d+):(\d+)\)?$/.exec(line.trim());
    const file = match && path.relative(root, match[1]!.replace(/^file:\/\//, ""));
    // Without the column, which is the one in the JavaScript made of the file.
    return file && /^(accounts|bootstrap|modules)\//.test(file) ? [`${file}:${match[2]}`] : [];
  });
  const call = frames.find((frame) => frame.startsWith("accounts/")) ?? where;
  // A module says what is wrong with its options; where they are set is in the account.
  if (error instanceof UserError) return new UserError(message, { where: call, ...error.details });
  const problem = asUserError(error, where);
  if (frames.length === 0 && problem instanceof UserError) return problem;
  // Loaders add where they were, which `where` says already.
  const said = message
    // How a call of an import fails that is not there.
    .replace(
      /^Cannot read properties of undefined \(reading 'call'\)$/,
      "calls what the module it imports does not export",
    )
    .split("\nRequire stack:")[0]!
    .replaceAll(`${root}/`, "")
    .split("\n");
  const lines = said.map((line) => line.trimEnd()).filter((line) => !/^ *\S+:\d+:\d+$/.test(line));
  return new UserError(lines.slice(0, 6).join("\n"), {
    where: frames[0] ?? where,
    next:
      frames[0] === undefined || frames[0].startsWith(where)
        ? `correct it; npm run typecheck often says more`
        : `called from ${call}`,
  });
}
