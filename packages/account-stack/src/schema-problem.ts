import { z } from "zod";
import { codePoint } from "./json-text.ts";
import { didYouMean } from "./nearest.ts";

/** What is wrong with a JSON file, and with which of its values. */
export interface SchemaProblem {
  readonly path: readonly PropertyKey[];
  /** Whether it is the key at the path that is wrong, not its value. */
  readonly ofKey: boolean;
  readonly message: string;
}

/** A JSON file as problems quote it. */
export interface JsonSource {
  readonly value: unknown;
  /** What the file says at a path, as it is written there. */
  textAt(path: readonly PropertyKey[]): string | undefined;
}

/** The problems zod reports as one issue, in words for whoever wrote the file. */
export function describeIssue(issue: z.core.$ZodIssue, schema: z.ZodType, source: JsonSource): SchemaProblem[] {
  const { path } = issue;
  if (issue.code === "unrecognized_keys") {
    const known = keysOf(schemaAt(schema, path, source.value));
    return issue.keys.map((key) => ({
      path: [...path, key],
      ofKey: true,
      message: `${placeOf([...path, key])}: unknown key${meant(key, known, schema)} (known: ${known.join(", ")})`,
    }));
  }
  if (issue.code === "invalid_key") {
    const [reason] = issue.issues;
    const message = `${placeOf(path)}: cannot be a key here: ${reason?.message ?? issue.message}`;
    return [{ path, ofKey: true, message: message + lookAlike(String(path.at(-1))) }];
  }
  const text = source.textAt(path);
  if (text === undefined) return [{ path, ofKey: false, message: `${placeOf(path)}: is missing` }];
  return [{ path, ofKey: false, message: `${placeOf(path)}: ${reasonOf(issue, text)} (found ${shown(text)})` }];
}

function reasonOf(issue: z.core.$ZodIssue, text: string): string {
  if (issue.code === "invalid_union" && "options" in issue && Array.isArray(issue.options))
    return `expected one of ${issue.options.map((option) => JSON.stringify(option)).join("|")}${guess(text, issue.options)}`;
  const message = issue.message.replace(/^(Invalid (input|option)|Too (big|small)): |, received .*$/g, "");
  return issue.code === "invalid_value" ? message + guess(text, issue.values) : message;
}

function guess(text: string, values: readonly unknown[]): string {
  const names = values.filter((value): value is string => typeof value === "string");
  return text.startsWith('"') ? didYouMean(text.slice(1, -1), names) : "";
}

/** A key that is known by another name, or elsewhere in the file. */
function meant(key: string, known: readonly string[], schema: z.core.$ZodType): string {
  const near = didYouMean(key, known);
  if (near !== "") return near + lookAlike(key);
  const root = unwrapped(schema);
  if (!(root instanceof z.ZodObject)) return "";
  const holder = Object.entries(root.shape).find(([, inner]) => keysOf(inner as z.core.$ZodType).includes(key));
  return holder === undefined ? "" : `; did you mean "${holder[0]}.${key}"?`;
}

/** Says which letters only look like those of a name. */
function lookAlike(text: string): string {
  const strange = /[^\x00-\x7F]/u.exec(text)?.[0];
  return strange === undefined ? "" : ` ("${strange}" is ${codePoint(strange)}, no plain letter)`;
}

function shown(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return (line.length > 60 ? `${line.slice(0, 57)}...` : line) + (text.startsWith('"') ? lookAlike(text) : "");
}

/** `network.cidr`, `connections[0].role`. */
function placeOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return "the file";
  const parts = path.map((key, index) =>
    typeof key === "number" ? `[${key}]` : `${index > 0 ? "." : ""}${String(key)}`,
  );
  const place = parts.join("");
  return place.length > 100 ? `${place.slice(0, 97)}...` : place;
}

function keysOf(schema: z.core.$ZodType | undefined): string[] {
  const inner = schema && unwrapped(schema);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape).filter((key) => !key.startsWith("$")) : [];
}

/** The schema of the value at a path. */
function schemaAt(
  schema: z.core.$ZodType,
  [key, ...rest]: readonly PropertyKey[],
  value: unknown,
): z.core.$ZodType | undefined {
  const outer = unwrapped(schema, value);
  if (key === undefined) return outer;
  const inner =
    outer instanceof z.ZodObject
      ? (outer.shape[key as string] as z.core.$ZodType | undefined)
      : outer instanceof z.ZodArray
        ? outer.element
        : outer instanceof z.ZodRecord
          ? outer.valueType
          : undefined;
  return inner && schemaAt(inner, rest, (value as Record<PropertyKey, unknown>)[key]);
}

/** Without `optional`, and the member of a union that the value says it is. */
function unwrapped(schema: z.core.$ZodType, value?: unknown): z.core.$ZodType {
  if (schema instanceof z.ZodOptional) return unwrapped(schema.unwrap(), value);
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return schema;
  const { discriminator } = schema.def;
  const kind = (value as Record<string, unknown> | undefined)?.[discriminator];
  const member = schema.options.find(
    (option) => option instanceof z.ZodObject && z.safeParse(option.shape[discriminator] as z.ZodType, kind).success,
  );
  return member ?? schema;
}
