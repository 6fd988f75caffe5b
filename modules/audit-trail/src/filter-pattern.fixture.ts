/** An event of a trail, as far as patterns look at it: by path, `userIdentity.type`. */
export type Event = Readonly<Record<string, string>>;

/**
 * Whether a CloudWatch Logs filter pattern for JSON matches an event: comparisons with `=` and `!=`, a `*` at either end
 * of a value, NOT EXISTS, && before ||, brackets.
 *
 * Source: Amazon CloudWatch Logs User Guide, "Filter pattern syntax for metric filters" (2026-11).
 *
 * @throws Error when the pattern is none of that language
 */
export function matches(pattern: string, event: Event): boolean {
  const tokens = pattern.match(/[{}()]|&&|\|\||!=|=|NOT EXISTS|\$\.[\w.]+|"[^"]*"|[\w.*-]+/g) ?? [];
  if (tokens.join("").replaceAll(" ", "") !== pattern.replaceAll(" ", ""))
    throw new Error(`not understood: ${pattern}`);
  let position = 0;
  const take = (expected?: string): string => {
    const token = tokens[position++];
    if (token === undefined || (expected !== undefined && token !== expected)) {
      throw new Error(`${token} instead of ${expected ?? "more"} in ${pattern}`);
    }
    return token;
  };
  // Both sides are always read: the rest of the pattern is behind them.
  const chain = (operator: string, operand: () => boolean, join: (a: boolean, b: boolean) => boolean): boolean => {
    let result = operand();
    while (tokens[position] === operator) {
      take();
      result = join(operand(), result);
    }
    return result;
  };
  const either = (): boolean => chain("||", both, (a, b) => a || b);
  const both = (): boolean => chain("&&", one, (a, b) => a && b);
  const one = (): boolean => {
    if (tokens[position] === "(") {
      take();
      const result = either();
      take(")");
      return result;
    }
    const value = event[take().slice(2)];
    const operator = take();
    if (operator === "NOT EXISTS") return value === undefined;
    const wanted = new RegExp(
      `^${take()
        .replaceAll('"', "")
        .replaceAll(/[.+?^$()[\]\\/]/g, "\\$&")
        .replaceAll("*", ".*")}$`,
    );
    return wanted.test(value ?? "") === (operator === "=");
  };
  take("{");
  const result = either();
  take("}");
  if (position !== tokens.length) throw new Error(`more behind the end of ${pattern}`);
  return result;
}
