import type { Caller, CloudView, Constraint, StoredResource } from "../contract.ts";
import { organizationOf } from "../organization.ts";
import { accountOf, arnExists, everywhere, refusal, siblings, textAt } from "./resources.ts";

/** Types that can be shared, by the part of their ARN that says so. What is not here is not looked up. */
const shareable: Readonly<Record<string, string>> = {
  "ec2:subnet/": "aws_subnet",
  "ec2:transit-gateway/": "aws_ec2_transit_gateway",
  "route53profiles:profile/": "aws_route53profiles_profile",
  "route53resolver:resolver-query-log-config/": "aws_route53_resolver_query_log_config",
  "route53resolver:resolver-rule/": "aws_route53_resolver_rule",
};

const insideOnly =
  "The resource you are attempting to share can only be shared within your AWS Organization. This error may also occur " +
  "if you have not enabled sharing with your AWS organization, or that onboarding process is still in progress.";

const resourceIsOwn: Constraint = ({ attributes }, caller, cloud) => {
  const arn = String(attributes.resource_arn);
  const kind = Object.keys(shareable).find((each) =>
    arn.replace(/^arn:[^:]*:([^:]*):[^:]*:[^:]*:/, "$1:").startsWith(each),
  );
  const owner = accountOf(arn);
  if (owner !== undefined && owner !== caller.accountId)
    return refusal(
      "InvalidParameterException",
      `Account ${caller.accountId} does not own ${arn} and cannot share it`,
      "resource_arn",
    );
  return kind === undefined || arnExists([shareable[kind]!], arn, caller, cloud)
    ? undefined
    : refusal("UnknownResourceException", `The resource ${arn} could not be found`, "resource_arn");
};

/**
 * Inside an organisation nothing has to be accepted, once its management account has switched that on. (AWS RAM User
 * Guide, "Sharing your AWS resources", read 2026-11; the messages are those that users of Terraform quote.)
 */
const principalIsReachable: Constraint = ({ attributes }, caller, cloud) => {
  const principal = String(attributes.principal);
  const share = findShare(String(attributes.resource_share_arn), cloud);
  const organization = organizationOf(caller, cloud);
  const asked = /:organizations::\d+:(?:organization|ou)\/(o-[^/]+)/.exec(principal)?.[1];
  if (asked !== undefined && asked !== organization?.id)
    return refusal("UnknownResourceException", `Organization ${asked} could not be found.`, "principal");
  if (asked === undefined && (share?.attributes.allow_external_principals !== false || principal === caller.accountId))
    return undefined;
  const isMember =
    asked !== undefined ||
    (organization !== undefined &&
      cloud.list("aws_organizations_account", organization.managementAccountId).some(({ id }) => id === principal)) ||
    principal === organization?.managementAccountId;
  const isOn =
    organization !== undefined &&
    cloud.list("aws_ram_sharing_with_organization", organization.managementAccountId).length > 0;
  return isMember && isOn ? undefined : refusal("OperationNotPermittedException", insideOnly, "principal");
};

function findShare(arn: string, cloud: CloudView): StoredResource | undefined {
  return cloud.list("aws_ram_resource_share", accountOf(arn)).find((each) => each.id === arn);
}

/** Whether another account shares the resource with the caller's, by id, organizational unit or the whole organisation. */
export function isSharedWith(arn: string, caller: Caller, cloud: CloudView): boolean {
  const shares = everywhere("aws_ram_resource_association", caller, cloud)
    .filter(({ attributes }) => attributes.resource_arn === arn)
    .map(({ attributes }) => attributes.resource_share_arn);
  const names = namesOf(caller, cloud);
  return everywhere("aws_ram_principal_association", caller, cloud).some(
    ({ attributes: { resource_share_arn: share, principal } }) =>
      shares.includes(share ?? "") && names.includes(String(principal).split("/").at(-1)!),
  );
}

/** What an account can be shared with as: its id, its organisation, and the units it is in, from the inside out. */
function namesOf(caller: Caller, cloud: CloudView): string[] {
  const organization = organizationOf(caller, cloud);
  if (!organization) return [caller.accountId];
  const { managementAccountId, id } = organization;
  const units = cloud.list("aws_organizations_organizational_unit", managementAccountId);
  const above: string[] = [];
  let parent = textAt(
    cloud.list("aws_organizations_account", managementAccountId).find((each) => each.id === caller.accountId)
      ?.attributes ?? {},
    "parent_id",
  );
  while (parent !== undefined && !above.includes(parent)) {
    above.push(parent);
    parent = textAt(units.find((each) => each.id === parent)?.attributes ?? {}, "parent_id");
  }
  return [caller.accountId, id, ...above];
}

/** Refuses another account's resource that is not shared with the caller's: for the caller it does not exist. */
export const ownOrShared =
  (type: string, path: string, code: string): Constraint =>
  ({ attributes }, caller, cloud) => {
    const id = textAt(attributes, path);
    const found = everywhere(type, caller, cloud).find((each) => each.id === id);
    const isReachable =
      found === undefined ||
      found.accountId === caller.accountId ||
      isSharedWith(String(found.attributes.arn), caller, cloud);
    return isReachable
      ? undefined
      : refusal(code, `${String(id)} of account ${found.accountId} is not shared with ${caller.accountId}`, path);
  };

/** "A VPC can have only one Profile associated with it" (Route 53 API Reference, AssociateProfile, read 2026-11). */
const oneProfile: Constraint = (subject, caller, cloud) => {
  const vpc = subject.attributes.resource_id;
  const other = siblings(subject, caller, cloud).find(({ attributes }) => attributes.resource_id === vpc);
  return (
    other && refusal("ConflictException", `The VPC ${String(vpc)} has a Profile already, by ${other.id}`, "resource_id")
  );
};

const onceInProfile: Constraint = (subject, caller, cloud) => {
  const { profile_id: profile, resource_arn: arn } = subject.attributes;
  const zone = cloud.list("aws_route53_zone").find(({ attributes }) => attributes.arn === arn);
  if (zone && (!Array.isArray(zone.attributes.vpc) || zone.attributes.vpc.length === 0))
    return refusal("InvalidParameterException", `${zone.id} is not a private hosted zone`, "resource_arn");
  const twin = siblings(subject, caller, cloud).find(
    ({ attributes }) => attributes.profile_id === profile && attributes.resource_arn === arn,
  );
  return twin && refusal("ResourceExistsException", `${String(arn)} is in the Profile already, by ${twin.id}`);
};

/** AWS RAM, and what is shared by it. */
export const sharing: Record<string, readonly Constraint[]> = {
  aws_ram_resource_association: [resourceIsOwn],
  aws_ram_principal_association: [principalIsReachable],
  aws_ec2_transit_gateway_vpc_attachment: [
    ownOrShared("aws_ec2_transit_gateway", "transit_gateway_id", "InvalidTransitGatewayID.NotFound"),
  ],
  aws_route53profiles_association: [
    ownOrShared("aws_route53profiles_profile", "profile_id", "ResourceNotFoundException"),
    oneProfile,
  ],
  aws_route53profiles_resource_association: [onceInProfile],
};
