import type { Attributes, Refusal, StoredResource } from "../contract.ts";
import { caller, cloudOf, stored } from "../test-cloud.ts";
import { constraints } from "./index.ts";

type Given = readonly StoredResource[];

/** What AWS answers to creating the resource (or to updating the one named by `@id`) in a cloud that holds `given`. */
function answer(type: string, { "@id": id, ...attributes }: Attributes, given: Given): Refusal | undefined {
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

const policy = (...statements: Attributes[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = { Effect: "Allow", Action: "*", Resource: "*" };
const trust = (principal: Attributes | string): string =>
  policy({ Effect: "Allow", Action: "sts:AssumeRole", Principal: principal });

const vpc = stored("aws_vpc", "vpc-1", { cidr_block: "10.0.0.0/16", enable_dns_hostnames: true });
const other = stored("aws_vpc", "vpc-2", { cidr_block: "10.1.0.0/16", enable_dns_hostnames: false });
const foreign = stored("aws_vpc", "vpc-9", { "@account": "444455556666", cidr_block: "10.9.0.0/16" });
const overlapping = stored("aws_vpc", "vpc-8", { "@account": "444455556666", cidr_block: "10.0.128.0/17" });
const subnet = stored("aws_subnet", "subnet-1", {
  vpc_id: "vpc-1",
  cidr_block: "10.0.0.0/24",
  availability_zone: "eu-west-1a",
});
const beside = stored("aws_subnet", "subnet-2", {
  vpc_id: "vpc-1",
  cidr_block: "10.0.1.0/24",
  availability_zone: "eu-west-1a",
});
const apart = stored("aws_subnet", "subnet-3", {
  vpc_id: "vpc-2",
  cidr_block: "10.1.0.0/24",
  availability_zone: "eu-west-1b",
});
const gateway = stored("aws_internet_gateway", "igw-1", { vpc_id: "vpc-1" });
const table = stored("aws_route_table", "rtb-1", { vpc_id: "vpc-1" });
const address = stored("aws_eip", "eipalloc-1");
const group = stored("aws_security_group", "sg-1", { vpc_id: "vpc-1", name: "web" });
const transit = stored("aws_ec2_transit_gateway", "tgw-1", { "@account": "444455556666" });
const attachment = stored("aws_ec2_transit_gateway_vpc_attachment", "tgw-attach-1", {
  transit_gateway_id: "tgw-1",
  vpc_id: "vpc-1",
});
const bucket = stored("aws_s3_bucket", "logs", { bucket: "logs" });
const foreignBucket = stored("aws_s3_bucket", "archive", { "@account": "444455556666", bucket: "archive" });
const role = stored("aws_iam_role", "app", { name: "app", arn: "arn:aws:iam::111122223333:role/app" });
const group1 = stored("aws_cloudwatch_log_group", "/app", { name: "/app" });
const zone = stored("aws_route53_zone", "Z1", { name: "example.com" });
const organization = stored("aws_organizations_organization", "o-1", {
  roots: [{ id: "r-ab12" }],
  enabled_policy_types: ["SERVICE_CONTROL_POLICY"],
  aws_service_access_principals: ["guardduty.amazonaws.com", "cloudtrail.amazonaws.com"],
});
const foreignOrganization = { ...organization, accountId: "000011112222" };
const member = stored("aws_organizations_account", "444455556666", { email: "m@acme.example" });
const scp = stored("aws_organizations_policy", "p-1", { type: "SERVICE_CONTROL_POLICY" });
const tagPolicy = stored("aws_organizations_policy", "p-2", { type: "TAG_POLICY" });
const trailPolicy = stored("aws_s3_bucket_policy", "archive", {
  "@account": "444455556666",
  bucket: "archive",
  policy: policy({
    Effect: "Allow",
    Action: "s3:PutObject",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Resource: "arn:aws:s3:::archive/*",
  }),
});
const many = (count: number, type: string, attributes: Attributes): StoredResource[] =>
  Array.from({ length: count }, (_, index) => stored(type, `${type}-${index}`, { ...attributes, name: `n${index}` }));

const tcp = { security_group_id: "sg-1", ip_protocol: "tcp", from_port: 443, to_port: 443, cidr_ipv4: "10.0.0.0/8" };
const peering = { vpc_id: "vpc-1", peer_vpc_id: "vpc-9", peer_owner_id: "444455556666" };
const endpoint = {
  vpc_id: "vpc-1",
  vpc_endpoint_type: "Interface",
  service_name: "com.amazonaws.eu-west-1.ssm",
  private_dns_enabled: true,
};
const flowLog = { vpc_id: "vpc-1", log_destination_type: "s3", log_destination: "arn:aws:s3:::archive/flow" };
const trail = { name: "organization", s3_bucket_name: "archive" };
const key = (...statements: Attributes[]): Attributes => ({ policy: policy(...statements) });
const root = { ...allow, Action: "kms:*", Principal: { AWS: "arn:aws:iam::111122223333:root" } };
const bucketPolicy = (statement: Attributes, name = "logs"): Attributes => ({
  bucket: name,
  policy: policy({ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::logs/*", ...statement }),
});
const inOrg = { StringEquals: { "aws:PrincipalOrgID": "o-1" } };
const lock = stored("aws_s3_bucket_public_access_block", "logs", { bucket: "logs", block_public_policy: true });
const versioned = stored("aws_s3_bucket_versioning", "logs", {
  bucket: "logs",
  versioning_configuration: [{ status: "Enabled" }],
});
const suspended = stored("aws_s3_bucket_versioning", "logs", {
  bucket: "logs",
  versioning_configuration: [{ status: "Suspended" }],
});

// type, attributes, what exists, the code of the refusal or undefined
test.each<[string, Attributes, Given, string | undefined]>([
  // VPCs and subnets
  ["aws_vpc", { cidr_block: "10.0.0.0/16" }, [], undefined],
  ["aws_vpc", { cidr_block: "10.0.0.0/28" }, [], undefined],
  ["aws_vpc", { cidr_block: "10.0.0.0/15" }, [], "InvalidVpc.Range"],
  ["aws_vpc", { cidr_block: "10.0.0.0/29" }, [], "InvalidVpc.Range"],
  ["aws_vpc", { cidr_block: "10.0.0.1/16" }, [], "InvalidVpc.Range"],
  ["aws_vpc", { cidr_block: "10.0.0/16" }, [], "InvalidVpc.Range"],
  ["aws_vpc", { cidr_block: null, ipv4_ipam_pool_id: "ipam-pool-1" }, [], undefined],
  ["aws_subnet", { vpc_id: "vpc-1", cidr_block: "10.0.2.0/24" }, [vpc, subnet], undefined],
  ["aws_subnet", { "@id": "subnet-1", vpc_id: "vpc-1", cidr_block: "10.0.0.0/24" }, [vpc, subnet], undefined],
  ["aws_subnet", { vpc_id: "vpc-1", cidr_block: "10.0.0.128/25" }, [vpc, subnet], "InvalidSubnet.Conflict"],
  ["aws_subnet", { vpc_id: "vpc-1", cidr_block: "10.1.0.0/24" }, [vpc], "InvalidSubnet.Range"],
  ["aws_subnet", { vpc_id: "vpc-1", cidr_block: "10.0.0.0/29" }, [vpc], "InvalidSubnet.Range"],
  ["aws_subnet", { vpc_id: "vpc-2", cidr_block: "10.1.0.0/24" }, [other, subnet], undefined],
  ["aws_subnet", { vpc_id: "vpc-1", cidr_block: "10.0.2.0/24", availability_zone: "eu-west-1c" }, [vpc], undefined],
  [
    "aws_subnet",
    { vpc_id: "vpc-1", cidr_block: "10.0.2.0/24", availability_zone: "eu-west-1d" },
    [vpc],
    "InvalidParameterValue",
  ],
  [
    "aws_subnet",
    { vpc_id: "vpc-1", cidr_block: "10.0.2.0/24", availability_zone: "us-east-1a" },
    [vpc],
    "InvalidParameterValue",
  ],
  ["aws_subnet", { vpc_id: "vpc-0", cidr_block: "10.0.2.0/24" }, [vpc], "InvalidVpcID.NotFound"],
  // Gateways, routes, NAT
  ["aws_internet_gateway", { vpc_id: "vpc-1" }, [vpc], undefined],
  ["aws_internet_gateway", { vpc_id: "vpc-1" }, [vpc, gateway], "Resource.AlreadyAssociated"],
  [
    "aws_route",
    { route_table_id: "rtb-1", destination_cidr_block: "0.0.0.0/0", gateway_id: "igw-1" },
    [table, gateway],
    undefined,
  ],
  [
    "aws_route",
    { route_table_id: "rtb-1", destination_cidr_block: "0.0.0.0/0" },
    [table],
    "InvalidParameterCombination",
  ],
  [
    "aws_route",
    { route_table_id: "rtb-1", destination_cidr_block: "0.0.0.0/0", gateway_id: "igw-1", nat_gateway_id: "nat-1" },
    [table, gateway, stored("aws_nat_gateway", "nat-1")],
    "InvalidParameterCombination",
  ],
  [
    "aws_route",
    { route_table_id: "rtb-1", destination_cidr_block: "0.0.0.0/0", gateway_id: "igw-2" },
    [table, stored("aws_internet_gateway", "igw-2", { vpc_id: "vpc-2" })],
    "InvalidParameterValue",
  ],
  [
    "aws_route",
    { route_table_id: "rtb-1", destination_cidr_block: "10.0.0.1/8", gateway_id: "igw-1" },
    [table, gateway],
    "InvalidParameterValue",
  ],
  [
    "aws_route",
    { route_table_id: "rtb-1", destination_cidr_block: "10.0.0.0/8", transit_gateway_id: "tgw-1" },
    [table, transit, attachment],
    undefined,
  ],
  [
    "aws_route",
    { route_table_id: "rtb-1", destination_cidr_block: "10.0.0.0/8", transit_gateway_id: "tgw-1" },
    [table, transit],
    "InvalidTransitGatewayID.NotFound",
  ],
  ["aws_route_table_association", { route_table_id: "rtb-1", subnet_id: "subnet-1" }, [table, subnet], undefined],
  [
    "aws_route_table_association",
    { route_table_id: "rtb-1", subnet_id: "subnet-3" },
    [table, apart],
    "InvalidParameterValue",
  ],
  ["aws_nat_gateway", { subnet_id: "subnet-1", allocation_id: "eipalloc-1" }, [subnet, address, gateway], undefined],
  ["aws_nat_gateway", { subnet_id: "subnet-1" }, [subnet, gateway], "MissingParameter"],
  ["aws_nat_gateway", { subnet_id: "subnet-1", connectivity_type: "private" }, [subnet], undefined],
  ["aws_nat_gateway", { subnet_id: "subnet-1", allocation_id: "eipalloc-1" }, [subnet, address], "Gateway.NotAttached"],
  [
    "aws_nat_gateway",
    { subnet_id: "subnet-1", allocation_id: "eipalloc-1" },
    [subnet, address, gateway, stored("aws_nat_gateway", "nat-1", { allocation_id: "eipalloc-1" })],
    "Resource.AlreadyAssociated",
  ],
  // Security groups and network ACLs
  ["aws_vpc_security_group_ingress_rule", tcp, [group], undefined],
  ["aws_vpc_security_group_ingress_rule", { ...tcp, cidr_ipv4: "10.0.0.1/8" }, [group], "InvalidParameterValue"],
  ["aws_vpc_security_group_ingress_rule", { ...tcp, cidr_ipv4: null }, [group], "InvalidParameterValue"],
  [
    "aws_vpc_security_group_ingress_rule",
    { ...tcp, referenced_security_group_id: "sg-1" },
    [group],
    "InvalidParameterValue",
  ],
  ["aws_vpc_security_group_ingress_rule", { ...tcp, from_port: 444 }, [group], "InvalidParameterValue"],
  [
    "aws_vpc_security_group_ingress_rule",
    { ...tcp, ip_protocol: "-1", from_port: null, to_port: null },
    [group],
    undefined,
  ],
  [
    "aws_vpc_security_group_ingress_rule",
    tcp,
    [group, stored("aws_vpc_security_group_ingress_rule", "sgr-1", tcp)],
    "InvalidPermission.Duplicate",
  ],
  [
    "aws_vpc_security_group_egress_rule",
    tcp,
    [group, stored("aws_vpc_security_group_ingress_rule", "sgr-1", tcp)],
    undefined,
  ],
  ["aws_security_group", { vpc_id: "vpc-1", name: "db", description: "Managed by Terraform" }, [vpc, group], undefined],
  ["aws_security_group", { vpc_id: "vpc-1", name: "sg-db" }, [vpc], "InvalidParameterValue"],
  ["aws_security_group", { vpc_id: "vpc-1", name: "db", description: "it's" }, [vpc], "InvalidParameterValue"],
  ["aws_network_acl", { vpc_id: "vpc-1", subnet_ids: ["subnet-1"] }, [vpc, subnet], undefined],
  ["aws_network_acl", { vpc_id: "vpc-1", subnet_ids: ["subnet-3"] }, [vpc, apart], "InvalidParameterValue"],
  [
    "aws_network_acl",
    { vpc_id: "vpc-1", ingress: [{ rule_no: 100 }, { rule_no: 110 }], egress: [{ rule_no: 100 }] },
    [vpc],
    undefined,
  ],
  [
    "aws_network_acl",
    { vpc_id: "vpc-1", ingress: [{ rule_no: 100 }, { rule_no: 100 }] },
    [vpc],
    "NetworkAclEntryAlreadyExists",
  ],
  [
    "aws_network_acl_rule",
    { network_acl_id: "acl-1", rule_number: 32_766, egress: false },
    [stored("aws_network_acl", "acl-1")],
    undefined,
  ],
  [
    "aws_network_acl_rule",
    { network_acl_id: "acl-1", rule_number: 32_767, egress: false },
    [stored("aws_network_acl", "acl-1")],
    "InvalidParameterValue",
  ],
  // Connections between VPCs
  ["aws_vpc_peering_connection", peering, [vpc, foreign], undefined],
  ["aws_vpc_peering_connection", peering, [vpc], "InvalidVpcID.NotFound"],
  [
    "aws_vpc_peering_connection",
    { ...peering, peer_owner_id: "777788889999" },
    [vpc, foreign],
    "InvalidVpcID.NotFound",
  ],
  ["aws_vpc_peering_connection", { ...peering, peer_region: "us-east-1" }, [vpc, foreign], "InvalidVpcID.NotFound"],
  ["aws_vpc_peering_connection", { ...peering, auto_accept: true }, [vpc, foreign], "OperationNotPermitted"],
  ["aws_vpc_peering_connection", { vpc_id: "vpc-1", peer_vpc_id: "vpc-2", auto_accept: true }, [vpc, other], undefined],
  ["aws_vpc_peering_connection", { ...peering, peer_vpc_id: "vpc-8" }, [vpc, overlapping], "InvalidParameterValue"],
  [
    "aws_vpc_peering_connection_accepter",
    { vpc_peering_connection_id: "pcx-1" },
    [stored("aws_vpc_peering_connection", "pcx-1", { "@account": "444455556666", peer_owner_id: "111122223333" })],
    undefined,
  ],
  [
    "aws_vpc_peering_connection_accepter",
    { vpc_peering_connection_id: "pcx-1" },
    [stored("aws_vpc_peering_connection", "pcx-1", { "@account": "444455556666", peer_owner_id: "777788889999" })],
    "OperationNotPermitted",
  ],
  [
    "aws_ec2_transit_gateway_vpc_attachment",
    { transit_gateway_id: "tgw-1", vpc_id: "vpc-1", subnet_ids: ["subnet-1"] },
    [transit, vpc, subnet],
    undefined,
  ],
  [
    "aws_ec2_transit_gateway_vpc_attachment",
    { transit_gateway_id: "tgw-1", vpc_id: "vpc-1", subnet_ids: ["subnet-1", "subnet-2"] },
    [transit, vpc, subnet, beside],
    "DuplicateSubnetsInSameZone",
  ],
  [
    "aws_ec2_transit_gateway_vpc_attachment",
    { transit_gateway_id: "tgw-1", vpc_id: "vpc-1", subnet_ids: ["subnet-1"] },
    [transit, vpc, subnet, attachment],
    "DuplicateTransitGatewayAttachment",
  ],
  // Endpoints and flow logs
  ["aws_vpc_endpoint", endpoint, [vpc], undefined],
  ["aws_vpc_endpoint", { ...endpoint, vpc_id: "vpc-2" }, [other], "InvalidParameter"],
  ["aws_vpc_endpoint", { ...endpoint, service_name: "com.amazonaws.us-east-1.ssm" }, [vpc], "InvalidServiceName"],
  ["aws_vpc_endpoint", { ...endpoint, service_name: "ssm" }, [vpc], "InvalidServiceName"],
  [
    "aws_vpc_endpoint",
    { ...endpoint, service_name: "com.amazonaws.us-east-1.ssm", service_region: "us-east-1" },
    [vpc],
    undefined,
  ],
  [
    "aws_vpc_endpoint",
    { vpc_id: "vpc-1", vpc_endpoint_type: "Gateway", service_name: "com.amazonaws.eu-west-1.s3" },
    [vpc],
    undefined,
  ],
  [
    "aws_vpc_endpoint",
    { vpc_id: "vpc-1", vpc_endpoint_type: "Gateway", service_name: "com.amazonaws.eu-west-1.ssm" },
    [vpc],
    "InvalidParameter",
  ],
  ["aws_vpc_endpoint", endpoint, [vpc, stored("aws_vpc_endpoint", "vpce-1", endpoint)], "InvalidParameter"],
  ["aws_vpc_endpoint", { ...endpoint, security_group_ids: ["sg-1"] }, [vpc, group], undefined],
  ["aws_vpc_endpoint", { ...endpoint, subnet_ids: ["subnet-3"] }, [vpc, apart], "InvalidParameter"],
  ["aws_flow_log", flowLog, [vpc, foreignBucket], undefined],
  ["aws_flow_log", flowLog, [vpc], "InvalidParameter"],
  ["aws_flow_log", { ...flowLog, subnet_id: "subnet-1" }, [vpc, subnet, foreignBucket], "InvalidParameter"],
  ["aws_flow_log", { vpc_id: "vpc-1", log_destination: "arn:x" }, [vpc], "InvalidParameter"],
  ["aws_flow_log", flowLog, [vpc, foreignBucket, stored("aws_flow_log", "fl-1", flowLog)], "FlowLogAlreadyExists"],
  // S3
  ["aws_s3_bucket", { bucket: "acme-logs" }, [], undefined],
  ["aws_s3_bucket", { bucket: "logs" }, [bucket], "BucketAlreadyOwnedByYou"],
  ["aws_s3_bucket", { "@id": "logs", bucket: "logs" }, [bucket], undefined],
  ["aws_s3_bucket", { bucket: "archive" }, [foreignBucket], "BucketAlreadyExists"],
  ...["Logs", "ab", "a_b_c", "-logs", "10.0.0.1", "xn--logs", "a..b", "logs-s3alias", "a".repeat(64)].map(
    (name): [string, Attributes, Given, string] => ["aws_s3_bucket", { bucket: name }, [], "InvalidBucketName"],
  ),
  ["aws_s3_bucket_versioning", { bucket: "archive" }, [foreignBucket], "AccessDenied"],
  ["aws_s3_bucket_versioning", { bucket: "none" }, [], "NoSuchBucket"],
  ["aws_s3_bucket_object_lock_configuration", { bucket: "logs" }, [bucket, versioned], undefined],
  ["aws_s3_bucket_object_lock_configuration", { bucket: "logs" }, [bucket], "InvalidBucketState"],
  ["aws_s3_bucket_object_lock_configuration", { bucket: "logs" }, [bucket, suspended], "InvalidBucketState"],
  [
    "aws_s3_bucket_object_lock_configuration",
    { bucket: "logs" },
    [stored("aws_s3_bucket", "logs", { bucket: "logs", object_lock_enabled: true })],
    undefined,
  ],
  ["aws_s3_bucket_replication_configuration", { bucket: "logs" }, [bucket], "InvalidRequest"],
  ["aws_s3_bucket_replication_configuration", { bucket: "logs" }, [bucket, versioned], undefined],
  ["aws_s3_bucket_versioning", suspended.attributes, [bucket], undefined],
  [
    "aws_s3_bucket_versioning",
    suspended.attributes,
    [stored("aws_s3_bucket", "logs", { bucket: "logs", object_lock_enabled: true })],
    "InvalidBucketState",
  ],
  ["aws_s3_bucket_policy", bucketPolicy({ Principal: { AWS: "111122223333" } }), [bucket], undefined],
  [
    "aws_s3_bucket_policy",
    bucketPolicy({ Principal: { AWS: "111122223333" }, Resource: "arn:aws:s3:::else/*" }),
    [bucket],
    "MalformedPolicy",
  ],
  ["aws_s3_bucket_policy", bucketPolicy({ Principal: { AWS: role.attributes.arn! } }), [bucket, role], undefined],
  ["aws_s3_bucket_policy", bucketPolicy({ Principal: { AWS: role.attributes.arn! } }), [bucket], "MalformedPolicy"],
  ["aws_s3_bucket_policy", bucketPolicy({ Principal: "*" }), [bucket], undefined],
  ["aws_s3_bucket_policy", bucketPolicy({ Principal: "*" }), [bucket, lock], "AccessDenied"],
  ["aws_s3_bucket_policy", bucketPolicy({ Principal: "*", Condition: inOrg }), [bucket, lock], undefined],
  ["aws_s3_bucket_policy", bucketPolicy({ Principal: "*", Effect: "Deny" }), [bucket, lock], undefined],
  [
    "aws_s3_bucket_logging",
    { bucket: "logs", target_bucket: "target" },
    [bucket, stored("aws_s3_bucket", "target", { bucket: "target" })],
    undefined,
  ],
  [
    "aws_s3_bucket_logging",
    { bucket: "logs", target_bucket: "archive" },
    [bucket, foreignBucket],
    "InvalidTargetBucketForLogging",
  ],
  // IAM and KMS
  ["aws_iam_role", { name: "a", assume_role_policy: trust({ Service: "ec2.amazonaws.com" }) }, [], undefined],
  ["aws_iam_role", { name: "a".repeat(65), assume_role_policy: trust("*") }, [], "ValidationError"],
  ["aws_iam_role", { name: "a", path: "ci", assume_role_policy: trust("*") }, [], "ValidationError"],
  ["aws_iam_role", { name: "a", max_session_duration: 43_201, assume_role_policy: trust("*") }, [], "ValidationError"],
  [
    "aws_iam_role",
    { name: "a", assume_role_policy: trust({ AWS: "arn:aws:iam::111122223333:role/app" }) },
    [role],
    undefined,
  ],
  [
    "aws_iam_role",
    { name: "a", assume_role_policy: trust({ AWS: "arn:aws:iam::111122223333:role/none" }) },
    [role],
    "MalformedPolicyDocument",
  ],
  [
    "aws_iam_role",
    { name: "a", assume_role_policy: trust({ AWS: "arn:aws:iam::444455556666:role/none" }) },
    [foreign],
    "MalformedPolicyDocument",
  ],
  [
    "aws_iam_role",
    { name: "a", assume_role_policy: trust({ AWS: "arn:aws:iam::444455556666:root" }) },
    [foreign],
    undefined,
  ],
  [
    "aws_iam_role",
    { name: "a", assume_role_policy: trust({ AWS: "arn:aws:iam::999999999999:role/partner" }) },
    [],
    undefined,
  ],
  [
    "aws_iam_role",
    { name: "a", assume_role_policy: trust({ AWS: "arn:aws:iam::444455556666:role/OrganizationAccountAccessRole" }) },
    [organization, member, foreign],
    undefined,
  ],
  ["aws_iam_role", { name: "a", assume_role_policy: "{" }, [], "MalformedPolicyDocument"],
  ["aws_iam_policy", { name: "a", policy: policy(allow) }, [], undefined],
  ["aws_iam_policy", { name: "a", policy: policy({ ...allow, Principal: "*" }) }, [], "MalformedPolicyDocument"],
  [
    "aws_iam_policy",
    { name: "a", policy: policy({ ...allow, Resource: `arn:aws:s3:::${"a".repeat(6200)}` }) },
    [],
    "LimitExceeded",
  ],
  ["aws_iam_role_policy", { role: "app", name: "a", policy: policy(allow) }, [role], undefined],
  [
    "aws_iam_role_policy",
    { role: "app", name: "a", policy: policy({ ...allow, Resource: `arn:aws:s3:::${"a".repeat(6000)}` }) },
    [
      role,
      stored("aws_iam_role_policy", "app:b", {
        role: "app",
        policy: policy({ ...allow, Resource: `arn:aws:s3:::${"a".repeat(6000)}` }),
      }),
    ],
    "LimitExceeded",
  ],
  [
    "aws_iam_role_policy_attachment",
    { role: "app", policy_arn: "arn:aws:iam::aws:policy/A" },
    [role, ...many(9, "aws_iam_role_policy_attachment", { role: "app" })],
    undefined,
  ],
  [
    "aws_iam_role_policy_attachment",
    { role: "app", policy_arn: "arn:aws:iam::aws:policy/A" },
    [role, ...many(10, "aws_iam_role_policy_attachment", { role: "app" })],
    "LimitExceeded",
  ],
  [
    "aws_iam_account_password_policy",
    { minimum_password_length: 14, password_reuse_prevention: 24, max_password_age: 0 },
    [],
    undefined,
  ],
  ["aws_iam_account_password_policy", { minimum_password_length: 5 }, [], "ValidationError"],
  ["aws_iam_account_password_policy", { password_reuse_prevention: 25 }, [], "ValidationError"],
  ["aws_kms_key", key(root), [], undefined],
  ["aws_kms_key", { enable_key_rotation: true }, [], undefined],
  [
    "aws_kms_key",
    key({ ...root, Principal: { Service: "logs.amazonaws.com" } }),
    [],
    "MalformedPolicyDocumentException",
  ],
  ["aws_kms_key", key({ ...root, Action: "kms:Decrypt" }), [], "MalformedPolicyDocumentException"],
  [
    "aws_kms_key",
    { ...key({ ...root, Action: "kms:Decrypt" }), bypass_policy_lockout_safety_check: true },
    [],
    undefined,
  ],
  ["aws_kms_key", { ...key(root), deletion_window_in_days: 6 }, [], "ValidationException"],
  [
    "aws_kms_key",
    { customer_master_key_spec: "RSA_2048", enable_key_rotation: true },
    [],
    "UnsupportedOperationException",
  ],
  ["aws_kms_alias", { name: "app", target_key_id: "alias/aws/s3" }, [], "NotAuthorizedException"],
  ["aws_kms_alias", { name: "alias/aws/app", target_key_id: "alias/aws/s3" }, [], "NotAuthorizedException"],
  // Logs, messages, configuration
  ["aws_cloudwatch_log_group", { name: "/aws/vpc/flow logs" }, [], "InvalidParameterException"],
  [
    "aws_cloudwatch_log_subscription_filter",
    { log_group_name: "/app", name: "a" },
    [group1, ...many(1, "aws_cloudwatch_log_subscription_filter", { log_group_name: "/app" })],
    undefined,
  ],
  [
    "aws_cloudwatch_log_subscription_filter",
    { log_group_name: "/app", name: "a" },
    [group1, ...many(2, "aws_cloudwatch_log_subscription_filter", { log_group_name: "/app" })],
    "LimitExceededException",
  ],
  ["aws_cloudwatch_dashboard", { dashboard_body: "{}" }, [], undefined],
  ["aws_cloudwatch_dashboard", { dashboard_body: "{" }, [], "InvalidParameterInput"],
  ["aws_sns_topic", { name: "a.fifo", fifo_topic: true }, [], undefined],
  ["aws_sns_topic", { name: "a", fifo_topic: true }, [], "InvalidParameterValue"],
  ["aws_sqs_queue", { name: "a.fifo", fifo_queue: false }, [], "InvalidParameterValue"],
  ["aws_ssm_parameter", { name: "/a/b", type: "String", value: "v" }, [], undefined],
  ["aws_ssm_parameter", { name: "/aws/b", type: "String", value: "v" }, [], "ValidationException"],
  ["aws_ssm_parameter", { name: "/a", value: "v".repeat(4097) }, [], "ValidationException"],
  ["aws_ssm_parameter", { name: "/a", value: "v".repeat(4097), tier: "Advanced" }, [], undefined],
  ["aws_ssm_parameter", { name: "/a", value: "v", allowed_pattern: "^\\d+$" }, [], "ParameterPatternMismatchException"],
  ["aws_dynamodb_table", { name: "orders", hash_key: "id", attribute: [{ name: "id" }] }, [], undefined],
  ["aws_dynamodb_table", { name: "orders", hash_key: "id", attribute: [] }, [], "ValidationException"],
  [
    "aws_dynamodb_table",
    { name: "orders", hash_key: "id", attribute: [{ name: "id" }, { name: "sku" }] },
    [],
    "ValidationException",
  ],
  ["aws_budgets_budget", { name: "b", notification: Array<Attributes>(5).fill({}) }, [], undefined],
  [
    "aws_budgets_budget",
    { name: "b", notification: Array<Attributes>(6).fill({}) },
    [],
    "CreationLimitExceededException",
  ],
  ["aws_budgets_budget_action", { budget_name: "b" }, [], "NotFoundException"],
  ["aws_budgets_budget_action", { budget_name: "b" }, [stored("aws_budgets_budget", "1:b", { name: "b" })], undefined],
  ["aws_ce_anomaly_monitor", { monitor_dimension: "SERVICE" }, [], undefined],
  [
    "aws_ce_anomaly_monitor",
    { monitor_dimension: "SERVICE" },
    [stored("aws_ce_anomaly_monitor", "1", { monitor_dimension: "SERVICE" })],
    "LimitExceededException",
  ],
  [
    "aws_oam_link",
    { sink_identifier: "arn:aws:oam:eu-west-1:111122223333:sink/1" },
    [stored("aws_oam_sink", "arn:aws:oam:eu-west-1:111122223333:sink/1")],
    "ValidationException",
  ],
  // Route 53
  ["aws_route53_record", { zone_id: "Z1", name: "www", type: "A" }, [zone], undefined],
  ["aws_route53_record", { zone_id: "Z1", name: "example.com", type: "CNAME" }, [zone], "InvalidChangeBatch"],
  [
    "aws_route53_record",
    { zone_id: "Z1", name: "www", type: "A" },
    [zone, stored("aws_route53_record", "r", { zone_id: "Z1", name: "www.example.com", type: "A" })],
    "InvalidChangeBatch",
  ],
  [
    "aws_route53_record",
    { zone_id: "Z1", name: "www", type: "A", allow_overwrite: true },
    [zone, stored("aws_route53_record", "r", { zone_id: "Z1", name: "www", type: "A" })],
    undefined,
  ],
  [
    "aws_route53_record",
    { zone_id: "Z1", name: "www", type: "CNAME" },
    [zone, stored("aws_route53_record", "r", { zone_id: "Z1", name: "www", type: "A" })],
    "InvalidChangeBatch",
  ],
  [
    "aws_route53_record",
    { zone_id: "Z1", name: "www", type: "AAAA" },
    [zone, stored("aws_route53_record", "r", { zone_id: "Z1", name: "www", type: "A" })],
    undefined,
  ],
  ["aws_route53_zone", { name: "a b" }, [], "InvalidDomainName"],
  ["aws_route53_resolver_endpoint", { ip_address: [{}, {}] }, [], undefined],
  ["aws_route53_resolver_endpoint", { ip_address: [{}] }, [], "InvalidRequestException"],
  [
    "aws_route53_zone_association",
    { zone_id: "Z9", vpc_id: "vpc-1" },
    [vpc, stored("aws_route53_zone", "Z9", { "@account": "444455556666" })],
    "NotAuthorizedException",
  ],
  [
    "aws_route53_zone_association",
    { zone_id: "Z9", vpc_id: "vpc-1" },
    [
      vpc,
      stored("aws_route53_zone", "Z9", { "@account": "444455556666" }),
      stored("aws_route53_vpc_association_authorization", "Z9:vpc-1", {
        "@account": "444455556666",
        zone_id: "Z9",
        vpc_id: "vpc-1",
      }),
    ],
    undefined,
  ],
  // Organizations
  ["aws_organizations_organizational_unit", { name: "Workloads", parent_id: "r-ab12" }, [organization], undefined],
  [
    "aws_organizations_organizational_unit",
    { name: "Workloads", parent_id: "r-ab12" },
    [],
    "AWSOrganizationsNotInUseException",
  ],
  [
    "aws_organizations_organizational_unit",
    { name: "Workloads", parent_id: "r-ab12" },
    [foreignOrganization],
    "AccessDeniedException",
  ],
  [
    "aws_organizations_organizational_unit",
    { name: "Workloads", parent_id: "ou-ab12-1" },
    [organization],
    "ParentNotFoundException",
  ],
  [
    "aws_organizations_account",
    { email: "a@acme.example", name: "a", parent_id: "r-ab12" },
    [organization, member],
    undefined,
  ],
  ["aws_organizations_account", { email: "M@acme.example", name: "a" }, [organization, member], "EMAIL_ALREADY_EXISTS"],
  ["aws_organizations_account", { email: "acme", name: "a" }, [organization], "INVALID_EMAIL"],
  [
    "aws_organizations_policy",
    { content: policy({ ...allow, Effect: "Deny" }), type: "SERVICE_CONTROL_POLICY", name: "a" },
    [organization],
    undefined,
  ],
  [
    "aws_organizations_policy",
    { content: policy({ ...allow, Principal: "*" }), name: "a" },
    [organization],
    "MalformedPolicyDocumentException",
  ],
  [
    "aws_organizations_policy",
    { content: policy(allow), type: "RESOURCE_CONTROL_POLICY", name: "a" },
    [organization],
    "MalformedPolicyDocumentException",
  ],
  ["aws_organizations_policy", { content: '{"tags":{}}', type: "TAG_POLICY", name: "a" }, [organization], undefined],
  [
    "aws_organizations_policy",
    { content: "tags", type: "TAG_POLICY", name: "a" },
    [organization],
    "MalformedPolicyDocumentException",
  ],
  [
    "aws_organizations_policy",
    { content: `{"a":"${"a".repeat(10_000)}"}`, type: "BACKUP_POLICY", name: "a" },
    [organization],
    "ConstraintViolationException",
  ],
  ["aws_organizations_policy_attachment", { policy_id: "p-1", target_id: "r-ab12" }, [organization, scp], undefined],
  [
    "aws_organizations_policy_attachment",
    { policy_id: "p-1", target_id: "444455556666" },
    [organization, scp, member],
    undefined,
  ],
  [
    "aws_organizations_policy_attachment",
    { policy_id: "p-1", target_id: "444455556666" },
    [organization, scp],
    "TargetNotFoundException",
  ],
  [
    "aws_organizations_policy_attachment",
    { policy_id: "p-0", target_id: "r-ab12" },
    [organization],
    "PolicyNotFoundException",
  ],
  [
    "aws_organizations_policy_attachment",
    { policy_id: "p-2", target_id: "r-ab12" },
    [organization, tagPolicy],
    "PolicyTypeNotEnabledException",
  ],
  [
    "aws_organizations_delegated_administrator",
    { account_id: "444455556666", service_principal: "guardduty.amazonaws.com" },
    [organization, member],
    undefined,
  ],
  [
    "aws_organizations_delegated_administrator",
    { account_id: "444455556666", service_principal: "config.amazonaws.com" },
    [organization, member],
    "ConstraintViolationException",
  ],
  [
    "aws_organizations_delegated_administrator",
    { account_id: "777788889999", service_principal: "guardduty.amazonaws.com" },
    [organization, member],
    "AccountNotFoundException",
  ],
  [
    "aws_organizations_delegated_administrator",
    { account_id: "111122223333", service_principal: "guardduty.amazonaws.com" },
    [organization],
    "ConstraintViolationException",
  ],
  ["aws_guardduty_organization_admin_account", { admin_account_id: "444455556666" }, [organization, member], undefined],
  [
    "aws_securityhub_organization_admin_account",
    { admin_account_id: "444455556666" },
    [organization, member],
    "BadRequestException",
  ],
  [
    "aws_ram_principal_association",
    { principal: "arn:aws:organizations::111122223333:organization/o-1" },
    [organization],
    "OperationNotPermittedException",
  ],
  [
    "aws_ram_principal_association",
    { principal: "arn:aws:organizations::111122223333:organization/o-1" },
    [organization, stored("aws_ram_sharing_with_organization", "1")],
    undefined,
  ],
  ["aws_ram_principal_association", { principal: "444455556666" }, [], undefined],
  [
    "aws_ssoadmin_permission_set",
    { name: "Admin", instance_arn: "arn:aws:sso:::instance/ssoins-0000000000000000" },
    [organization],
    "ResourceNotFoundException",
  ],
  // Security services
  ["aws_accessanalyzer_analyzer", { analyzer_name: "a", type: "ACCOUNT" }, [], undefined],
  [
    "aws_accessanalyzer_analyzer",
    { analyzer_name: "a", type: "ACCOUNT" },
    [stored("aws_accessanalyzer_analyzer", "b", { analyzer_name: "b", type: "ACCOUNT" })],
    "ServiceQuotaExceededException",
  ],
  ["aws_accessanalyzer_analyzer", { analyzer_name: "a", type: "ORGANIZATION" }, [organization], undefined],
  [
    "aws_accessanalyzer_analyzer",
    { analyzer_name: "a", type: "ORGANIZATION" },
    [foreignOrganization],
    "AccessDeniedException",
  ],
  [
    "aws_accessanalyzer_analyzer",
    { analyzer_name: "a", type: "ORGANIZATION" },
    [
      foreignOrganization,
      stored("aws_organizations_delegated_administrator", "d", {
        "@account": "000011112222",
        account_id: "111122223333",
        service_principal: "access-analyzer.amazonaws.com",
      }),
    ],
    undefined,
  ],
  ["aws_cloudtrail", trail, [foreignBucket, trailPolicy], undefined],
  ["aws_cloudtrail", trail, [foreignBucket], "InsufficientS3BucketPolicyException"],
  ["aws_cloudtrail", { ...trail, is_organization_trail: true }, [foreignBucket, trailPolicy, organization], undefined],
  [
    "aws_cloudtrail",
    { ...trail, is_organization_trail: true },
    [foreignBucket, trailPolicy, foreignOrganization],
    "NotOrganizationMasterAccountException",
  ],
  [
    "aws_cloudtrail",
    { ...trail, cloud_watch_logs_role_arn: role.attributes.arn! },
    [foreignBucket, trailPolicy, role],
    "InvalidParameterCombinationException",
  ],
  ["aws_config_config_rule", { name: "r" }, [], "NoAvailableConfigurationRecorderException"],
  ["aws_config_config_rule", { name: "r" }, [stored("aws_config_configuration_recorder", "default")], undefined],
  [
    "aws_config_configuration_recorder_status",
    { name: "default", is_enabled: true },
    [stored("aws_config_configuration_recorder", "default")],
    "NoAvailableDeliveryChannelException",
  ],
  [
    "aws_config_configuration_recorder_status",
    { name: "default", is_enabled: false },
    [stored("aws_config_configuration_recorder", "default")],
    undefined,
  ],
  ["aws_securityhub_standards_subscription", { standards_arn: "arn:s" }, [], "InvalidAccessException"],
  [
    "aws_securityhub_standards_subscription",
    { standards_arn: "arn:s" },
    [stored("aws_securityhub_account", "1")],
    undefined,
  ],
])("%s %j", (type, attributes, given, code) => {
  expect(answer(type, attributes, given)?.code).toBe(code);
});
