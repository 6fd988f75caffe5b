import { factsOf, resourceTypes } from "../facts/index.ts";
import { UNKNOWN, type PlannedObject } from "../protocol/value.ts";
import { deriveSchema } from "../schema/derive.ts";
import { configure, mergedTags } from "./configured.ts";
import { importIdMatches } from "../facts/import-id.ts";
import { planResource } from "./plan.ts";
import { isPut } from "../facts/put.ts";
import { CONDITIONS } from "./replace.ts";
import { shapeOf } from "./shape.ts";
import { upgradeState } from "./upgrade.ts";
import type { Attributes } from "../contract.ts";

const types = [
  "aws_vpc",
  "aws_iam_role",
  "aws_instance",
  "aws_ssm_parameter",
  "aws_s3_bucket",
  "aws_launch_template",
  "aws_securityhub_organization_configuration",
  "aws_vpc_security_group_ingress_rule",
];
const schema = deriveSchema(types);
const provider = { accountId: "111111111111", region: "eu-west-1", partition: "aws", defaultTags: { a: "1" } };

/** Plans an update of a resource: its state, then what the configuration changes. */
function update(type: string, state: Attributes, change: PlannedObject) {
  const block = schema.resources[type]!;
  const prior = {
    ...upgradeState(block, { ...state, ...("region" in state ? {} : { region: "eu-west-1" }) }),
    tags_all: { a: "1" },
  };
  const computed = block.attributes
    .filter(({ optional, required }) => !optional && !required)
    .map(({ name }) => [name, null]);
  const config = { ...upgradeState(block, {}), ...state, ...Object.fromEntries(computed), region: null, ...change };
  return planResource(shapeOf(type, block), config, prior, { ...prior, ...change }, provider);
}

describe("conditional replacement", () => {
  test("is decided for exactly the attributes the facts table names", () => {
    const named = resourceTypes().flatMap((type) =>
      Object.keys(factsOf(type)?.forceNewConditional ?? {}).map((name) => `${type}.${name}`),
    );
    const decided = Object.entries(CONDITIONS).flatMap(([type, row]) =>
      Object.keys(row).map((name) => `${type}.${name}`),
    );
    expect(decided.sort()).toEqual(named.sort());
  });

  test.each([
    ["aws_vpc", { instance_tenancy: "default" }, { instance_tenancy: "dedicated" }, true],
    ["aws_vpc", { instance_tenancy: "dedicated" }, { instance_tenancy: "default" }, false],
    ["aws_ssm_parameter", { tier: "Advanced" }, { tier: "Standard" }, true],
    ["aws_ssm_parameter", { tier: "Standard" }, { tier: "Advanced" }, false],
    ["aws_instance", { tenancy: "host" }, { tenancy: "dedicated" }, false],
    ["aws_instance", { tenancy: "default" }, { tenancy: "dedicated" }, true],
    ["aws_instance", { user_data: "a" }, { user_data: "b" }, false],
    ["aws_instance", { user_data: "a" }, { user_data: "b", user_data_replace_on_change: true }, true],
    ["aws_vpc_security_group_ingress_rule", { cidr_ipv4: "10.0.0.0/8" }, { cidr_ipv4: "10.0.0.0/16" }, false],
    ["aws_vpc_security_group_ingress_rule", { cidr_ipv4: "10.0.0.0/8" }, { cidr_ipv4: null, cidr_ipv6: "::/0" }, true],
  ])("%s from %j to %j: %s", (type, from, to, replaced) => {
    expect(update(type, from, to).requiresReplace.length > 0).toBe(replaced);
  });
});

test("a block inside: what forces a new resource is told with its place", () => {
  const device = (encrypted: boolean, size: number) => ({
    root_block_device: [{ encrypted, volume_size: size, tags: null, tags_all: null }],
  });
  const plan = update("aws_instance", device(false, 8), device(true, 16));
  expect(plan.requiresReplace).toEqual([["root_block_device", 0, "encrypted"]]);
});

test("the provider's region moved: the resource is replaced; its own region stays", () => {
  expect(update("aws_vpc", { region: "eu-central-1" }, {}).requiresReplace).toEqual([["region"]]);
  expect(update("aws_vpc", { region: "eu-central-1" }, { region: "eu-central-1" }).requiresReplace).toEqual([]);
});

test("deprecated blocks of a bucket keep what was read back", () => {
  const versioning = [{ enabled: true, mfa_delete: false }];
  const plan = update("aws_s3_bucket", { bucket: "b", versioning, force_destroy: false }, { versioning: [] });
  expect(plan.unchanged).toBe(true);
});

test("tags make no new version; anything else does", () => {
  const state = { name: "t", latest_version: 1, tags: { x: "1" }, update_default_version: null };
  expect(update("aws_launch_template", state, { tags: { x: "2" } }).planned["latest_version"]).toBe(1);
  expect(update("aws_launch_template", state, { image_id: "ami-1" }).planned["latest_version"]).toBe(UNKNOWN);
});

test("a block that is always there has its default", () => {
  const { planned } = update("aws_securityhub_organization_configuration", { auto_enable: true }, {});
  expect(planned["organization_configuration"]).toEqual([{ configuration_type: "LOCAL" }]);
});

describe("a provider's configuration", () => {
  const config = (change: PlannedObject): PlannedObject => ({ region: "eu-west-1", ...change });

  test.each([
    ["the address's account", {}, "111111111111", "111111111111"],
    ["any address: the allowed account", { allowed_account_ids: ["222222222222"] }, undefined, "222222222222"],
    ["any address and nothing allowed", {}, undefined, "000000000000"],
    [
      "a role to assume",
      { assume_role: [{ role_arn: "arn:aws:iam::333333333333:role/x" }] },
      "111111111111",
      "333333333333",
    ],
  ])("%s", (_name, change, credentials, accountId) => {
    expect(configure(config(change), credentials)).toMatchObject({ accountId, region: "eu-west-1" });
  });

  test.each([
    ["another account allowed", { allowed_account_ids: ["222222222222"] }, "AWS account ID not allowed: 111111111111"],
    ["the account forbidden", { forbidden_account_ids: ["111111111111"] }, "AWS account ID not allowed: 111111111111"],
    ["no region of AWS", { region: "europe" }, "invalid AWS Region: europe"],
  ])("%s is refused", (_name, change, summary) => {
    expect(configure(config(change), "111111111111")).toMatchObject({ summary });
  });

  test("partitions", () => {
    for (const [region, partition] of [
      ["eu-west-1", "aws"],
      ["cn-north-1", "aws-cn"],
      ["us-gov-west-1", "aws-us-gov"],
    ])
      expect(configure({ region: region! }, undefined)).toMatchObject({ partition });
  });
});

test("tags: the resource's win, null ones are none, unknown ones make all unknown", () => {
  expect(mergedTags({ b: "2", a: "3" }, { a: "1", c: "4" })).toEqual({ a: "3", b: "2", c: "4" });
  expect(mergedTags({ a: null }, { b: "1" })).toEqual({ b: "1" });
  expect(mergedTags({ a: UNKNOWN }, {})).toBe(UNKNOWN);
  expect(mergedTags(null, UNKNOWN)).toBe(UNKNOWN);
});

test.each([
  ["{id}", {}, "x-1"],
  ["{role}/{policy_arn}", { role: "r", policy_arn: "arn:p" }, "r/arn:p"],
  ["{log_group_name}|{name}", { log_group_name: "g", name: "n" }, "g|n"],
  ["{kind}|{account_id}/{kind}", { kind: "OPERATIONS" }, "OPERATIONS"],
  ["{kind}|{account_id}/{kind}", { kind: "OPERATIONS" }, "111111111111/OPERATIONS"],
  ["{subnet_id|gateway_id}/{route_table_id}", { subnet_id: "", gateway_id: "igw", route_table_id: "rtb" }, "igw/rtb"],
  ["{function}[:{qualifier}]/{sid}", { function: "f", qualifier: "", sid: "s" }, "f/s"],
  ["{function}[:{qualifier}]/{sid}", { function: "f", qualifier: "v", sid: "s" }, "f:v/s"],
  ["{route_table_id}_{destination}", { route_table_id: "rtb", destination_cidr_block: "0.0.0.0/0" }, "rtb_0.0.0.0/0"],
  ["{acl}:{number}:{egress}", { acl: "a", number: 1, egress: false }, "a:1:false"],
])("import by %s", (form, attributes, importId) => {
  const stored = { type: "aws_x", id: "x-1", accountId: "111111111111", region: "eu-west-1", attributes };
  expect(importIdMatches(form, stored, importId)).toBe(true);
  expect(importIdMatches(form, stored, `${importId}x`)).toBe(false);
  expect(importIdMatches(null, stored, importId)).toBe(false);
});

test("creating a setting takes over, creating a thing does not", () => {
  for (const type of [
    "aws_s3_bucket_versioning",
    "aws_iam_account_password_policy",
    "aws_iam_role_policy",
    "aws_sns_topic_policy",
  ])
    expect(isPut(type)).toBe(true);
  for (const type of [
    "aws_s3_bucket",
    "aws_iam_policy",
    "aws_iam_role",
    "aws_kms_alias",
    "aws_organizations_policy",
    "aws_vpc",
  ])
    expect(isPut(type)).toBe(false);
});
