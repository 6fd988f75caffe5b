import type { GuardrailRecord } from "@archipelago/account-stack";
import type { Level } from "./decide.ts";
import { guardedResources, type GuardedResource } from "./resource-policies.ts";
import { accessOf, permissionSetRoles, rolesOf, type Access, type Role } from "./roles.ts";
import { accountIdOf, resolverOf, type SynthesizedAccount } from "./stacks.ts";
import { treeOf } from "./tree.ts";

/** An account and the policies that hold in it. */
export interface AccountPolicies {
  readonly name: string;
  /** What stands for the id while only AWS knows it. */
  readonly id: string;
  /** The account's first region. */
  readonly region: string;
  /** Path of its organizational unit, `Root` outside of all. */
  readonly unit: string;
  /** From the root to the account; empty for the management account, which they do not reach. */
  readonly serviceControl: readonly Level[];
  readonly resourceControl: readonly Level[];
  /** What its stack makes, and what people have there through Identity Center. */
  readonly roles: readonly Role[];
}

/** Every policy of the organisation, as its stacks make them. */
export interface OrganizationPolicies {
  readonly management: string;
  readonly accounts: ReadonlyMap<string, AccountPolicies>;
  readonly guardrails: readonly GuardrailRecord[];
  readonly resources: readonly GuardedResource[];
  readonly access: readonly Access[];
}

/**
 * Collects the policies of an organisation from its synthesised stacks. References are worked out as far as the stacks say
 * what they are.
 *
 * @param management name of the management account; its stack must be among them
 */
export function organizationPolicies(stacks: readonly SynthesizedAccount[], management: string): OrganizationPolicies {
  const managing = stacks.find(({ account }) => account.name === management);
  if (managing === undefined) throw new Error(`there is no stack of ${management}`);
  const resolver = resolverOf(stacks);
  const tree = treeOf(managing, resolver);
  const access = accessOf(managing, stacks, resolver);
  // Source: AWS Organizations User Guide, "Service control policies (SCPs)": they do not affect the management account.
  const levels = (type: Parameters<typeof tree.levels>[0], name: string): Level[] =>
    name === management ? [] : tree.levels(type, name);
  const accounts = stacks.map((stack): AccountPolicies => {
    const { account } = stack;
    return {
      name: account.name,
      id: accountIdOf(account),
      region: account.region,
      unit: tree.unitOf(account.name),
      serviceControl: levels("SERVICE_CONTROL_POLICY", account.name),
      resourceControl: levels("RESOURCE_CONTROL_POLICY", account.name),
      roles: [...permissionSetRoles(managing, stack, access, resolver), ...rolesOf(stack, resolver)],
    };
  });
  return {
    management,
    accounts: new Map(accounts.map((account) => [account.name, account])),
    guardrails: managing.records.guardrails ?? [],
    resources: guardedResources(stacks, resolver),
    access,
  };
}
