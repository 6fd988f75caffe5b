import { partitionOf, type Organization } from "@archipelago/account-stack";

/** Name of the organisation's trail: its bucket's policy and its key's name it before it exists. */
export function organizationTrailName(organization: Organization): string {
  return `${organization.name}-organization`;
}

/**
 * ARN of the organisation's trail, from the account it is in.
 *
 * @param managementAccountId id of the management account, a token
 */
export function organizationTrailArn(organization: Organization, managementAccountId: string): string {
  const { homeRegion } = organization;
  const partition = partitionOf(homeRegion);
  return `arn:${partition}:cloudtrail:${homeRegion}:${managementAccountId}:trail/${organizationTrailName(organization)}`;
}
