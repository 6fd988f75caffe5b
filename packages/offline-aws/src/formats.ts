import { randomBytes } from "node:crypto";
import type { Attributes, Caller, CloudView, StoredResource, Value } from "./contract.ts";
import { factsOf } from "./facts/index.ts";
import type { Expression } from "./formats/parse.ts";
import { parseFormat } from "./formats/parse.ts";
import { functions, tokens } from "./formats/tokens.ts";

/** So many random bytes. Tests pass a seeded one. */
export type Random = (bytes: number) => Uint8Array;

/** What a format is evaluated against. */
export interface FormatContext {
  readonly caller: Caller;
  readonly random: Random;
  readonly now: Date;
  /** Other resources; without it, references to them have no value. */
  readonly cloud: CloudView | undefined;
  /** The resource's value at a dotted path (of the first element, in lists), undefined when it has none. */
  value(path: string): Value | undefined;
  /** The value before the change, undefined on creation. */
  prior(path: string): Value | undefined;
}

/** What {@link completeComputed} may be given besides. */
export interface CompleteOptions {
  readonly cloud?: CloudView;
  /** The resource before an update: version numbers count on from it. */
  readonly prior?: Attributes;
  readonly now?: Date;
}

/**
 * Evaluates a pattern of the facts table (`formats/parse.ts` has the language): the first alternative whose guard
 * holds and whose expressions all have a value. Undefined when there is none: AWS answers nothing here.
 * A template that is one expression keeps the type of its value; a list is evaluated element by element.
 */
export function computedValue(format: Value, context: FormatContext): Value | undefined {
  if (Array.isArray(format)) {
    const items = format.map((item) => computedValue(item, context));
    return items.includes(undefined) ? undefined : (items as Value[]);
  }
  if (typeof format !== "string") return format;
  for (const { literal, parts, guard } of parseFormat(format)) {
    if (guard && !holds(evaluate(guard.expression, context), guard.values)) continue;
    const value = literal ?? render(parts, context);
    if (value !== undefined) return value;
  }
  return undefined;
}

/**
 * Fills in what AWS computes: the names in `unknown`, in the order in which they need one another.
 *
 * @param known Attributes that are settled; unknown ones left out or null.
 * @param unknown Top-level names or dotted paths (`rule.prefix`). A nested path is set in every element that lacks it;
 *   a computed block whose own name is listed gets one element when the table has formats for its attributes.
 * @returns A copy of `known` with the values added. What AWS leaves empty, or the table says nothing about, is absent.
 */
export function completeComputed(
  type: string,
  known: Attributes,
  unknown: readonly string[],
  caller: Caller,
  random: Random = randomBytes,
  options: CompleteOptions = {},
): Attributes {
  const result: Attributes = structuredClone(known);
  const pending = pendingFormats(type, new Set(unknown));

  const contextWithin = (block: string, element: Attributes): FormatContext => ({
    caller,
    random,
    now: options.now ?? new Date(),
    cloud: options.cloud,
    value: (path) => {
      settle(path);
      return path.startsWith(`${block}.`) ? valueAt(element, path.slice(block.length + 1)) : valueAt(result, path);
    },
    prior: (path) => options.prior && valueAt(options.prior, path),
  });
  const undecided = new Map<string, Value>();
  const settle = (path: string): void => {
    const format = pending.get(path);
    if (format === undefined) return;
    pending.delete(path);
    const cut = path.lastIndexOf(".");
    const [block, leaf] = cut < 0 ? ["", path] : [path.slice(0, cut), path.slice(cut + 1)];
    for (const element of elementsAt(result, block, unknown)) {
      if ((element[leaf] ?? null) !== null) continue;
      const value = computedValue(format, contextWithin(block, element));
      if (value === undefined) undecided.set(path, format);
      else element[leaf] = value;
    }
  };
  for (const path of [...pending.keys()]) settle(path);
  // Two that follow from one another (a zone's name and id) need a second round once one of them is settled.
  for (const [path, format] of undecided) pending.set(path, format);
  for (const path of [...pending.keys()]) settle(path);
  for (const name of unknown) if (isEmptyBlock(result[name])) delete result[name];
  return result;
}

/** For each computed path of a type, the attributes it is made from: when one of them changes, so may it. `*`: any. */
export function formatInputs(type: string): Map<string, string[]> {
  const { computedFormats = {}, changesWith = {} } = factsOf(type) ?? {};
  const inputs = new Map<string, string[]>();
  for (const [path, format] of Object.entries(computedFormats)) {
    const strings = [format].flat().filter((each) => typeof each === "string");
    const expressions = strings
      .flatMap(parseFormat)
      .flatMap(({ parts, guard }) => [...parts, ...(guard ? [guard.expression] : [])]);
    inputs.set(path, [...new Set([...expressions.flatMap(namesIn), ...(changesWith[path] ?? [])])]);
  }
  return inputs;
}

/** The value at a dotted path; of a list, that of its first element. */
export function valueAt(attributes: Attributes, path: string): Value | undefined {
  let value: Value | undefined = attributes;
  for (const name of path.split(".")) {
    if (Array.isArray(value)) value = value[0];
    if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
    value = value[name];
  }
  return value ?? undefined;
}

function pendingFormats(type: string, unknown: ReadonlySet<string>): Map<string, Value> {
  const formats = Object.entries(factsOf(type)?.computedFormats ?? {});
  const pending = new Map(formats.filter(([path]) => unknown.has(path) || unknown.has(path.split(".", 1)[0]!)));
  // Provider convention for every type whose name may be left out.
  if (unknown.has("name") && !pending.has("name"))
    pending.set("name", "{name_prefix}{tfunique} || terraform-{tfunique}");
  return pending;
}

/** The objects that hold the attributes of a block; a computed block that is absent gets one. */
function elementsAt(root: Attributes, block: string, unknown: readonly string[]): Attributes[] {
  let elements: Attributes[] = [root];
  for (const name of block === "" ? [] : block.split(".")) {
    if (elements[0] === root && unknown.includes(name)) root[name] ??= [{}];
    elements = elements.flatMap((element) => element[name] ?? []).filter(isObject);
  }
  return elements;
}

function isEmptyBlock(value: Value | undefined): boolean {
  return Array.isArray(value) && value.length === 1 && isObject(value[0]!) && Object.keys(value[0]).length === 0;
}

function isObject(value: Value): value is Attributes {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function isEmpty(value: Value | undefined): value is undefined | null | "" | [] {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

function holds(value: Value | undefined, values: readonly string[] | undefined): boolean {
  return values ? values.includes(String(value)) : !isEmpty(value) && value !== false && value !== 0;
}

function render(parts: readonly Expression[], context: FormatContext): Value | undefined {
  const values: Value[] = [];
  for (const part of parts) {
    const value = evaluate(part, context);
    if (isEmpty(value)) return undefined;
    values.push(value);
  }
  return values.length === 1 ? values[0] : values.join("");
}

function evaluate(expression: Expression, context: FormatContext): Value | undefined {
  switch (expression.kind) {
    case "text":
      return expression.text;
    case "random":
      return Array.from(
        context.random(expression.length),
        (byte) => expression.alphabet[byte % expression.alphabet.length],
      ).join("");
    case "name":
      return expression.name in tokens ? tokens[expression.name]!(context) : context.value(expression.name);
    case "call": {
      const call = functions[expression.name];
      if (!call) throw new Error(`no format function ${expression.name}`);
      return call(
        expression.arguments.map((argument) => evaluate(argument, context)),
        context,
      );
    }
    case "reference": {
      const [value] = [context.value(expression.path)].flat();
      const found = value === undefined ? undefined : lookUp(context.cloud, expression.type, expression.key, value);
      return found && (expression.target === "id" ? found.id : valueAt(found.attributes, expression.target));
    }
  }
}

/** The caller's own resource, else one of another account: ids are unique across accounts, and resources are shared. */
function lookUp(cloud: CloudView | undefined, type: string, key: string, value: Value): StoredResource | undefined {
  const own = key === "id" ? cloud?.get(type, String(value)) : undefined;
  if (own || !cloud) return own;
  const matches = (each: StoredResource): boolean => (key === "id" ? each.id : each.attributes[key]) === value;
  return (
    cloud.list(type).find(matches) ??
    cloud
      .accounts()
      .flatMap((id) => cloud.list(type, id))
      .find(matches)
  );
}

function namesIn(expression: Expression): string[] {
  switch (expression.kind) {
    case "name":
      return expression.name in tokens ? [] : [expression.name];
    case "reference":
      return [expression.path];
    case "call":
      return expression.arguments.flatMap(namesIn);
    default:
      return [];
  }
}
