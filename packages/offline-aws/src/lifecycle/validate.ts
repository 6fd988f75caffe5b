import type { Diagnostic } from "../protocol/diagnostics.ts";
import type { PlannedObject } from "../protocol/value.ts";
import type { BlockShape, ResourceShape } from "./shape.ts";

/**
 * What hashicorp/aws refuses before it plans, as far as it can be derived: JSON that is none, addresses that are none,
 * a name together with its prefix. Required arguments and types are checked by Terraform from the schema. Unknown
 * values pass: they are looked at again in apply.
 */
export function validateResource(shape: ResourceShape, config: PlannedObject): Diagnostic[] {
  return [...validateJson(shape, config), ...validateNames(config), ...validateAddresses(config)];
}

function validateJson(shape: BlockShape, config: PlannedObject): Diagnostic[] {
  const own = shape.attributes.flatMap(({ name, path, equivalence }): Diagnostic[] => {
    const text = config[name];
    if (!equivalence || typeof text !== "string" || text === "") return [];
    try {
      JSON.parse(text);
      return [];
    } catch (error) {
      return [
        {
          summary: `"${path}" contains an invalid JSON: ${(error as Error).message}`,
          path: path.includes(".") ? [] : [name],
        },
      ];
    }
  });
  const inner = shape.blocks.flatMap(({ name, block }) =>
    [config[name] ?? []]
      .flat()
      .filter((each) => each !== null && typeof each === "object")
      .flatMap((each) => validateJson(block, each as PlannedObject)),
  );
  return [...own, ...inner];
}

function validateNames(config: PlannedObject): Diagnostic[] {
  return Object.keys(config)
    .filter((name) => name.endsWith("_prefix"))
    .map((prefix): [string, string] => [prefix.slice(0, -"_prefix".length), prefix])
    .filter(([name, prefix]) => (config[name] ?? null) !== null && config[prefix] !== null && config[name] !== "")
    .map(([name, prefix]) => ({
      summary: "Conflicting configuration arguments",
      detail: `"${prefix}": conflicts with ${name}`,
      path: [prefix],
    }));
}

function validateAddresses(config: PlannedObject): Diagnostic[] {
  return ["cidr_block", "destination_cidr_block", "cidr_ipv4"].flatMap((name) => {
    const value = config[name];
    if (typeof value !== "string" || value === "" || isBlock(value)) return [];
    return [
      {
        summary: `"${value}" is not a valid CIDR block`,
        detail: `${name}: invalid CIDR address: ${value}`,
        path: [name],
      },
    ];
  });
}

/** An IPv4 block whose host bits are zero. */
function isBlock(text: string): boolean {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text)?.slice(1).map(Number);
  const [a = 256, b = 256, c = 256, d = 256, bits = 33] = parts ?? [];
  if ([a, b, c, d].some((part) => part > 255) || bits > 32) return false;
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  return address % 2 ** (32 - bits) === 0;
}
