import type { Organization, OrganizationAccount } from "./organization.ts";

/** A tag that every resource has. */
export interface StandardTag {
  /** Its value, from account.json. */
  readonly valueOf: (account: OrganizationAccount) => string;
  /** Values it may have, given the names of the environments. Left out: any. */
  readonly allowed?: (environments: readonly string[]) => readonly string[];
}

/**
 * The tag standard, by key: default tags of every stack, the organisation's tag policy, cost allocation tags and the rule of
 * `check` are all made of it.
 */
export const tagStandard: Readonly<Record<string, StandardTag>> = {
  account: { valueOf: ({ name }) => name },
  product: { valueOf: ({ product }) => product },
  environment: { valueOf: ({ environment }) => environment, allowed: (environments) => environments },
  owner: { valueOf: ({ owner }) => owner },
  "cost-centre": { valueOf: ({ costCentre }) => costCentre },
  "managed-by": { valueOf: () => "archipelago", allowed: () => ["archipelago"] },
};

/** Names of the environments that units or accounts have: an account may be in a unit that has none. */
export function environmentsInUse(
  { organizationalUnits }: Pick<Organization, "organizationalUnits">,
  accounts: readonly Pick<OrganizationAccount, "environment">[],
): string[] {
  const ofAccounts = accounts.map(({ environment }) => environment);
  return [...new Set([...Object.values(organizationalUnits).flat(), ...ofAccounts])];
}

/** Tags of every resource, through the provider's default tags. */
export function standardTags(account: OrganizationAccount): Record<string, string> {
  return Object.fromEntries(Object.entries(tagStandard).map(([key, { valueOf }]) => [key, valueOf(account)]));
}
