import type { AccountStack } from "./account-stack.ts";
import type { AccountContext } from "./organization.ts";

/** Adds the resources of an account to its stack. */
export type AccountDefinition = (stack: AccountStack, context: AccountContext) => void;

/**
 * What accounts/<name>/stack.ts exports by default.
 *
 * @example
 * export default defineAccount((stack, { account }) => {
 *   new AccountBaseline(stack, "baseline", { budget: account.budget });
 * });
 */
export function defineAccount(definition: AccountDefinition): AccountDefinition {
  return definition;
}
