import { factsOf, type ResourceFacts } from "./facts/index.ts";
import type { Block, Type } from "./schema/types.ts";

const POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*", Principal: { Service: "ec2.amazonaws.com" } }],
});
const ADDRESSES = new Set(["cidr_block", "destination_cidr_block", "cidr_ipv4"]);
/** Deep enough for every block of the facts table that can hold itself no further. */
const DEEPEST = 4;

/**
 * A configuration of a type made from its schema: what is required only, or everything that can be set, one element of
 * each block. The values have the right types and mean nothing.
 */
export function configurationOf(
  type: string,
  block: Block,
  extent: "required" | "everything",
): Record<string, unknown> {
  return blockOf(block, "", factsOf(type), extent, 0);
}

function blockOf(
  block: Block,
  prefix: string,
  facts: ResourceFacts | undefined,
  extent: "required" | "everything",
  depth: number,
): Record<string, unknown> {
  const all = extent === "everything";
  const names = new Set(block.attributes.map(({ name }) => name));
  const result: Record<string, unknown> = {};
  for (const { name, type, required, optional, writeOnly } of block.attributes) {
    const made = prefix === "" && (name === "id" || name === "tags_all");
    const conflicting = name.endsWith("_prefix") && names.has(name.slice(0, -"_prefix".length));
    if (required || (all && optional && !writeOnly && !made && !conflicting))
      result[name] = valueOf(type, prefix + name, facts);
  }
  for (const { name, nesting, minItems, block: inner } of block.blocks) {
    if (!minItems && !(all && depth < DEEPEST)) continue;
    const element = blockOf(inner, `${prefix}${name}.`, facts, extent, depth + 1);
    result[name] = nesting === "single" ? element : [element];
  }
  return result;
}

function valueOf(type: Type, path: string, facts: ResourceFacts | undefined): unknown {
  const name = path.split(".").at(-1)!;
  if (type === "number") return 7;
  if (type === "bool") return true;
  if (typeof type === "string") {
    if (facts?.policyEquivalent?.includes(path)) return POLICY;
    if (facts?.jsonEquivalent?.includes(path)) return '{"a":[1]}';
    if (ADDRESSES.has(name)) return "10.0.0.0/16";
    return name === "region" ? "eu-west-1" : `x-${name.replaceAll("_", "-")}`;
  }
  if (type[0] === "object")
    return Object.fromEntries(
      Object.entries(type[1]).map(([key, each]) => [key, valueOf(each, `${path}.${key}`, facts)]),
    );
  const element = valueOf(type[1], type[0] === "map" ? `${path}.k` : path, facts);
  return type[0] === "map" ? { k: element } : [element];
}
