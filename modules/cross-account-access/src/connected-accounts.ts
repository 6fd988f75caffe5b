import { Fn, TerraformLocal } from "cdktf";
import type { Construct } from "constructs";
import { AccountStack, type Connection } from "@archipelago/account-stack";

/** An account on the other side of a connection. */
export interface ConnectedAccount {
  readonly name: string;
  /** Its 12-digit id, as a token. Before it is known it is a word that is nobody's id; such a plan cannot be applied. */
  readonly id: string;
}

/**
 * The accounts on the other side of this account's connections of one name, as its account.json declares them: a stack says
 * what may be reached, account.json by whom.
 *
 * @param organization `organizationOutputs`; `accountIds` is taken only if there is such a connection
 */
export function connectedAccounts(
  scope: Construct,
  { kind, name, side }: Pick<Connection, "kind" | "name" | "side">,
  organization: { readonly accountIds: Readonly<Record<string, string>> },
): ConnectedAccount[] {
  return AccountStack.of(scope)
    .account.connections.filter((each) => each.kind === kind && each.name === name && each.side === side)
    .map((each) => ({ name: each.with, id: idOf(scope, each.with, organization.accountIds) }));
}

/** As a local value: an expression with quotes would hide a policy from the rules. */
function idOf(scope: Construct, account: string, accountIds: Readonly<Record<string, string>>): string {
  const id = `account-id_${account}`;
  const known = scope.node.tryFindChild(id) as TerraformLocal | undefined;
  return (known ?? new TerraformLocal(scope, id, Fn.lookup(accountIds, account, "unknown"))).asString;
}
