import type { Construct } from "constructs";
import { AccountStack, type Connection } from "@archipelago/account-stack";

/**
 * Names of the accounts on the other side of this account's connections of one name, as its account.json declares them: a
 * stack says what may be reached, account.json by whom.
 */
export function connectedAccounts(
  scope: Construct,
  { kind, name, side }: Pick<Connection, "kind" | "name" | "side">,
): string[] {
  return AccountStack.of(scope)
    .account.connections.filter((each) => each.kind === kind && each.name === name && each.side === side)
    .map((each) => each.with);
}
