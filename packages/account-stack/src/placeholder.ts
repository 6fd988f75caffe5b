import type { SchemaProblem } from "./schema-problem.ts";

/** What stands in accounts/_template for what every account must say itself. */
const PLACEHOLDER = "REPLACE-ME";

/** Values and keys of a JSON value that a copy of the template did not replace. */
export function placeholders(value: unknown, path: readonly PropertyKey[] = []): SchemaProblem[] {
  if (typeof value === "string") return value.includes(PLACEHOLDER) ? [unedited(path, false)] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    return key.includes(PLACEHOLDER) ? [unedited(at, true)] : placeholders(inner, at);
  });
}

function unedited(path: readonly PropertyKey[], ofKey: boolean): SchemaProblem {
  const place = (ofKey ? path.slice(0, -1) : path).join(".");
  return { path, ofKey, message: `${place} is still the template's (${PLACEHOLDER})` };
}
