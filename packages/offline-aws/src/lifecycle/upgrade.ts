import type { Attributes } from "../contract.ts";
import type { Block } from "../schema/types.ts";

/** A stored state as the schema of today has it: names it does not know dropped, names it lacks null or empty. */
export function upgradeState(block: Block, state: Attributes): Attributes {
  const result: Attributes = {};
  for (const { name } of block.attributes) result[name] = state[name] ?? null;
  for (const { name, nesting, block: inner } of block.blocks) {
    const value = state[name] ?? (nesting === "single" ? null : []);
    if (Array.isArray(value)) result[name] = value.map((each) => upgradeState(inner, each as Attributes));
    else result[name] = value === null ? null : upgradeState(inner, value as Attributes);
  }
  return result;
}
