import { readFileSync } from "node:fs";

/**
 * The types that an account's configuration and state speak of, and perhaps some more: every word in them that could be
 * one. A type that is only in an old state is among them.
 *
 * @param files configuration and state; undefined is the answer, for "any type", when there is no configuration, which
 *   is the first of them
 */
export function usedTypes([configuration, ...others]: readonly string[]): ReadonlySet<string> | undefined {
  const text = configuration === undefined ? undefined : read(configuration);
  if (text === undefined) return undefined;
  const all = [text, ...others.map((file) => read(file) ?? "")];
  return new Set(all.flatMap((each) => each.match(/\baws_[a-z0-9_]+/g) ?? []));
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined; // Terraform says what is wrong with it
  }
}
