import type { Attribute, Block, NestedBlock, Type } from "./types.ts";

/**
 * Raise when the same source would give another schema: a part of the cache key.
 */
export const EXTRACTOR_VERSION = 1;

/** How the provider package synthesises one entry of a block. */
interface Entry {
  /** The function behind a nested value, `fooBarToHclTerraform`. */
  readonly nested?: string;
  /** `true` for a repeated block, `false` for an attribute of objects, undefined when the mapper is not repeated. */
  readonly repeatedBlock?: boolean;
  readonly type: "simple" | "list" | "set" | "map" | "struct";
  readonly storage: string;
}

/** What a class says of one of its attributes. */
interface Member {
  readonly name: string;
  readonly flags: { readonly computed: boolean; readonly optional: boolean; readonly required: boolean };
  /** TypeScript of the private field, when it has one. */
  readonly field?: string;
  /** Class of a nested value and its kind. */
  readonly nested?: {
    readonly prefix: string;
    readonly kind: "OutputReference" | "List" | "Map";
    readonly set: boolean;
  };
  /** `getStringAttribute` and the like. */
  readonly getter?: string;
  /** The getter turns a set into a list. */
  readonly set: boolean;
}

interface Source {
  /** Terraform type, `aws_vpc`. */
  readonly tfType: string;
  /** Members by class prefix: `VpcFoo` for `VpcFooOutputReference`, `""` for the resource itself. */
  readonly members: ReadonlyMap<string, readonly Member[]>;
  /** Entries by function prefix, lower case first letter; `""` for the resource itself. */
  readonly entries: ReadonlyMap<string, ReadonlyMap<string, Entry>>;
}

const SOURCE_MAP = "sourceMappingURL=data:application/json;base64,";
const CLASS = /^export class (\w+?)(OutputReference|List|Map)? extends cdktf\.(\w+)/gm;
const ENTRY =
  /^ {4,6}(\w+): \{\n\s+value: (.*),\n\s+isBlock: (?:true|false),\n\s+type: "(\w+)",\n\s+storageClassType: "(\w+)",/gm;
const HCL_FUNCTION = /^export function (\w+)ToHclTerraform\(/gm;
const MEMBER =
  /^ {2}\/\/ (\w+) - computed: (\w+), optional: (\w+), required: (\w+)\n(?: {2}private _\w+(?:\?: (.*?)| = (.*?));\s*\n)? {2}public get \w+\(\) \{\n\s+return (.*);/gm;
const NESTED_FIELD = /^new (\w+?)(OutputReference|List|Map)\(this, "\w+"(?:, (true|false))?\)$/;

/**
 * The block of a resource, data source or provider from its `lib/<folder>/index.js` in `@cdktf/provider-aws`. That file
 * ends with a source map whose generated TypeScript names every attribute with its flags, nested ones too.
 *
 * @returns undefined when the file carries no such source.
 */
export function extractBlock(javascript: string): { tfType: string; block: Block } | undefined {
  const source = typescriptOf(javascript);
  if (source === undefined) return undefined;
  const parsed = parse(source);
  const block = parsed.members.get("")?.length ? blockOf(parsed, "") : undefined;
  return block && { tfType: parsed.tfType, block };
}

/** The TypeScript inside the inline source map. */
function typescriptOf(javascript: string): string | undefined {
  const at = javascript.lastIndexOf(SOURCE_MAP);
  if (at < 0) return undefined;
  const map = JSON.parse(Buffer.from(javascript.slice(at + SOURCE_MAP.length), "base64").toString("utf8")) as {
    sourcesContent?: string[];
  };
  return map.sourcesContent?.[0];
}

function parse(source: string): Source {
  const members = new Map<string, Member[]>();
  const classes = [...source.matchAll(CLASS)];
  classes.forEach((found, index) => {
    const [, name = "", suffix, base = ""] = found;
    const isRoot = /^Terraform(Resource|DataSource|Provider)$/.test(base);
    if (!isRoot && suffix !== "OutputReference") return;
    const body = source.slice(found.index, classes[index + 1]?.index);
    members.set(isRoot ? "" : name, [...body.matchAll(MEMBER)].map(memberOf));
  });
  const starts = [...source.matchAll(HCL_FUNCTION)].map((found) => ({ name: found[1] ?? "", at: found.index }));
  starts.push({ name: "", at: source.lastIndexOf("protected synthesizeHclAttributes") });
  const entries = new Map(
    starts.map(({ name, at }) => {
      // Each function ends with a brace in the first column; the method with one in the third.
      const end = source.indexOf(name === "" ? "\n  }" : "\n}", at);
      return [name, new Map([...source.slice(at, end).matchAll(ENTRY)].map(entryOf))];
    }),
  );
  return { tfType: /tfResourceType = "(\w+)"/.exec(source)?.[1] ?? "", members, entries };
}

function memberOf([, name = "", computed, optional, required, field, value, returned = ""]: RegExpMatchArray): Member {
  const nested = NESTED_FIELD.exec(value ?? "");
  const getter = /get\w+Attribute/.exec(returned)?.[0];
  const stringMap = value?.startsWith("new cdktf.StringMap(");
  return {
    name,
    flags: { computed: computed === "true", optional: optional === "true", required: required === "true" },
    ...(field === undefined ? {} : { field }),
    ...(nested && !stringMap
      ? { nested: { prefix: nested[1]!, kind: nested[2] as "List", set: nested[3] === "true" } }
      : {}),
    ...(stringMap ? { getter: "getStringMapAttribute" } : getter === undefined ? {} : { getter }),
    set: returned.includes("Fn.tolist("),
  };
}

function entryOf([, name = "", value = "", type, storage = ""]: RegExpMatchArray): [string, Entry] {
  const repeated = /^cdktf\.listMapperHcl\((\w+), (true|false)\)/.exec(value);
  const nested = /(\w+)ToHclTerraform\b/.exec(value)?.[1];
  return [
    name,
    {
      type: type as "simple",
      storage,
      // `stringToHclTerraform` and its like belong to cdktf.
      ...(nested !== undefined && !value.includes(`cdktf.${nested}ToHclTerraform`) ? { nested } : {}),
      ...(repeated ? { repeatedBlock: repeated[2] === "true" } : {}),
    },
  ];
}

function blockOf(source: Source, prefix: string): Block {
  const attributes: Attribute[] = [];
  const blocks: NestedBlock[] = [];
  const entries = source.entries.get(lowerFirst(prefix));
  for (const member of source.members.get(prefix) ?? []) {
    const entry = entries?.get(member.name);
    const nesting = nestingOf(member, entry);
    if (!member.nested && entry?.nested !== undefined)
      // The provider's own blocks have no class; everything in them is optional.
      blocks.push({
        name: member.name,
        nesting: entry.type === "set" ? "set" : "list",
        block: configurationBlock(source, entry.nested),
      });
    else if (nesting && member.nested)
      blocks.push({
        name: member.name,
        nesting: nesting.nesting,
        ...(member.flags.required ? { minItems: 1 } : {}),
        ...(nesting.once ? { maxItems: 1 } : {}),
        block: blockOf(source, member.nested.prefix),
      });
    else
      attributes.push({
        name: member.name,
        type: typeOf(source, member, entry),
        ...(member.flags.required ? { required: true } : {}),
        ...(member.flags.optional ? { optional: true } : {}),
        ...(member.flags.computed ? { computed: true } : {}),
      });
  }
  return { attributes, blocks };
}

function configurationBlock(source: Source, prefix: string): Block {
  const attributes = [...(source.entries.get(prefix) ?? [])].map(([name, { type, storage }]): Attribute => {
    const element = PRIMITIVES[storage.replace(/(List|Map)$/, "")] ?? "string";
    return { name, type: type === "simple" || type === "struct" ? element : [type, element], optional: true };
  });
  return { attributes, blocks: [] };
}

/** How a member nests as a block, undefined when it is an attribute. */
function nestingOf(member: Member, entry: Entry | undefined) {
  if (!member.nested || !entry || (member.flags.computed && !member.flags.optional)) return undefined;
  if (entry.repeatedBlock === false || (entry.repeatedBlock === undefined && member.flags.computed)) return undefined;
  if (entry.type === "struct") return { nesting: "single" as const, once: false };
  const nesting = entry.type === "set" ? ("set" as const) : ("list" as const);
  return { nesting, once: entry.repeatedBlock === undefined };
}

const GETTERS: { readonly [getter: string]: Type } = {
  getStringAttribute: "string",
  getNumberAttribute: "number",
  getBooleanAttribute: "bool",
  getListAttribute: ["list", "string"],
  getNumberListAttribute: ["list", "number"],
  getStringMapAttribute: ["map", "string"],
  getNumberMapAttribute: ["map", "number"],
  getBooleanMapAttribute: ["map", "bool"],
  getAnyMapAttribute: ["map", "dynamic"],
};

function typeOf(source: Source, member: Member, entry: Entry | undefined): Type {
  if (member.nested) {
    const { prefix, kind, set } = member.nested;
    const object: Type = ["object", objectOf(source, prefix)];
    if (kind === "OutputReference" && (!entry || entry.type === "struct")) return object;
    if (kind === "Map") return ["map", object];
    return [set || entry?.type === "set" ? "set" : "list", object];
  }
  const written = member.getter === undefined ? writtenType(member.field ?? "any") : GETTERS[member.getter];
  if (written === undefined) throw new Error(`no type for ${source.tfType}.${member.name}: ${member.getter}`);
  return Array.isArray(written) && written[0] === "list" && (member.set || entry?.type === "set")
    ? ["set", written[1] as Type]
    : written;
}

function objectOf(source: Source, prefix: string): { [name: string]: Type } {
  const entries = source.entries.get(lowerFirst(prefix));
  const members = source.members.get(prefix) ?? [];
  return Object.fromEntries(members.map((each) => [each.name, typeOf(source, each, entries?.get(each.name))]));
}

const PRIMITIVES: { readonly [name: string]: Type } = {
  string: "string",
  number: "number",
  boolean: "bool",
  any: "dynamic",
};

/** The type behind a field's TypeScript: `{ [key: string]: string }[] | cdktf.IResolvable`. */
function writtenType(text: string): Type | undefined {
  const plain = text.replaceAll(" | cdktf.IResolvable", "").trim();
  if (plain.endsWith("[]")) return composed("list", plain.slice(0, -2));
  if (plain.startsWith("(") && plain.endsWith(")")) return writtenType(plain.slice(1, -1));
  const map = /^\{ \[key: string\]: (.*) \}$/.exec(plain)?.[1];
  return map === undefined ? PRIMITIVES[plain] : composed("map", map);
}

function composed(kind: "list" | "map", element: string): Type | undefined {
  const type = writtenType(element);
  return type && [kind, type];
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
