/** Context keys and their values, as AWS knows them of a request. Keys without regard to case. */
export type Context = ReadonlyMap<string, readonly string[]>;

export function contextOf(values: Readonly<Record<string, string | readonly string[]>>): Context {
  return new Map(
    Object.entries(values).map(([key, value]) => [key.toLowerCase(), typeof value === "string" ? [value] : value]),
  );
}

/**
 * A text of a policy as a regular expression: `*` any characters, `?` one character, `${key}` the value of a context key
 * (`${key, 'default'}` too), `${*}`, `${?}` and `${$}` the characters themselves. Undefined when a key has no value: such a
 * text matches nothing.
 *
 * Source: IAM User Guide, "IAM policy elements: Variables and tags".
 */
export function patternOf(
  text: string,
  context: Context,
  { wildcards = true, ignoreCase = false } = {},
): RegExp | undefined {
  let source = "";
  for (const [part] of text.matchAll(/\$\{[^}]*\}|[^$]+|\$/g)) {
    if (part.startsWith("${")) {
      const value = variable(part.slice(2, -1), context);
      if (value === undefined) return undefined;
      source += literal(value);
    } else {
      source += wildcards ? literal(part).replaceAll("\\*", ".*").replaceAll("\\?", ".") : literal(part);
    }
  }
  return new RegExp(`^${source}$`, ignoreCase ? "is" : "s");
}

function variable(expression: string, context: Context): string | undefined {
  if (["*", "?", "$"].includes(expression)) return expression;
  const [, key = "", fallback] = /^\s*([^,]*?)\s*(?:,\s*'(.*)'\s*)?$/s.exec(expression) ?? [];
  const values = context.get(key.toLowerCase());
  return values?.length === 1 ? values[0] : fallback;
}

const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** True when the pattern matches all of the text. */
export function matches(
  pattern: string,
  text: string,
  context: Context = new Map(),
  options?: { wildcards?: boolean; ignoreCase?: boolean },
): boolean {
  return patternOf(pattern, context, options)?.test(text) ?? false;
}

/**
 * As {@link matches}, for ARNs: each of the six parts by itself, so that no wildcard reaches over a colon, except in the
 * last part. `*` alone is every ARN.
 */
export function matchesArn(pattern: string, arn: string, context: Context = new Map()): boolean {
  if (pattern === "*") return true;
  const [patterns, parts] = [splitArn(pattern), splitArn(arn)];
  if (patterns === undefined || parts === undefined) return false;
  return patterns.every((each, index) => matches(each, parts[index]!, context));
}

/** The six parts; colons within a policy variable do not part anything. */
function splitArn(arn: string): string[] | undefined {
  const parts = [...arn.matchAll(/(?:\$\{[^}]*\}|[^:])*(?::|$)/g)].map(([part]) => part);
  if (parts.at(-1) === "") parts.pop();
  if (parts.length < 6) return undefined;
  return [...parts.slice(0, 5).map((part) => part.slice(0, -1)), parts.slice(5).join("")];
}
