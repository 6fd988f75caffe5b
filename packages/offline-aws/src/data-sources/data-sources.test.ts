import type { Attributes, CloudView } from "../contract.ts";
import { dataSourceTypes } from "../facts/index.ts";
import { caller, cloudOf, stored } from "../test-cloud.ts";
import { dataSources } from "./index.ts";

const read = (type: string, config: Attributes, cloud: CloudView = cloudOf(), who = caller): Attributes =>
  dataSources[type]!(config, who, cloud) as Attributes;

test("every data source of the facts table is there", () => {
  expect(dataSourceTypes().filter((type) => !(type in dataSources))).toEqual([]);
});

const management = { ...caller, accountId: "000011112222" };
const cloud = cloudOf(
  stored("aws_organizations_organization", "o-abcdefghij", {
    "@account": management.accountId,
    arn: "arn:aws:organizations::000011112222:organization/o-abcdefghij",
    roots: [{ id: "r-ab12" }],
    enabled_policy_types: ["SERVICE_CONTROL_POLICY"],
  }),
  stored("aws_organizations_account", caller.accountId, {
    "@account": management.accountId,
    email: "a@acme.example",
    name: "a",
  }),
  stored("aws_organizations_organizational_unit", "ou-ab12-1", {
    "@account": management.accountId,
    parent_id: "r-ab12",
    name: "Workloads",
    arn: "arn:ou",
  }),
  stored("aws_vpc", "vpc-1", { cidr_block: "10.0.0.0/16", tags_all: { Name: "main", env: "dev" } }),
  stored("aws_vpc", "vpc-2", { cidr_block: "10.1.0.0/16", tags_all: { Name: "other", env: "dev" } }),
  stored("aws_vpc", "vpc-3", { cidr_block: "10.2.0.0/16", region: "us-east-1" }),
  stored("aws_subnet", "subnet-1", { vpc_id: "vpc-1", availability_zone: "eu-west-1a", tags_all: { tier: "private" } }),
  stored("aws_subnet", "subnet-2", { vpc_id: "vpc-1", availability_zone: "eu-west-1b", tags_all: { tier: "public" } }),
  stored("aws_subnet", "subnet-9", { vpc_id: "vpc-9", "@account": "444455556666" }),
  stored("aws_ssm_parameter", "/a", {
    name: "/a",
    type: "String",
    insecure_value: "v",
    version: 3,
    arn: "arn:aws:ssm:eu-west-1:111122223333:parameter/a",
  }),
  stored("aws_ssm_parameter", "/s", { name: "/s", type: "SecureString", value: "hidden", version: 1 }),
  stored("aws_ssm_parameter", "/n", {
    "@account": "444455556666",
    name: "/n",
    type: "String",
    value: "n",
    arn: "arn:aws:ssm:eu-west-1:444455556666:parameter/n",
  }),
  stored("aws_s3_bucket", "logs", { "@account": "444455556666", bucket: "logs", arn: "arn:aws:s3:::logs" }),
  stored("aws_s3_object", "logs/a.json", {
    "@account": "444455556666",
    bucket: "logs",
    key: "a.json",
    content: '{"é":1}',
  }),
  stored("aws_guardduty_detector", "d1", { enable: true, finding_publishing_frequency: "SIX_HOURS" }),
  stored("aws_guardduty_detector", "d2", { enable: false, region: "us-east-1" }),
  stored("aws_kms_key", "1234", { arn: "arn:aws:kms:eu-west-1:111122223333:key/1234", is_enabled: true }),
  stored("aws_kms_alias", "alias/app", {
    name: "alias/app",
    target_key_id: "1234",
    arn: "arn:aws:kms:eu-west-1:111122223333:alias/app",
  }),
  stored("aws_iam_role", "audit", { name: "audit", path: "/", arn: "arn:aws:iam::111122223333:role/audit" }),
  stored("aws_iam_policy", "arn:p", { arn: "arn:p", name: "boundary", path: "/", policy: "{}" }),
  stored("aws_route53_zone", "Z1", { name: "example.com", zone_id: "Z1" }),
  stored("aws_route53_zone", "Z2", { name: "example.com", zone_id: "Z2", vpc: [{ vpc_id: "vpc-1" }] }),
  stored("aws_secretsmanager_secret", "arn:s", { arn: "arn:s", name: "db" }),
);

// type, configuration, what it answers
test.each<[string, Attributes, Attributes]>([
  ["aws_caller_identity", {}, { account_id: "111122223333", id: "111122223333" }],
  ["aws_partition", {}, { partition: "aws", dns_suffix: "amazonaws.com", reverse_dns_prefix: "com.amazonaws" }],
  [
    "aws_region",
    {},
    {
      name: "eu-west-1",
      region: "eu-west-1",
      description: "Europe (Ireland)",
      endpoint: "ec2.eu-west-1.amazonaws.com",
    },
  ],
  ["aws_region", { region: "us-east-1" }, { name: "us-east-1" }],
  [
    "aws_availability_zones",
    { state: "available" },
    {
      names: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
      zone_ids: ["euw1-az1", "euw1-az2", "euw1-az3"],
      group_names: ["eu-west-1"],
    },
  ],
  [
    "aws_availability_zones",
    { region: "ca-central-1" },
    { names: ["ca-central-1a", "ca-central-1b", "ca-central-1d"] },
  ],
  ["aws_availability_zones", { state: "impaired" }, { names: [] }],
  ["aws_availability_zones", { exclude_names: ["eu-west-1b"] }, { names: ["eu-west-1a", "eu-west-1c"] }],
  ["aws_availability_zones", { exclude_zone_ids: ["euw1-az1"] }, { names: ["eu-west-1b", "eu-west-1c"] }],
  ["aws_availability_zones", { filter: [{ name: "zone-name", values: ["*b"] }] }, { names: ["eu-west-1b"] }],
  [
    "aws_organizations_organization",
    {},
    {
      id: "o-abcdefghij",
      master_account_id: "000011112222",
      accounts: null,
      enabled_policy_types: ["SERVICE_CONTROL_POLICY"],
    },
  ],
  [
    "aws_organizations_organizational_units",
    { parent_id: "r-ab12" },
    { children: [{ id: "ou-ab12-1", name: "Workloads", arn: "arn:ou" }] },
  ],
  [
    "aws_ssoadmin_instances",
    {},
    {
      arns: [expect.stringMatching(/^arn:aws:sso:::instance\/ssoins-[0-9a-f]{16}$/)],
      identity_store_ids: [expect.stringMatching(/^d-[0-9a-f]{10}$/)],
    },
  ],
  ["aws_vpc", { tags: { Name: "main" } }, { id: "vpc-1", cidr_block: "10.0.0.0/16" }],
  ["aws_vpc", { filter: [{ name: "tag:Name", values: ["oth*"] }] }, { id: "vpc-2" }],
  ["aws_vpc", { cidr_block: "10.1.0.0/16" }, { id: "vpc-2" }],
  ["aws_vpc", { region: "us-east-1" }, { id: "vpc-3" }],
  ["aws_subnet", { id: "subnet-9" }, { vpc_id: "vpc-9" }],
  ["aws_subnets", { filter: [{ name: "vpc-id", values: ["vpc-1"] }] }, { ids: ["subnet-1", "subnet-2"] }],
  ["aws_subnets", { tags: { tier: "public" } }, { ids: ["subnet-2"] }],
  ["aws_subnets", { tags: { tier: "none" } }, { ids: [] }],
  ["aws_ssm_parameter", { name: "/a" }, { value: "v", insecure_value: "v", version: 3, type: "String" }],
  ["aws_ssm_parameter", { name: "/s" }, { value: "hidden", insecure_value: null }],
  ["aws_ssm_parameter", { name: "arn:aws:ssm:eu-west-1:444455556666:parameter/n" }, { value: "n" }],
  [
    "aws_ssm_parameter",
    { name: "/aws/service/ami-amazon-linux-latest/al2023" },
    { value: expect.stringMatching(/^ami-[0-9a-f]{17}$/) },
  ],
  ["aws_s3_bucket", { bucket: "logs" }, { arn: "arn:aws:s3:::logs" }],
  ["aws_s3_object", { bucket: "logs", key: "a.json" }, { body: '{"é":1}', content_length: 8, id: "logs/a.json" }],
  [
    "aws_guardduty_detector",
    {},
    {
      id: "d1",
      arn: "arn:aws:guardduty:eu-west-1:111122223333:detector/d1",
      status: "ENABLED",
      finding_publishing_frequency: "SIX_HOURS",
    },
  ],
  ["aws_guardduty_detector", { region: "us-east-1" }, { id: "d2", status: "DISABLED" }],
  ["aws_kms_key", { key_id: "1234" }, { arn: "arn:aws:kms:eu-west-1:111122223333:key/1234", key_state: "Enabled" }],
  ["aws_kms_key", { key_id: "alias/app" }, { arn: "arn:aws:kms:eu-west-1:111122223333:key/1234" }],
  ["aws_kms_key", { key_id: "arn:aws:kms:eu-west-1:111122223333:alias/app" }, { id: "1234" }],
  [
    "aws_kms_alias",
    { name: "alias/app" },
    { target_key_id: "1234", target_key_arn: "arn:aws:kms:eu-west-1:111122223333:key/1234" },
  ],
  ["aws_kms_alias", { name: "alias/aws/s3" }, { arn: "arn:aws:kms:eu-west-1:111122223333:alias/aws/s3" }],
  ["aws_iam_role", { name: "audit" }, { arn: "arn:aws:iam::111122223333:role/audit" }],
  ["aws_iam_roles", { name_regex: "^aud" }, { names: ["audit"] }],
  ["aws_iam_roles", { path_prefix: "/ci/" }, { names: [] }],
  ["aws_iam_policy", { name: "boundary" }, { arn: "arn:p", policy: "{}" }],
  [
    "aws_iam_policy",
    { arn: "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess" },
    { name: "ViewOnlyAccess", path: "/job-function/" },
  ],
  ["aws_route53_zone", { name: "example.com." }, { name: "example.com", zone_id: "Z1", private_zone: false }],
  ["aws_route53_zone", { name: "example.com", private_zone: true }, { zone_id: "Z2", private_zone: true }],
  ["aws_route53_zone", { zone_id: "Z2" }, { name: "example.com" }],
  ["aws_secretsmanager_secret", { name: "db" }, { arn: "arn:s" }],
  [
    "aws_ami",
    { most_recent: true, owners: ["amazon"], filter: [{ name: "name", values: ["al2023-ami-*-arm64"] }] },
    { name: "al2023-ami-2026.11.0-arm64", architecture: "arm64" },
  ],
  [
    "aws_prefix_list",
    {
      filter: [
        { name: "prefix-list-id", values: ["pl-0"] },
        { name: "prefix-list-name", values: ["com.amazonaws.eu-west-1.s3"] },
      ],
    },
    { name: "com.amazonaws.eu-west-1.s3" },
  ],
  ["aws_prefix_list", { name: "com.amazonaws.eu-west-1.s3" }, { id: expect.stringMatching(/^pl-[0-9a-f]{8}$/) }],
])("%s %j", (type, config, expected) => {
  expect(read(type, config, cloud)).toMatchObject({ ...config, ...expected });
});

test("the management account sees the accounts of its organization", () => {
  const { accounts, non_master_accounts: members } = read("aws_organizations_organization", {}, cloud, management);
  expect((accounts as { id: string }[]).map(({ id }) => id)).toEqual(["000011112222", "111122223333"]);
  expect(members).toHaveLength(1);
});

test("China is another partition", () => {
  const china = { accountId: "111122223333", region: "cn-north-1", partition: "aws-cn" };
  expect(read("aws_partition", {}, cloudOf(), china)).toMatchObject({
    dns_suffix: "amazonaws.com.cn",
    reverse_dns_prefix: "cn.com.amazonaws",
  });
});

// type, configuration, code
test.each<[string, Attributes, string]>([
  ["aws_region", { region: "eu-west-99" }, "InvalidRegion"],
  ["aws_vpc", { id: "vpc-0" }, "InvalidVpcID.NotFound"],
  ["aws_vpc", { tags: { env: "dev" } }, "TooManyResults"],
  ["aws_subnet", { filter: [{ name: "vpc-id", values: ["vpc-0"] }] }, "InvalidSubnetID.NotFound"],
  ["aws_ssm_parameter", { name: "/none" }, "ParameterNotFound"],
  ["aws_ssm_parameter", { name: "/a", region: "us-east-1" }, "ParameterNotFound"],
  ["aws_s3_bucket", { bucket: "none" }, "NoSuchBucket"],
  ["aws_s3_object", { bucket: "none", key: "a" }, "NoSuchBucket"],
  ["aws_s3_object", { bucket: "logs", key: "none" }, "NoSuchKey"],
  ["aws_guardduty_detector", { region: "eu-central-1" }, "NotFound"],
  ["aws_guardduty_detector", { id: "d2" }, "NotFound"],
  ["aws_kms_key", { key_id: "0" }, "NotFoundException"],
  ["aws_kms_alias", { name: "alias/none" }, "NotFoundException"],
  ["aws_iam_role", { name: "none" }, "NoSuchEntity"],
  ["aws_iam_policy", { name: "none" }, "NoSuchEntity"],
  ["aws_route53_zone", { name: "none.example" }, "NoSuchHostedZone"],
  ["aws_secretsmanager_secret", { name: "none" }, "ResourceNotFoundException"],
])("%s %j is refused with %s", (type, config, code) => {
  expect(read(type, config, cloud)).toMatchObject({ code, message: expect.any(String) });
});

test("without an organization there is none to describe", () => {
  expect(read("aws_organizations_organization", {})).toMatchObject({ code: "AWSOrganizationsNotInUseException" });
  expect(read("aws_ssoadmin_instances", {})).toMatchObject({ arns: [], identity_store_ids: [] });
});
