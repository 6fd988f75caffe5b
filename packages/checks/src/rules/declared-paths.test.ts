import type { StackInput } from "@archipelago/account-stack";
import type { Account, Connection, Organization } from "@archipelago/account-stack/workspace";
import type { OrganizationFacts, SynthesizedAccount } from "../synthesized.ts";
import { declaredPaths } from "./declared-paths.ts";
import { organizationWide, platformOutputs } from "./platform-paths.ts";

const ids = { shop: "111122223333", analytics: "222233334444", security: "333344445555" };
const facts = {
  organization: {
    cloud: "aws",
    accounts: {
      management: "management",
      logArchive: "log-archive",
      security: "security",
      network: "network",
      backup: "backup",
    },
  } as unknown as Organization,
  members: Object.entries(ids).map(([name, existingAccountId]) => ({ name, existingAccountId })),
} as unknown as OrganizationFacts;

const connection: Connection = {
  kind: "bucket",
  name: "orders",
  with: "analytics",
  side: "provider",
  access: "read",
  role: "job",
};
const input = (variable: string, account: string, output: string, key?: string): StackInput => ({
  variable,
  account,
  output,
  ...(key === undefined ? {} : { key }),
  type: "string",
  awaited: false,
});
const inputs = [
  input("vpc", "analytics", "vpcId"),
  input("told", "analytics", "connections", "bucket.orders.shop.arn"),
  input("id", "management", "accountIds", "analytics"),
  input("ids", "management", "accountIds"),
  input("organization", "management", "organizationId"),
  input("root", "management", "rootId"),
  input("secret", "management", "somethingElse"),
];

interface Given {
  readonly connections?: readonly Connection[];
  readonly name?: string;
  readonly locals?: Record<string, string>;
}

function messages(
  type: string,
  properties: object,
  { connections = [], name = "shop", locals = {} }: Given = {},
): string[] {
  const account = { name, region: "eu-west-1", connections } as unknown as Account;
  const template = { resource: { [type]: { it: properties as Record<string, unknown> } }, locals };
  const stack: SynthesizedAccount = { account, template, inputs, records: {} };
  return declaredPaths.find(stack, facts).map(({ message }) => message);
}

const policy = (statement: object): object => ({
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:GetObject", ...statement }],
  }),
});
const everybody = (condition: object): object => policy({ Principal: "*", Resource: "*", Condition: condition });
const bucket = "aws_s3_bucket_policy";
const ofOrganization = { StringEquals: { "aws:PrincipalOrgID": "${var.organization}" } };
const analyticsRole = { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::${var.id}:role/job" } };
const open = "lets in every account of the organisation";
const undeclared = "with which no connection is declared";

// type, attributes, what is declared, what is found
const cases: [what: string, type: string, properties: object, found: string[], given?: Given][] = [
  [
    "an ARN of another account as principal",
    bucket,
    policy({ Principal: { AWS: `arn:aws:iam::${ids.analytics}:role/job` } }),
    [`names the account ${ids.analytics} (analytics), ${undeclared}`],
  ],
  [
    "an account id as principal",
    bucket,
    policy({ Principal: { AWS: ids.analytics } }),
    [`names the account ${ids.analytics} (analytics), ${undeclared}`],
  ],
  [
    "an account id in a list of principals",
    bucket,
    policy({ Principal: { AWS: [ids.shop, ids.analytics] } }),
    [`names the account ${ids.analytics} (analytics), ${undeclared}`],
  ],
  [
    "an account of nobody we know",
    bucket,
    policy({ Principal: { AWS: "arn:aws:iam::999988887777:root" } }),
    ["names the account 999988887777, which is not of this organisation"],
  ],
  [
    "such an account, although something is declared",
    bucket,
    policy({ Principal: { AWS: "999988887777" } }),
    ["names the account 999988887777, which is not of this organisation"],
    { connections: [connection] },
  ],
  [
    "a role's trust in another account",
    "aws_iam_role",
    {
      assume_role_policy: JSON.stringify({
        Statement: [
          { Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: `arn:aws:iam::${ids.security}:root` } },
        ],
      }),
    },
    [`names the account ${ids.security} (security), ${undeclared}`],
  ],
  [
    "a condition that names another account",
    bucket,
    everybody({ StringEquals: { "aws:PrincipalAccount": ids.analytics } }),
    [`names the account ${ids.analytics} (analytics), ${undeclared}`],
  ],
  [
    "a source account",
    "aws_sns_topic_policy",
    policy({
      Principal: { Service: "s3.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": ids.analytics } },
    }),
    [`names the account ${ids.analytics} (analytics), ${undeclared}`],
  ],
  [
    "an own permission on a queue elsewhere",
    "aws_iam_role_policy",
    policy({ Resource: `arn:aws:sqs:eu-west-1:${ids.analytics}:orders` }),
    [`names the account ${ids.analytics} (analytics), ${undeclared}`],
  ],
  [
    "a managed policy that assumes a role elsewhere",
    "aws_iam_policy",
    policy({ Action: "sts:AssumeRole", Resource: `arn:aws:iam::${ids.analytics}:role/access/job` }),
    [`names the account ${ids.analytics} (analytics), ${undeclared}`],
  ],
  [
    "a rule whose target is another account's bus",
    "aws_cloudwatch_event_target",
    { arn: `arn:aws:events:eu-west-1:${ids.analytics}:event-bus/orders` },
    [`names the account ${ids.analytics} (analytics), ${undeclared}`],
  ],
  [
    "a subscription of another account's topic",
    "aws_sns_topic_subscription",
    { topic_arn: `arn:aws:sns:eu-west-1:${ids.analytics}:orders` },
    [`names the account ${ids.analytics} (analytics), ${undeclared}`],
  ],
  [
    "another account's key",
    "aws_ebs_default_kms_key",
    { key_arn: `arn:aws:kms:eu-west-1:${ids.analytics}:key/1` },
    [`names the account ${ids.analytics} (analytics), ${undeclared}`],
  ],
  [
    "an ARN deep in a block",
    "aws_lambda_function",
    { environment: [{ variables: { QUEUE: `arn:aws:sqs:eu-west-1:${ids.analytics}:orders` } }] },
    [`names the account ${ids.analytics} (analytics), ${undeclared}`],
  ],
  [
    "the owner of a peer",
    "aws_vpc_peering_connection",
    { peer_owner_id: ids.analytics, peer_vpc_id: "vpc-1" },
    [`names the account ${ids.analytics} (analytics), ${undeclared}`],
  ],
  [
    "a share with an account",
    "aws_ram_principal_association",
    { principal: ids.analytics },
    [`names the account ${ids.analytics} (analytics), ${undeclared}`],
  ],
  [
    "an image that accounts may launch",
    "aws_ami_launch_permission",
    { account_id: ids.analytics },
    [`names the account ${ids.analytics} (analytics), ${undeclared}`],
  ],
  [
    "a published output of another account",
    "aws_route",
    { vpc_peering_connection_id: "${var.vpc}" },
    [`uses vpcId of analytics, ${undeclared}`],
  ],
  [
    "what another account tells of a connection that is none",
    "aws_iam_role_policy",
    policy({ Resource: "${var.told}" }),
    [`uses connections of analytics, ${undeclared}`],
  ],
  [
    "an output of the platform that is in no table",
    "aws_iam_role",
    { name: "${var.secret}" },
    [`uses somethingElse of management, ${undeclared}`],
  ],
  [
    "the id of an account by the runner",
    bucket,
    everybody({ ...ofOrganization, ...analyticsRole }),
    [`uses the account id of analytics, ${undeclared}`],
  ],
  [
    "the id of an account by its name in a map",
    "aws_iam_role",
    { name: '${lookup(var.ids, "analytics", "unknown")}' },
    [`uses the account id of analytics, ${undeclared}`],
  ],
  [
    "the same in an index",
    "aws_iam_role",
    { name: '${var.ids["analytics"]}' },
    [`uses the account id of analytics, ${undeclared}`],
  ],
  [
    "the same behind a local value",
    bucket,
    everybody({ ...ofOrganization, ArnLike: { "aws:PrincipalArn": "arn:aws:iam::${local.id}:role/job" } }),
    [`uses the account id of analytics, ${undeclared}`],
    { locals: { id: '${lookup(var.ids, "analytics", "unknown")}' } },
  ],
  [
    "all account ids",
    "aws_ssm_parameter",
    { value: '${join(",", values(var.ids))}' },
    ["uses the ids of all accounts"],
  ],
  ["the whole organisation", bucket, everybody(ofOrganization), [open]],
  [
    "a part of the organisation",
    bucket,
    everybody({ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-1/r-1/ou-1/*" } }),
    [open],
  ],
  [
    "a role of that name in any account",
    bucket,
    everybody({ ...ofOrganization, ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/job" } }),
    [open],
  ],
  [
    "a narrow condition that an absent key satisfies",
    bucket,
    everybody({ ...ofOrganization, ArnLikeIfExists: { "aws:PrincipalArn": `arn:aws:iam::${ids.shop}:role/job` } }),
    [open],
  ],
  [
    "a share with the organisation",
    "aws_ram_principal_association",
    { principal: "arn:aws:organizations::${var.account_id}:organization/o-1" },
    [open],
  ],
  ["the sink of another account than security", "aws_oam_sink_policy", everybody(ofOrganization), [open]],

  ["nothing that crosses", "aws_s3_bucket", { bucket: "orders" }, []],
  ["the account itself", bucket, policy({ Principal: { AWS: `arn:aws:iam::${ids.shop}:role/job` } }), []],
  [
    "the account's own id as a variable",
    bucket,
    policy({ Principal: { AWS: "arn:aws:iam::${var.account_id}:root" } }),
    [],
  ],
  [
    "AWS's own policies",
    "aws_iam_role_policy_attachment",
    { policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
    [],
  ],
  ["a service", "aws_sns_topic_policy", policy({ Principal: { Service: "events.amazonaws.com" } }), []],
  ["twelve digits that are no account", "aws_ssm_parameter", { value: "202611211234", name: "order-111122224444" }, []],
  [
    "an endpoint service for everybody",
    "aws_vpc_endpoint_service",
    { allowed_principals: ["*"] },
    ["lets in every AWS account"],
  ],
  [
    "the same, by a resource of its own",
    "aws_vpc_endpoint_service_allowed_principal",
    { principal_arn: "*" },
    ["lets in every AWS account"],
  ],
  [
    "an endpoint service for an account that is not connected",
    "aws_vpc_endpoint_service",
    { allowed_principals: ["arn:aws:iam::${var.id}:root"] },
    [`uses the account id of analytics, ${undeclared}`],
  ],
  [
    "an endpoint to a service of nobody knows whom",
    "aws_vpc_endpoint",
    { service_name: "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0" },
    ["reaches vpce-svc-0123456789abcdef0, with whose account no connection is declared"],
  ],
  [
    "an attachment to a transit gateway of nobody knows whom",
    "aws_ec2_transit_gateway_vpc_attachment",
    { transit_gateway_id: "tgw-0123456789abcdef0" },
    ["reaches tgw-0123456789abcdef0, with whose account no connection is declared"],
  ],
  [
    "a route to a gateway of the own stack",
    "aws_route",
    { transit_gateway_id: "${aws_ec2_transit_gateway.transit.id}" },
    [],
  ],
  [
    "a Route 53 Profile of nobody knows whom",
    "aws_route53profiles_association",
    { profile_id: "rp-0123456789abcdef" },
    ["reaches rp-0123456789abcdef, with whose account no connection is declared"],
  ],
  ["an endpoint to an AWS service", "aws_vpc_endpoint", { service_name: "com.amazonaws.eu-west-1.ssm" }, []],
  [
    "an endpoint service for a connected account",
    "aws_vpc_endpoint_service",
    { allowed_principals: ["arn:aws:iam::${var.id}:root"] },
    [],
    { connections: [connection] },
  ],
  [
    "an endpoint to the service that a connected account tells",
    "aws_vpc_endpoint",
    { service_name: "${var.told}" },
    [],
    { connections: [connection] },
  ],
  [
    "the names that the network account shares with everybody",
    "aws_ram_principal_association",
    { principal: "arn:aws:organizations::${var.root}:organization/${var.organization}" },
    [],
    { name: "network" },
  ],
  [
    "a declared role by the runner's id",
    bucket,
    everybody({ ...ofOrganization, ...analyticsRole }),
    [],
    { connections: [connection] },
  ],
  [
    "a declared account's ARN",
    bucket,
    policy({ Principal: { AWS: `arn:aws:iam::${ids.analytics}:role/job` } }),
    [],
    { connections: [connection] },
  ],
  [
    "what a declared account tells",
    "aws_iam_role_policy",
    policy({ Resource: "${var.told}" }),
    [],
    { connections: [connection] },
  ],
  ["outputs of the platform", "aws_x", { a: "${var.organization}", b: "${var.root}" }, []],
  ["the sink of the security account", "aws_oam_sink_policy", everybody(ofOrganization), [], { name: "security" }],
  [
    "a refusal of the rest of the world",
    bucket,
    policy({
      Effect: "Deny",
      Principal: "*",
      Condition: { StringNotEquals: { "aws:PrincipalOrgID": "${var.organization}" } },
    }),
    [],
  ],
];

test.each(cases.map((row) => ({ what: row[0], row })))("$what", ({ row: [, type, properties, found, given] }) => {
  expect(messages(type, properties, given)).toEqual(found);
});

test("there are enough of them", () => {
  expect(cases.filter(([, , , found]) => found.length > 0).length).toBeGreaterThanOrEqual(25);
});

test.each([
  ...Object.values(platformOutputs).flatMap((outputs) => Object.entries(outputs)),
  ...organizationWide.map(([, type, reason]) => [type, reason] as const),
])("%s is there for a reason", (_, reason) => expect(reason.split(" ").length).toBeGreaterThan(4));
