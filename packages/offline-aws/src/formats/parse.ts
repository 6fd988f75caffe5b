import type { Value } from "../contract.ts";

/** What stands between braces in a template, and behind `when`. */
export type Expression =
  | { readonly kind: "text"; readonly text: string }
  /** An attribute of the resource by dotted path, or a token: both are plain names. */
  | { readonly kind: "name"; readonly name: string }
  /** `{hex17}`: so many random characters of an alphabet. */
  | { readonly kind: "random"; readonly alphabet: string; readonly length: number }
  /** `{vpc_id>aws_vpc.cidr_block}`: an attribute of another resource, found by `key`. */
  | {
      readonly kind: "reference";
      readonly path: string;
      readonly type: string;
      readonly key: string;
      readonly target: string;
    }
  | { readonly kind: "call"; readonly name: string; readonly arguments: readonly Expression[] };

export interface Alternative {
  readonly literal: Value | undefined;
  readonly parts: readonly Expression[];
  readonly guard: { readonly expression: Expression; readonly values: readonly string[] | undefined } | undefined;
}

const parsed = new Map<string, readonly Alternative[]>();

/**
 * Reads a format of the facts table. The language:
 *
 *     format      = alternative { " || " alternative }
 *     alternative = ( template | "=" JSON literal ) [ " when " guard ]
 *     guard       = expression [ "=" value { "," value } ]     without values: neither empty, false nor zero
 *     template    = text with {expression}
 *     expression  = name | path ">" type [ "(" key ")" ] "." path | name "(" expression { "," expression } ")" | '"' text '"'
 *
 * @throws Error when an expression cannot be read.
 */
export function parseFormat(format: string): readonly Alternative[] {
  let alternatives = parsed.get(format);
  if (!alternatives) {
    alternatives = format.split(" || ").map(parseAlternative);
    parsed.set(format, alternatives);
  }
  return alternatives;
}

function parseAlternative(source: string): Alternative {
  const [text = "", condition] = source.split(" when ");
  const [subject = "", values] = condition?.split("=") ?? [];
  return {
    literal: text.startsWith("=") ? (JSON.parse(text.slice(1)) as Value) : undefined,
    parts: text.startsWith("=") ? [] : parseTemplate(text),
    guard: condition === undefined ? undefined : { expression: parseExpression(subject), values: values?.split(",") },
  };
}

function parseTemplate(text: string): Expression[] {
  return text
    .split(/(\{[^{}]+\})/)
    .filter((part) => part !== "")
    .map((part) => (part.startsWith("{") ? parseExpression(part.slice(1, -1)) : { kind: "text", text: part }));
}

function parseExpression(source: string): Expression {
  if (source.startsWith('"')) return { kind: "text", text: JSON.parse(source) as string };
  const random = /^(hex|alnum|ALNUM|Alnum|digit)(\d+)$/.exec(source);
  if (random) return { kind: "random", alphabet: alphabets[random[1]!]!, length: Number(random[2]) };
  const reference = /^([\w.]+)>(\w+)(?:\((\w+)\))?\.([\w.]+)$/.exec(source);
  if (reference) {
    const [, path = "", type = "", key = "id", target = ""] = reference;
    return { kind: "reference", path, type, key, target };
  }
  const call = /^(\w+)\((.*)\)$/.exec(source);
  if (call) return { kind: "call", name: call[1]!, arguments: splitArguments(call[2]!).map(parseExpression) };
  if (/^[a-z][\w.]*$/.test(source)) return { kind: "name", name: source };
  throw new Error(`cannot read the format expression ${source}`);
}

/** At commas outside parentheses and quotes. */
function splitArguments(source: string): string[] {
  const found: string[] = [""];
  let depth = 0;
  for (const [piece] of source.matchAll(/"[^"]*"|./g)) {
    if (piece === "(") depth += 1;
    if (piece === ")") depth -= 1;
    if (piece === "," && depth === 0) found.push("");
    else found[found.length - 1] += piece;
  }
  return found;
}

const alphabets: Record<string, string> = {
  hex: "0123456789abcdef",
  digit: "0123456789",
  alnum: "abcdefghijklmnopqrstuvwxyz0123456789",
  ALNUM: "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
  Alnum: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
};
