import { createHash } from "node:crypto";
import { offlineAccountId } from "@archipelago/account-stack/account-id";
import type { Attributes } from "./contract.ts";
import { factsOf, resourceTypes } from "./facts/index.ts";
import type { Random } from "./formats.ts";
import { completeComputed, formatInputs, valueAt } from "./formats.ts";
import { caller, cloudOf, stored } from "./test-cloud.ts";

const now = new Date("2026-11-21T03:04:05.678Z");

/** The same bytes in every run. */
function seeded(): Random {
  let count = 0;
  return (length) =>
    Buffer.concat(
      Array.from({ length: Math.ceil(length / 32) }, () =>
        createHash("sha256")
          .update(`${(count += 1)}`)
          .digest(),
      ),
    ).subarray(0, length);
}

const cloud = cloudOf(
  stored("aws_organizations_organization", "o-abcdefghij", { roots: [{ id: "r-ab12" }] }),
  stored("aws_subnet", "subnet-1", { vpc_id: "vpc-1", cidr_block: "10.0.1.0/24", availability_zone: "eu-west-1b" }),
  stored("aws_vpc", "vpc-1", {
    default_security_group_id: "sg-1",
    default_network_acl_id: "acl-1",
    default_route_table_id: "rtb-1",
  }),
  stored("aws_eip", "eipalloc-1", { public_ip: "203.0.113.9" }),
  stored("aws_route53_zone", "Z1", { name: "example.com" }),
  stored("aws_secretsmanager_secret", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a", {
    arn: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a",
  }),
  stored("aws_vpc_ipam_scope", "ipam-scope-1", { ipam_scope_type: "public" }),
  stored("aws_ec2_transit_gateway", "tgw-1", {
    default_route_table_association: "disable",
    default_route_table_propagation: "enable",
  }),
  stored("aws_ec2_transit_gateway_vpc_attachment", "tgw-attach-1", {
    "@account": "444455556666",
    vpc_id: "vpc-9",
    transit_gateway_id: "tgw-1",
    subnet_ids: ["subnet-9"],
    vpc_owner_id: "444455556666",
    appliance_mode_support: "disable",
    dns_support: "enable",
    ipv6_support: "disable",
    security_group_referencing_support: "disable",
  }),
  stored("aws_lb", "lb-1", { subnets: ["subnet-1"] }),
  stored("aws_vpc_peering_connection", "pcx-1", { "@account": "444455556666", vpc_id: "vpc-9", peer_vpc_id: "vpc-1" }),
  stored("aws_s3_bucket_versioning", "logs", { bucket: "logs", versioning_configuration: [{ status: "Enabled" }] }),
);

const complete = (type: string, known: Attributes, ...unknown: string[]): Attributes =>
  completeComputed(type, known, unknown, caller, seeded(), { cloud, now });

// What the formats take from the configuration. Every other input is `example`.
const samples: Attributes = {
  allocation_id: "eipalloc-1",
  availability_zone: "eu-west-1a",
  availability_zone_id: "euw1-az2",
  bucket: "logs",
  content: '{"schemaVersion":"2.2","description":"d"}',
  content_base64: "aGVsbG8=",
  default_network_acl_id: "acl-1",
  default_route_table_id: "rtb-1",
  direction: "INBOUND",
  email: "a@acme.example",
  instance_arn: "arn:aws:sso:::instance/ssoins-1",
  ipam_scope_id: "ipam-scope-1",
  load_balancer_arn: "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/web/50dc6c495c0c9188",
  network_load_balancer_arns: ["lb-1"],
  managed_policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
  parent_id: "r-ab12",
  path: "/",
  port: 5432,
  protocol: "HTTPS",
  rule_number: 100,
  secret_id: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a",
  sink_identifier: "arn:aws:oam:eu-west-1:111122223333:sink/5f0b",
  standards_arn: "arn:aws:securityhub:eu-west-1::standards/nist-800-53/v/5.0.0",
  subnet_id: "subnet-1",
  subnet_ids: ["subnet-1"],
  subnets: ["subnet-1"],
  transit_gateway_attachment_id: "tgw-attach-1",
  topic_arn: "arn:aws:sns:eu-west-1:111122223333:alarms",
  transit_gateway_id: "tgw-1",
  type: "SecureString",
  url: "https://token.actions.githubusercontent.com",
  vpc_endpoint_type: "Gateway",
  service_name: "com.amazonaws.eu-west-1.s3",
  vpc_id: "vpc-1",
  vpc_peering_connection_id: "pcx-1",
  zone_id: "Z1",
  private_ip: "10.0.1.7",
  account_ids: ["1", "2"],
  resource_types: ["EC2"],
  aws_service_name: "guardduty.amazonaws.com",
  ip_address: [{ subnet_id: "subnet-1" }],
  enable_key_rotation: true,
  stream_enabled: true,
  assign_generated_ipv6_cidr_block: true,
  ipv6_cidr_block: "2001:db8::/64",
  instance: "i-1",
};
// Paths that AWS leaves empty although everything above is set: a gateway endpoint has no DNS names.
const empty = ["aws_vpc_endpoint.dns_entry.dns_name", "aws_vpc_endpoint.dns_entry.hosted_zone_id"];
const blocks: Attributes = {
  ip_address: [{ subnet_id: "subnet-1" }],
  rule: [{ expiration: [{}] }],
  versioning_configuration: [{ status: "Enabled" }],
};

/** Everything the formats of a type are made from, but for what they compute. */
function inputsFor(type: string, computed: readonly string[]): Attributes {
  const known: Attributes = {};
  for (const path of [...formatInputs(type).values()].flat()) {
    const [top = "", leaf] = path.split(".");
    if (computed.some((each) => each === path || each.startsWith(`${top}.`)) || ["*", "region"].includes(path))
      continue;
    if (leaf === undefined) known[top] = samples[top] ?? "example";
    else known[top] = [{ ...(known[top] as [Attributes] | undefined)?.[0], [leaf]: "example" }];
  }
  for (const path of computed) {
    const [top = "", leaf] = path.split(".");
    if (leaf !== undefined && top in blocks) known[top] = blocks[top]!;
  }
  return known;
}

test.each(resourceTypes())("%s: every format yields a value", (type) => {
  const { computedFormats } = factsOf(type)!;
  const computed = Object.keys(computedFormats);
  const blockNames = computed.map((path) => path.split(".")[0]!);
  const known = inputsFor(type, computed);
  const result = complete(type, known, ...computed, ...blockNames.filter((name) => !(name in known)));
  for (const [path, format] of Object.entries(computedFormats)) {
    const value = valueAt(result, path);
    if (value === undefined) {
      expect(empty).toContain(`${type}.${path}`);
      continue;
    }
    const text = JSON.stringify(value);
    if (typeof format !== "string" && !JSON.stringify(format).includes("{")) expect(value).toEqual(format);
    expect(text).not.toMatch(/undefined|\[object|NaN/);
    if (typeof format === "string" && !["log_format", "policy"].includes(path)) expect(text).not.toMatch(/[{}]/);
    if (/(^|_)arn$/.test(path) && value !== "") expect(value).toMatch(/^arn:aws:[a-z0-9-]+:[a-z0-9-]*:\w*:.+/);
    if (path === "id") expect(value).toMatch(/^\S+$/);
  }
});

test("the table has the rows its README counts", () => {
  const rows = resourceTypes().flatMap((type) => Object.keys(factsOf(type)!.computedFormats));
  expect(rows.length).toBeGreaterThan(640);
});

const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

// type, attributes, path, value
test.each<[string, Attributes, string, unknown]>([
  ["aws_vpc", { cidr_block: "10.0.0.0/16" }, "id", /^vpc-[0-9a-f]{17}$/],
  ["aws_vpc", { cidr_block: "10.0.0.0/16" }, "arn", /^arn:aws:ec2:eu-west-1:111122223333:vpc\/vpc-[0-9a-f]{17}$/],
  ["aws_vpc", { assign_generated_ipv6_cidr_block: false }, "ipv6_cidr_block", ""],
  ["aws_vpc", { region: "us-east-1" }, "arn", /^arn:aws:ec2:us-east-1:/],
  ["aws_subnet", {}, "availability_zone", "eu-west-1a"],
  ["aws_subnet", {}, "availability_zone_id", "euw1-az1"],
  ["aws_subnet", { availability_zone_id: "euw1-az3" }, "availability_zone", "eu-west-1c"],
  ["aws_nat_gateway", { subnet_id: "subnet-1", allocation_id: "eipalloc-1" }, "public_ip", "203.0.113.9"],
  ["aws_nat_gateway", { subnet_id: "subnet-1" }, "public_ip", ""],
  ["aws_nat_gateway", { subnet_id: "subnet-1" }, "private_ip", /^10\.0\.1\.\d+$/],
  ["aws_default_security_group", { vpc_id: "vpc-1" }, "id", "sg-1"],
  ["aws_default_route_table", { default_route_table_id: "rtb-1" }, "vpc_id", "vpc-1"],
  ["aws_iam_role", { name: "plan", path: "/ci/" }, "arn", "arn:aws:iam::111122223333:role/ci/plan"],
  ["aws_iam_role", { name_prefix: "plan-" }, "name", /^plan-20261121030405678\d[0-9a-f]{8}$/],
  ["aws_iam_policy", {}, "name", /^terraform-\d{18}[0-9a-f]{8}$/],
  ["aws_iam_role_policy", { role: "plan", name: "read" }, "id", "plan:read"],
  ["aws_kms_key", { multi_region: true }, "id", /^mrk-[0-9a-f]{32}$/],
  ["aws_kms_key", { multi_region: false }, "id", new RegExp(`^${uuid}$`)],
  ["aws_kms_key", { enable_key_rotation: true }, "rotation_period_in_days", 365],
  ["aws_kms_key", {}, "policy", /"arn:aws:iam::111122223333:root"/],
  ["aws_s3_bucket", { bucket: "logs" }, "bucket_regional_domain_name", "logs.s3.eu-west-1.amazonaws.com"],
  ["aws_s3_bucket", { bucket: "logs" }, "hosted_zone_id", "Z1BKCTXD74EZPE"],
  ["aws_s3_bucket_versioning", { bucket: "logs", expected_bucket_owner: "" }, "id", "logs"],
  ["aws_s3_bucket_versioning", { bucket: "logs", expected_bucket_owner: "1" }, "id", "logs,1"],
  ["aws_s3_object", { bucket: "logs", key: "a", content: "hello" }, "etag", "5d41402abc4b2a76b9719d911017c592"],
  [
    "aws_s3_object",
    { bucket: "logs", key: "a", content_base64: "aGVsbG8=" },
    "etag",
    "5d41402abc4b2a76b9719d911017c592",
  ],
  ["aws_s3_object", { bucket: "other", key: "a" }, "version_id", ""],
  ["aws_ssm_parameter", { name: "/a/b", type: "String" }, "arn", "arn:aws:ssm:eu-west-1:111122223333:parameter/a/b"],
  ["aws_ssm_parameter", { name: "/a/b", type: "String" }, "version", 1],
  ["aws_sns_topic_subscription", { topic_arn: "arn:t", protocol: "email" }, "pending_confirmation", true],
  ["aws_sns_topic_subscription", { topic_arn: "arn:t", protocol: "sqs" }, "pending_confirmation", false],
  ["aws_organizations_account", { email: "a@acme.example" }, "id", offlineAccountId("a@acme.example")],
  ["aws_organizations_account", { email: "a@acme.example" }, "parent_id", "r-ab12"],
  ["aws_organizations_organizational_unit", { parent_id: "ou-ab12-12345678" }, "id", /^ou-ab12-[a-z0-9]{8}$/],
  [
    "aws_organizations_organization",
    {},
    "roots",
    [{ id: /^r-[a-z0-9]{4}$/, arn: /:root\/o-[a-z0-9]{10}\/r-/, name: "Root", policy_types: [] }],
  ],
  ["aws_cloudwatch_event_rule", { name: "r", event_bus_name: "default" }, "id", "r"],
  ["aws_cloudwatch_event_rule", { name: "r", event_bus_name: "b" }, "id", "b/r"],
  // 3421780262 is the published check value of CRC-32 over "123456789".
  [
    "aws_vpc_endpoint_route_table_association",
    { vpc_endpoint_id: "vpce-1", route_table_id: "123456789" },
    "id",
    "a-vpce-13421780262",
  ],
  [
    "aws_ec2_transit_gateway_vpc_attachment",
    { transit_gateway_id: "tgw-1" },
    "transit_gateway_default_route_table_association",
    false,
  ],
  [
    "aws_ec2_transit_gateway_vpc_attachment",
    { transit_gateway_id: "tgw-1" },
    "transit_gateway_default_route_table_propagation",
    true,
  ],
  [
    "aws_ec2_transit_gateway_vpc_attachment_accepter",
    { transit_gateway_attachment_id: "tgw-attach-1" },
    "vpc_id",
    "vpc-9",
  ],
  ["aws_route53_record", { zone_id: "Z1", name: "www", type: "A" }, "fqdn", "www.example.com"],
  ["aws_route53_record", { zone_id: "Z1", name: "example.com", type: "A" }, "fqdn", "example.com"],
  ["aws_route53_zone", { name: "example.com" }, "name_servers", [/^ns-/, /^ns-/, /^ns-/, /^ns-/]],
  [
    "aws_vpc_endpoint",
    { vpc_endpoint_type: "Interface", service_name: "com.amazonaws.eu-west-1.ssm", subnet_ids: ["a", "b"] },
    "network_interface_ids",
    [/^eni-[0-9a-f]{17}$/, /^eni-[0-9a-f]{17}$/],
  ],
  [
    "aws_vpc_endpoint",
    { vpc_endpoint_type: "Interface", service_name: "com.amazonaws.eu-west-1.ssm" },
    "dns_entry",
    [{ dns_name: /^vpce-[0-9a-f]{17}-[a-z0-9]{8}\.ssm\.eu-west-1\.vpce\.amazonaws\.com$/, hosted_zone_id: /^Z/ }],
  ],
  [
    "aws_vpc_endpoint",
    { vpc_endpoint_type: "Gateway", service_name: "com.amazonaws.eu-west-1.s3" },
    "dns_entry",
    undefined,
  ],
])("%s %j: %s", (type, known, path, expected) => {
  const names = Object.keys(factsOf(type)!.computedFormats).map((each) => each.split(".")[0]!);
  const result = complete(type, known, ...new Set([...names, path]));
  expect(result[path]).toEqual(matcher(expected));
});

function matcher(expected: unknown): unknown {
  if (expected instanceof RegExp) return expect.stringMatching(expected);
  if (Array.isArray(expected)) return expected.map(matcher);
  if (expected === null || typeof expected !== "object") return expected;
  return Object.fromEntries(Object.entries(expected).map(([key, value]) => [key, matcher(value)]));
}

test("an unknown nested attribute is set in each element that lacks it, from that element", () => {
  const ips = [{ subnet_id: "subnet-1" }, { subnet_id: "subnet-1", ip: "10.0.1.200" }, { subnet_id: "subnet-1" }];
  const { ip_address: result } = complete("aws_route53_resolver_endpoint", { ip_address: ips }, "ip_address.ip");
  expect(result).toEqual(
    ips.map(({ ip }) => ({ subnet_id: "subnet-1", ip: ip ?? expect.stringMatching(/^10\.0\.1\./) })),
  );
  expect(new Set((result as { ip: string }[]).map(({ ip }) => ip)).size).toBe(3);
});

test("only unknown names are filled in, and nothing known is touched", () => {
  const known = { name: "a", path: "/", arn: null };
  expect(complete("aws_iam_role", known, "unique_id")).toEqual({ ...known, unique_id: expect.stringMatching(/^AROA/) });
  expect(known).toEqual({ name: "a", path: "/", arn: null });
});

test("version numbers count on from the state before", () => {
  const options = { prior: { version: 3 }, now };
  expect(completeComputed("aws_ssm_parameter", { name: "a" }, ["version"], caller, seeded(), options).version).toBe(4);
});

test("inputs name what a computed attribute is made from", () => {
  const inputs = formatInputs("aws_iam_role");
  expect(inputs.get("arn")).toEqual(["path", "name"]);
  expect(inputs.get("name")).toEqual(["name_prefix"]);
  expect(formatInputs("aws_ssm_parameter").get("version")).toContain("value");
  expect(formatInputs("aws_nat_gateway").get("vpc_id")).toEqual(["subnet_id"]);
});

test("a type the table does not list gets a name and nothing else", () => {
  expect(complete("aws_unheard_of", {}, "id", "name")).toEqual({ name: expect.stringMatching(/^terraform-/) });
});
