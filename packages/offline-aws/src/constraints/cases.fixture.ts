import type { Attributes, Refusal, StoredResource } from "../contract.ts";
import { identityCenterOf } from "../organization.ts";
import { caller, cloudOf, stored } from "../test-cloud.ts";
import { constraints } from "./index.ts";

/** What exists. */
export type Given = readonly StoredResource[];

/** What AWS answers to creating the resource (or to updating the one named by `@id`) in a cloud that holds `given`. */
export function answer(type: string, { "@id": id, ...attributes }: Attributes, given: Given): Refusal | undefined {
  for (const constraint of constraints[type] ?? []) {
    const refusal = constraint(
      { type, attributes, id: typeof id === "string" ? id : undefined },
      caller,
      cloudOf(...given),
    );
    if (refusal) return refusal;
  }
  return undefined;
}

export const policy = (...statements: Attributes[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
export const allow = { Effect: "Allow", Action: "*", Resource: "*" };
export const trust = (principal: Attributes | string): string =>
  policy({ Effect: "Allow", Action: "sts:AssumeRole", Principal: principal });

export const vpc = stored("aws_vpc", "vpc-1", { cidr_block: "10.0.0.0/16", enable_dns_hostnames: true });
export const other = stored("aws_vpc", "vpc-2", { cidr_block: "10.1.0.0/16", enable_dns_hostnames: false });
export const foreign = stored("aws_vpc", "vpc-9", { "@account": "444455556666", cidr_block: "10.9.0.0/16" });
export const overlapping = stored("aws_vpc", "vpc-8", { "@account": "444455556666", cidr_block: "10.0.128.0/17" });
export const subnet = stored("aws_subnet", "subnet-1", {
  vpc_id: "vpc-1",
  cidr_block: "10.0.0.0/24",
  availability_zone: "eu-west-1a",
});
export const beside = stored("aws_subnet", "subnet-2", {
  vpc_id: "vpc-1",
  cidr_block: "10.0.1.0/24",
  availability_zone: "eu-west-1a",
});
export const apart = stored("aws_subnet", "subnet-3", {
  vpc_id: "vpc-2",
  cidr_block: "10.1.0.0/24",
  availability_zone: "eu-west-1b",
});
export const gateway = stored("aws_internet_gateway", "igw-1", { vpc_id: "vpc-1" });
export const table = stored("aws_route_table", "rtb-1", { vpc_id: "vpc-1" });
export const address = stored("aws_eip", "eipalloc-1");
export const group = stored("aws_security_group", "sg-1", { vpc_id: "vpc-1", name: "web" });
const transitArn = "arn:aws:ec2:eu-west-1:444455556666:transit-gateway/tgw-1";
export const transit = stored("aws_ec2_transit_gateway", "tgw-1", { "@account": "444455556666", arn: transitArn });
/** A share of that account: of one resource, with one principal. */
export const sharedWith = (principal: string, arn = transitArn): StoredResource[] => [
  stored("aws_ram_resource_association", "share,it", {
    "@account": "444455556666",
    resource_share_arn: "share",
    resource_arn: arn,
  }),
  stored("aws_ram_principal_association", `share,${principal}`, {
    "@account": "444455556666",
    resource_share_arn: "share",
    principal,
  }),
];
export const attachment = stored("aws_ec2_transit_gateway_vpc_attachment", "tgw-attach-1", {
  transit_gateway_id: "tgw-1",
  vpc_id: "vpc-1",
});
export const bucket = stored("aws_s3_bucket", "logs", { bucket: "logs" });
export const foreignBucket = stored("aws_s3_bucket", "archive", { "@account": "444455556666", bucket: "archive" });
export const role = stored("aws_iam_role", "app", { name: "app", arn: "arn:aws:iam::111122223333:role/app" });
export const group1 = stored("aws_cloudwatch_log_group", "/app", { name: "/app" });
export const zone = stored("aws_route53_zone", "Z1", { name: "example.com" });
export const organization = stored("aws_organizations_organization", "o-1", {
  roots: [{ id: "r-ab12" }],
  enabled_policy_types: ["SERVICE_CONTROL_POLICY"],
  aws_service_access_principals: ["guardduty.amazonaws.com", "cloudtrail.amazonaws.com"],
});
export const foreignOrganization = { ...organization, accountId: "000011112222" };
export const member = stored("aws_organizations_account", "444455556666", { email: "m@acme.example" });
export const scp = stored("aws_organizations_policy", "p-1", { type: "SERVICE_CONTROL_POLICY" });
export const tagPolicy = stored("aws_organizations_policy", "p-2", { type: "TAG_POLICY" });
export const trailPolicy = stored("aws_s3_bucket_policy", "archive", {
  "@account": "444455556666",
  bucket: "archive",
  policy: policy({
    Effect: "Allow",
    Action: "s3:PutObject",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Resource: "arn:aws:s3:::archive/*",
  }),
});
export const many = (count: number, type: string, attributes: Attributes): StoredResource[] =>
  Array.from({ length: count }, (_, index) => stored(type, `${type}-${index}`, { ...attributes, name: `n${index}` }));

export const tcp = {
  security_group_id: "sg-1",
  ip_protocol: "tcp",
  from_port: 443,
  to_port: 443,
  cidr_ipv4: "10.0.0.0/8",
};
export const peering = { vpc_id: "vpc-1", peer_vpc_id: "vpc-9", peer_owner_id: "444455556666" };
export const endpoint = {
  vpc_id: "vpc-1",
  vpc_endpoint_type: "Interface",
  service_name: "com.amazonaws.eu-west-1.ssm",
  private_dns_enabled: true,
};
export const flowLog = { vpc_id: "vpc-1", log_destination_type: "s3", log_destination: "arn:aws:s3:::archive/flow" };
export const trail = { name: "organization", s3_bucket_name: "archive" };
export const key = (...statements: Attributes[]): Attributes => ({ policy: policy(...statements) });
export const root = { ...allow, Action: "kms:*", Principal: { AWS: "arn:aws:iam::111122223333:root" } };
export const bucketPolicy = (statement: Attributes, name = "logs"): Attributes => ({
  bucket: name,
  policy: policy({ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::logs/*", ...statement }),
});
export const inOrg = { StringEquals: { "aws:PrincipalOrgID": "o-1" } };
export const lock = stored("aws_s3_bucket_public_access_block", "logs", { bucket: "logs", block_public_policy: true });
export const locked = (bucket: string, account?: string): StoredResource =>
  stored("aws_s3_bucket_object_lock_configuration", bucket, {
    ...(account === undefined ? {} : { "@account": account }),
    bucket,
    rule: [{ default_retention: [{ mode: "GOVERNANCE", days: 1 }] }],
  });
export const versioned = stored("aws_s3_bucket_versioning", "logs", {
  bucket: "logs",
  versioning_configuration: [{ status: "Enabled" }],
});
export const suspended = stored("aws_s3_bucket_versioning", "logs", {
  bucket: "logs",
  versioning_configuration: [{ status: "Suspended" }],
});

export const center = identityCenterOf(caller, cloudOf(organization))!;
export const permissionSet = stored("aws_ssoadmin_permission_set", "ps", {
  arn: "arn:aws:sso:::permissionSet/ssoins-1/ps-1",
});
export const team = stored("aws_identitystore_group", "team", { group_id: "0123456789-team" });
export const assignment = {
  instance_arn: center.instanceArn,
  permission_set_arn: permissionSet.attributes.arn!,
  principal_type: "GROUP",
  principal_id: "0123456789-team",
  target_id: "444455556666",
};
