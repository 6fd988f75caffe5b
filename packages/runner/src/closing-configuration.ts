import { accountIdVariable } from "@archipelago/account-stack/workspace";
import type { JsonObject } from "@archipelago/terraform";
import type { Retained } from "./retained.ts";

interface Stack extends JsonObject {
  readonly variable?: JsonObject;
  readonly removed?: readonly { readonly from: string }[];
}

/**
 * The stack of an account that closes: its backend and provider, and no resource. A plan of it destroys what the state
 * holds, whatever `prevent_destroy` said, and lets go of what the stack only looked after (`removed`).
 *
 * @param json the synthesised stack
 */
export function emptied(json: string): string {
  const { "//": comment, terraform, provider, variable, removed } = JSON.parse(json) as Stack;
  const stack = {
    "//": comment,
    terraform,
    provider,
    variable: { [accountIdVariable]: variable?.[accountIdVariable] },
    removed,
  };
  return `${JSON.stringify(stack, null, 2)}\n`;
}

/**
 * Blocks that let go of what stays when the account closes.
 *
 * @param json the stack, whose own `removed` blocks are not repeated
 * @returns text of a .tf.json file, undefined when nothing stays
 */
export function releases(json: string, retained: readonly Retained[]): string | undefined {
  const own = new Set(((JSON.parse(json) as Stack).removed ?? []).map(({ from }) => from));
  const removed = retained
    .filter(({ block }) => !own.has(block))
    .map(({ block }) => ({ from: block, lifecycle: { destroy: false } }));
  return removed.length === 0 ? undefined : `${JSON.stringify({ removed }, null, 2)}\n`;
}
