import { synthStack } from "@archipelago/testing";
import { AccountBaseline, type AccountBaselineProps } from "./account-baseline.ts";
import { globalProtections, regionalProtections, type Protection } from "./protections.ts";

const required = { organizationId: "o-example", configBucketName: "example-config" };
const baseline = (props: Partial<AccountBaselineProps> = {}) =>
  synthStack((stack, { account }) => {
    new AccountBaseline(stack, "baseline", { ...required, budget: account.budget, ...props });
  });
const template = baseline();

test("what every account has", () => {
  expect(template.summary()).toMatchInlineSnapshot(`
    "  2 aws_accessanalyzer_analyzer
      1 aws_budgets_budget
      1 aws_cloudwatch_metric_alarm
      2 aws_config_configuration_recorder
      2 aws_config_configuration_recorder_status
      2 aws_config_delivery_channel
      2 aws_ebs_encryption_by_default
      2 aws_ebs_snapshot_block_public_access
      2 aws_ec2_image_block_public_access
      2 aws_ec2_instance_metadata_defaults
      2 aws_ec2_serial_console_access
      1 aws_iam_account_password_policy
      2 aws_iam_role
      3 aws_iam_role_policy_attachment
      1 aws_iam_service_linked_role
      1 aws_s3_account_public_access_block
      1 aws_sns_topic
      1 aws_sns_topic_subscription"
  `);
});

/** Type and properties that show a protection, per region or for the account. */
const proofs: Record<Protection, [type: string, properties: object]> = {
  ebsEncryption: ["aws_ebs_encryption_by_default", { enabled: true }],
  instanceMetadata: ["aws_ec2_instance_metadata_defaults", { http_tokens: "required", http_put_response_hop_limit: 2 }],
  snapshotPublicAccessBlock: ["aws_ebs_snapshot_block_public_access", { state: "block-all-sharing" }],
  imagePublicAccessBlock: ["aws_ec2_image_block_public_access", { state: "block-new-sharing" }],
  serialConsoleBlock: ["aws_ec2_serial_console_access", { enabled: false }],
  accessAnalyzer: ["aws_accessanalyzer_analyzer", { type: "ACCOUNT" }],
  s3PublicAccessBlock: [
    "aws_s3_account_public_access_block",
    { block_public_acls: true, block_public_policy: true, ignore_public_acls: true, restrict_public_buckets: true },
  ],
};

test.each(Object.keys(regionalProtections) as Protection[])("%s is on in every governed region", (protection) => {
  const [type, properties] = proofs[protection];
  expect(template.resources(type).map(({ properties: { region } }) => region)).toEqual(["eu-central-1", "eu-west-1"]);
  for (const resource of template.resources(type)) expect(resource.properties).toMatchObject(properties);
});

test.each(Object.keys(globalProtections) as Protection[])("%s is on for the account", (protection) => {
  const [type, properties] = proofs[protection];
  expect(template.resource(type)).toEqual(properties);
});

test.each(Object.keys(proofs) as Protection[])(
  "going without %s takes a reason, and takes away nothing else",
  (protection) => {
    const [type] = proofs[protection];
    const less = baseline({ without: { [protection]: { reason: "tried in this test" } } });
    expect(template.addresses().filter((address) => !less.addresses().includes(address))).toEqual(
      template.addresses().filter((address) => address.startsWith(`${type}.`)),
    );
    expect(() => baseline({ without: { [protection]: { reason: "" } } })).toThrow(`${protection} is switched off`);
  },
);

test("the budget writes at 80 and 100 percent, and when 100 percent is forecast", () => {
  const budget = template.resource("aws_budgets_budget");
  expect(budget).toMatchObject({ limit_amount: "100", limit_unit: "USD", time_unit: "MONTHLY", budget_type: "COST" });
  expect(
    budget["notification"].map((n: Record<string, unknown>) => [
      n["notification_type"],
      n["threshold"],
      n["subscriber_email_addresses"],
    ]),
  ).toEqual([
    ["ACTUAL", 80, ["aws+example-dev@example.com"]],
    ["ACTUAL", 100, ["aws+example-dev@example.com"]],
    ["FORECASTED", 100, ["aws+example-dev@example.com"]],
  ]);
});

test("the budget writes to whom it is told, at most ten", () => {
  const budget = baseline({ budgetEmails: ["a@example.com", "b@example.com"] }).resource("aws_budgets_budget");
  expect(budget["notification"][0].subscriber_email_addresses).toEqual(["a@example.com", "b@example.com"]);
  expect(() => baseline({ budgetEmails: [] })).toThrow("writes to 0 addresses");
  expect(() => baseline({ budgetEmails: Array.from({ length: 11 }, (_, i) => `${i}@example.com`) })).toThrow("11");
});

test("contacts are the organisation's, unless the account has its own", () => {
  const security = { name: "Desk", title: "Security", email: "security@example.com", phone: "+49 30 1234567" };
  const primary = {
    fullName: "Example",
    addressLine1: "Harbour Street 1",
    postalCode: "10115",
    city: "Berlin",
    countryCode: "DE",
    phone: "+49 30 1234567",
  };
  expect(template.count("aws_account_alternate_contact") + template.count("aws_account_primary_contact")).toBe(0);
  const contacts = synthStack(
    (stack) => void new AccountBaseline(stack, "baseline", { ...required, budget: { monthlyUsd: 1 } }),
    { organization: { contacts: { primary, security, billing: security } } },
  );
  expect(contacts.count("aws_account_alternate_contact")).toBe(2);
  expect(contacts.named("aws_account_alternate_contact", "security")).toEqual({
    alternate_contact_type: "SECURITY",
    name: "Desk",
    title: "Security",
    email_address: "security@example.com",
    phone_number: "+49 30 1234567",
  });
  expect(contacts.resource("aws_account_primary_contact")).toEqual({
    full_name: "Example",
    address_line_1: "Harbour Street 1",
    postal_code: "10115",
    city: "Berlin",
    country_code: "DE",
    phone_number: "+49 30 1234567",
  });
  const own = baseline({ contacts: { security: { ...security, name: "Own" } } });
  expect(own.named("aws_account_alternate_contact", "security")).toMatchObject({ name: "Own" });
  expect(own.count("aws_account_primary_contact")).toBe(0);
});

test("telemetry is shared with the organisation's sinks, if there are any", () => {
  expect(template.count("aws_oam_link")).toBe(0);
  expect(baseline({ sinkArns: { "eu-west-1": "arn:aws:oam:x" } }).count("aws_oam_link")).toBe(2);
});

test("configuration is recorded in every governed region", () => {
  const [channel] = template.resources("aws_config_delivery_channel");
  expect(template.count("aws_config_delivery_channel")).toBe(2);
  expect(channel!.properties).toMatchObject({ s3_bucket_name: "example-config" });
});

test("VPCs can be cut off from the internet in every region", () => {
  expect(template.count("aws_vpc_block_public_access_options")).toBe(0);
  const blocked = baseline({ vpcBlockPublicAccess: "block-ingress" });
  expect(blocked.count("aws_vpc_block_public_access_options")).toBe(2);
  expect(blocked.named("aws_vpc_block_public_access_options", "eu-west-1")).toEqual({
    region: "eu-west-1",
    internet_gateway_block_mode: "block-ingress",
  });
});

test("regions can be chosen", () => {
  const one = baseline({ regions: ["eu-north-1"] });
  expect(one.resource("aws_ebs_encryption_by_default")["region"]).toBe("eu-north-1");
});
