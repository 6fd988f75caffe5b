import { canonicalJson, isArray, isObject } from "./json.ts";
import type { Json } from "./json.ts";
import type { ResourceChange, ValueChange } from "./plan.ts";

/** One attribute that differs, for people to read. */
export interface AttributeChange {
  /** Dotted, for example `ingress.0.cidr_blocks`; empty for an output whose whole value changes. */
  readonly path: string;
  /** As JSON, `(sensitive)`; undefined when there is none. */
  readonly old: string | undefined;
  /** As JSON, `(sensitive)` or `(known after apply)`; undefined when there will be none. */
  readonly new: string | undefined;
  readonly sensitive: boolean;
  readonly unknown: boolean;
  /** Whether this attribute forces the replacement. */
  readonly forcesReplacement: boolean;
}

const UNKNOWN = "(known after apply)";
const SENSITIVE = "(sensitive)";

/** One node of the values before and after, walked together with their marks. */
interface Node {
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly unknown: Json | undefined;
  readonly sensitive: readonly (Json | undefined)[];
}

/** A change's address, and where the resource comes from when it is imported or moved. */
export function titleOf({ address, importingId, previousAddress }: ResourceChange): string {
  const imported = importingId === undefined ? "" : ` (imports ${importingId || "an id known after apply"})`;
  return `${address}${imported}${previousAddress === undefined ? "" : ` (was ${previousAddress})`}`;
}

/**
 * The attributes of a change that differ. Objects and lists of objects are gone into; a list of plain values is one
 * attribute. What is sensitive before or after is never shown, only that it changes.
 */
export function attributeChanges(
  change: ValueChange & { readonly replacePaths?: readonly string[] },
): AttributeChange[] {
  const replacePaths = change.replacePaths ?? [];
  const found: AttributeChange[] = [];
  visit(rootOf(change), []);
  return found;

  function visit(node: Node, path: readonly (string | number)[]): void {
    const keys = isSensitive(node) || node.unknown === true ? undefined : innerKeys(node);
    if (keys !== undefined) {
      for (const key of keys) visit(child(node, key), [...path, key]);
      return;
    }
    if (!differs(node)) return;
    const text = dottedPath(path);
    found.push({
      path: text,
      old: isAbsent(node.before) ? undefined : display(node.before, false, node.sensitive),
      new:
        isAbsent(node.after) && !hasMark(node.unknown) ? undefined : display(node.after, node.unknown, node.sensitive),
      sensitive: hasMark(...node.sensitive),
      unknown: hasMark(node.unknown),
      forcesReplacement: replacePaths.some((one) => isWithin(text, one) || isWithin(one, text)),
    });
  }
}

/** `["ingress", 0, "cidr_blocks"]` as `ingress.0.cidr_blocks`; keys that would be ambiguous as `tags["a.b"]`. */
export function dottedPath(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "string" && !/^[\w-]+$/.test(part)) return `${text}[${JSON.stringify(part)}]`;
    return text === "" ? String(part) : `${text}.${part}`;
  }, "");
}

/** What the digest compares: every value, and of what is sensitive only whether it changes. */
export function comparison(change: ValueChange): Json {
  return compare(rootOf(change));
}

function compare(node: Node): Json {
  const { before, after, unknown, sensitive } = node;
  if (isSensitive(node)) return { sensitive: true, changed: differs(node) };
  if (!hasMark(unknown, ...sensitive)) return { before: before ?? null, after: after ?? null };
  const parts = (keys: readonly (string | number)[]): Json => keys.map((key) => [key, compare(child(node, key))]);
  const sides = [before, after].filter((side) => !isAbsent(side));
  if (unknown !== true && sides.length > 0) {
    if (sides.every(isObject)) return { object: parts(sortedKeys([before, after, unknown])) };
    if (sides.every(isArray)) return { list: parts(elementKeys(node)) };
  }
  // Nothing to walk together: each side for itself.
  return { before: display(before, false, sensitive), after: display(after, unknown, sensitive) };
}

function rootOf({ before, after, afterUnknown, beforeSensitive, afterSensitive }: ValueChange): Node {
  return { before, after, unknown: afterUnknown, sensitive: [beforeSensitive, afterSensitive] };
}

function isSensitive(node: Node): boolean {
  return node.sensitive.some((mark) => mark === true);
}

function differs({ before, after, unknown }: Node): boolean {
  if (hasMark(unknown)) return true;
  if (isAbsent(before) || isAbsent(after)) return isAbsent(before) !== isAbsent(after);
  return before !== after && canonicalJson(before!) !== canonicalJson(after!);
}

/** The keys to go into, sorted; undefined for a plain value, a list of plain values, or nothing to compare with. */
function innerKeys(node: Node): readonly (string | number)[] | undefined {
  const sides = [node.before, node.after].filter((side) => !isAbsent(side));
  if (sides.length > 0 && sides.every(isObject)) return sortedKeys([...sides, node.unknown]);
  if (sides.length > 0 && sides.every((side) => isArray(side) && side.some(isObject))) return elementKeys(node);
  return undefined;
}

function elementKeys(node: Node): readonly number[] {
  const lengths = [node.before, node.after, node.unknown].filter(isArray).map((side) => side.length);
  return [...Array(Math.max(0, ...lengths)).keys()];
}

function sortedKeys(sides: readonly (Json | undefined)[]): string[] {
  return [...new Set(sides.filter(isObject).flatMap((side) => Object.keys(side)))].sort();
}

function child(node: Node, key: string | number): Node {
  return {
    before: member(node.before, key),
    after: member(node.after, key),
    unknown: mark(node.unknown, key),
    sensitive: node.sensitive.map((one) => mark(one, key)),
  };
}

function member(value: Json | undefined, key: string | number): Json | undefined {
  if (isArray(value)) return typeof key === "number" ? value[key] : undefined;
  // `in` would find what every object inherits, for example a tag called "constructor".
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** A mark on the whole covers every part. */
function mark(value: Json | undefined, key: string | number): Json | undefined {
  return value === true ? true : member(value, key);
}

function hasMark(...marks: readonly (Json | undefined)[]): boolean {
  return marks.some((one) => {
    if (isArray(one)) return hasMark(...one);
    return isObject(one) ? hasMark(...Object.values(one)) : one === true;
  });
}

function isAbsent(value: Json | undefined): boolean {
  return value === undefined || value === null;
}

/** JSON, with placeholders where a mark says so. */
function display(value: Json | undefined, unknown: Json | undefined, sensitive: readonly (Json | undefined)[]): string {
  if (sensitive.some((one) => one === true)) return SENSITIVE;
  if (unknown === true) return UNKNOWN;
  const node = { before: undefined, after: value, unknown, sensitive };
  const inner = (key: string | number): string => {
    const part = child(node, key);
    return display(part.after, part.unknown, part.sensitive);
  };
  if (isArray(value)) return `[${elementKeys(node).map(inner).join(", ")}]`;
  if (!isObject(value)) return JSON.stringify(value ?? null);
  return `{${sortedKeys([value, unknown])
    .map((key) => `${JSON.stringify(key)}: ${inner(key)}`)
    .join(", ")}}`;
}

function isWithin(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);
}
