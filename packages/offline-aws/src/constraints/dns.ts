import type { CloudView, Constraint } from "../contract.ts";
import { blocksAt, everywhere, refusal, siblings } from "./resources.ts";

const plainName = (name: unknown): string => String(name).toLowerCase().replace(/\.$/, "");

const recordInZone: Constraint = (subject, caller, cloud) => {
  const { zone_id: zoneId, name, type, set_identifier: set } = subject.attributes;
  const apex = plainName(cloud.get("aws_route53_zone", String(zoneId))?.attributes.name);
  // A relative name counts as one inside the zone: the provider completes it.
  const full = (each: unknown): string => {
    const host = plainName(each);
    return host === "" ? apex : host === apex || host.endsWith(`.${apex}`) ? host : `${host}.${apex}`;
  };
  if (type === "CNAME" && full(name) === apex) {
    return refusal(
      "InvalidChangeBatch",
      `RRSet of type CNAME with DNS name ${apex}. is not permitted at apex in zone ${apex}.`,
      "type",
    );
  }
  const same = siblings(subject, caller, cloud).filter(
    ({ attributes }) => attributes.zone_id === zoneId && full(attributes.name) === full(name),
  );
  const twin = same.find(
    ({ attributes }) => attributes.type === type && (attributes.set_identifier || "") === (set || ""),
  );
  const conflict = same.find(({ attributes }) => (attributes.type === "CNAME") !== (type === "CNAME"));
  return (twin && subject.attributes.allow_overwrite !== true) || conflict
    ? refusal(
        "InvalidChangeBatch",
        `Tried to create resource record set [name='${full(name)}.', type='${String(type)}'] but it already exists`,
        "name",
      )
    : undefined;
};

const twoResolverAddresses: Constraint = ({ attributes }) =>
  blocksAt(attributes, "ip_address").length < 2
    ? refusal("InvalidRequestException", "A resolver endpoint needs at least two IP addresses", "ip_address")
    : undefined;

const associationAuthorized: Constraint = ({ attributes }, caller, cloud) => {
  const zone = String(attributes.zone_id);
  const owner = everywhere("aws_route53_zone", caller, cloud).find(({ id }) => id === zone)?.accountId;
  return owner === undefined || owner === caller.accountId || isAuthorized(cloud, owner, zone, attributes.vpc_id)
    ? undefined
    : refusal(
        "NotAuthorizedException",
        `Account ${owner} has not authorized VPC ${String(attributes.vpc_id)} for zone ${zone}`,
      );
};

const isAuthorized = (cloud: CloudView, owner: string, zone: string, vpc: unknown): boolean =>
  cloud
    .list("aws_route53_vpc_association_authorization", owner)
    .some(({ attributes }) => attributes.zone_id === zone && attributes.vpc_id === vpc);

/** Amazon Route 53 zones, records and resolvers. */
export const dns: Record<string, readonly Constraint[]> = {
  aws_route53_record: [recordInZone],
  aws_route53_resolver_endpoint: [twoResolverAddresses],
  aws_route53_zone_association: [associationAuthorized],
};
