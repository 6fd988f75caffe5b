import { createHash } from "node:crypto";
import type { Caller, CloudView, StoredResource } from "./contract.ts";

/** The AWS organization an account belongs to, as the simulated cloud knows it. */
export interface Organization {
  readonly id: string;
  readonly managementAccountId: string;
  /** `r-ab12` */
  readonly rootId: string;
  readonly resource: StoredResource;
}

/**
 * The organization of the caller's account: the one it manages, else the one that lists it as a member, else the only
 * one there is (an account may be younger than the last apply of its management account). Undefined when there is none.
 */
export function organizationOf(caller: Caller, cloud: CloudView): Organization | undefined {
  const own = cloud.list("aws_organizations_organization")[0];
  if (own) return describe(own);
  const all = cloud.accounts().flatMap((account) => cloud.list("aws_organizations_organization", account));
  const joined = all.find(({ accountId }) =>
    cloud.list("aws_organizations_account", accountId).some(({ id }) => id === caller.accountId),
  );
  const found = joined ?? (all.length === 1 ? all[0] : undefined);
  return found && describe(found);
}

function describe(resource: StoredResource): Organization {
  const roots = resource.attributes.roots as { id?: string }[] | undefined;
  return { id: resource.id, managementAccountId: resource.accountId, rootId: roots?.[0]?.id ?? "", resource };
}

/**
 * The IAM Identity Center instance of an organization. On AWS a person enables it in the console; the simulated one is
 * there from the start, and its ids are a function of the organization's.
 */
export function identityCenterOf(
  caller: Caller,
  cloud: CloudView,
): { readonly instanceArn: string; readonly identityStoreId: string } | undefined {
  const organization = organizationOf(caller, cloud);
  if (!organization) return undefined;
  const digest = createHash("sha256").update(organization.id).digest("hex");
  return {
    instanceArn: `arn:${caller.partition}:sso:::instance/ssoins-${digest.slice(0, 16)}`,
    identityStoreId: `d-${digest.slice(16, 26)}`,
  };
}
