import { offlineAccountId, UserError } from "@archipelago/account-stack/workspace";
import { explain, explanationText, type Explanation } from "./index.ts";
import { examplePolicies } from "./organization.fixture.ts";
import type { Question } from "./question.ts";

const organization = examplePolicies();
const id = (account: string) => offlineAccountId(`aws+${account}@example.com`);
const logs = `arn:aws:s3:::example-logs-${id("log-archive")}`;
const key = `arn:aws:kms:eu-west-1:${id("shop-dev")}:key/key`;
const iam = (resource: string, account = "shop-dev") => `arn:aws:iam::${id(account)}:${resource}`;
const boundary = { "iam:PermissionsBoundary": iam("policy/archipelago/workload-boundary") };

type Row = [
  what: string,
  account: string,
  action: string,
  more: Omit<Question, "account" | "action">,
  verdict: Explanation["verdict"],
  /** Guardrails or Sids that decide, or the layer that does not allow it. */
  by: string[],
];

const rows: Row[] = [
  ["regions: outside", "shop-dev", "ec2:RunInstances", { region: "us-east-1" }, "denied", ["allowed-regions"]],
  ["regions: inside", "shop-dev", "ec2:RunInstances", { region: "eu-central-1" }, "allowed", []],
  ["regions: a global service", "shop-dev", "iam:ListRoles", {}, "allowed", []],
  ["regions: an exception", "analytics", "ec2:RunInstances", { region: "us-east-1" }, "allowed", []],
  ["regions: management is not reached", "management", "ec2:RunInstances", { region: "us-east-1" }, "allowed", []],
  ["leaving", "shop-dev", "organizations:LeaveOrganization", {}, "denied", ["deny-leaving-the-organization"]],
  [
    "leaving, an administrator",
    "shop-dev",
    "organizations:LeaveOrganization",
    { role: "Administrator" },
    "denied",
    ["deny-leaving-the-organization"],
  ],
  ["users", "sandbox", "iam:CreateUser", {}, "denied", ["deny-iam-users"]],
  ["root", "shop-dev", "s3:ListAllMyBuckets", { role: "root" }, "denied", ["deny-root-user"]],
  ["the trail", "shop-dev", "cloudtrail:StopLogging", {}, "denied", ["protect-audit-trail"]],
  ["a suspended account", "old", "ec2:DescribeInstances", {}, "denied", ["suspend"]],
  [
    "another's state",
    "shop-dev",
    "s3:GetObject",
    { resource: "arn:aws:s3:::example-analytics-tfstate/x", role: "Administrator" },
    "denied",
    ["protect-state"],
  ],
  ["sandbox: purchases", "sandbox", "ec2:PurchaseReservedInstancesOffering", {}, "denied", ["sandbox-no-purchases"]],
  ["sandbox rules stay there", "shop-dev", "ec2:PurchaseReservedInstancesOffering", {}, "allowed", []],
  ["no TLS", "shop-dev", "s3:GetObject", { context: { "aws:SecureTransport": "false" } }, "denied", ["require-tls"]],

  ["an administrator", "shop-dev", "ec2:RunInstances", { role: "Administrator" }, "allowed", ["statement 1"]],
  [
    "a developer: an application's service",
    "shop-dev",
    "lambda:CreateFunction",
    { role: "Developer" },
    "allowed",
    ["AllButIdentities"],
  ],
  [
    "a developer: a role with the boundary",
    "shop-dev",
    "iam:CreateRole",
    { role: "Developer", resource: iam("role/app"), context: boundary },
    "allowed",
    ["GrantToRolesWithBoundary"],
  ],
  [
    "a developer: a role without",
    "shop-dev",
    "iam:CreateRole",
    { role: "Developer", resource: iam("role/app") },
    "depends",
    ["identity policy"],
  ],
  [
    "a developer: a boundary of their own",
    "shop-dev",
    "iam:CreateRole",
    {
      role: "Developer",
      resource: iam("role/app"),
      context: { "iam:PermissionsBoundary": iam("policy/x:policy/archipelago/workload-boundary") },
    },
    "denied",
    ["identity policy"],
  ],
  [
    "a developer: taking a boundary off",
    "shop-dev",
    "iam:DeleteRolePermissionsBoundary",
    { role: "Developer", resource: iam("role/app") },
    "denied",
    ["identity policy"],
  ],
  [
    "a developer: the platform's role",
    "shop-dev",
    "iam:PassRole",
    { role: "Developer", resource: iam("role/archipelago/x") },
    "denied",
    ["LeavePlatformAlone"],
  ],
  [
    "a developer: becoming the platform",
    "shop-dev",
    "sts:AssumeRole",
    { role: "Developer", resource: iam("role/archipelago/x") },
    "denied",
    ["LeavePlatformAlone"],
  ],
  [
    "a developer: the organisation's role",
    "shop-dev",
    "sts:AssumeRole",
    { role: "Developer", resource: iam("role/OrganizationAccountAccessRole", "analytics") },
    "denied",
    ["LeavePlatformAlone"],
  ],
  [
    "a developer: people",
    "shop-dev",
    "sso:CreateAccountAssignment",
    { role: "Developer" },
    "denied",
    ["LeaveSignInAlone"],
  ],
  [
    "a developer: a state",
    "shop-dev",
    "s3:GetObject",
    { role: "Developer", resource: "arn:aws:s3:::example-shop-dev-tfstate/x" },
    "denied",
    ["protect-state", "LeaveStatesAlone"],
  ],
  ["a reader: content", "analytics", "s3:GetObject", { role: "ReadOnly" }, "denied", ["NoStoredContent"]],
  [
    "a reader: a secret",
    "analytics",
    "secretsmanager:GetSecretValue",
    { role: "ReadOnly" },
    "denied",
    ["NoStoredContent"],
  ],
  [
    "a reader: what AWS's own policy says is not known",
    "analytics",
    "ec2:DescribeInstances",
    { role: "ReadOnly" },
    "depends",
    ["identity policy"],
  ],
  [
    "an auditor: the audit role",
    "shop-dev",
    "sts:AssumeRole",
    { role: "SecurityAudit", resource: iam("role/archipelago/baseline-audit") },
    "depends",
    ["AssumeAuditRole"],
  ],

  ["a role: its own policy", "shop-dev", "sqs:SendMessage", { role: "worker" }, "allowed", ["Queues"]],
  ["a role: its boundary", "shop-dev", "ec2:DescribeInstances", { role: "worker" }, "denied", ["permission boundary"]],
  ["a role: nothing allows it", "shop-dev", "s3:CreateBucket", { role: "worker" }, "denied", ["identity policy"]],
  [
    "another account's bucket: both sides allow",
    "shop-dev",
    "s3:PutObject",
    { role: "worker", resource: `${logs}/${id("shop-dev")}/x` },
    "allowed",
    ["Logs", "MembersWrite"],
  ],
  [
    "another account's bucket: not in its own folder",
    "shop-dev",
    "s3:PutObject",
    { role: "worker", resource: `${logs}/${id("analytics")}/x` },
    "denied",
    ["resource policy"],
  ],
  [
    "another account's bucket: denied there",
    "shop-dev",
    "s3:DeleteObject",
    { role: "worker", resource: `${logs}/x` },
    "denied",
    ["protect-logs", "NobodyDeletes"],
  ],
  [
    "a key: its policy names the role",
    "shop-dev",
    "kms:Decrypt",
    { role: "worker", resource: key },
    "allowed",
    ["OnlyWorker"],
  ],
  [
    "a key: its policy names another",
    "shop-dev",
    "kms:Decrypt",
    { role: "Administrator", resource: key },
    "denied",
    ["resource policy"],
  ],
  [
    "a key nobody knows",
    "shop-dev",
    "kms:Decrypt",
    { role: "Administrator", resource: `${key}-unknown` },
    "depends",
    ["statement 1"],
  ],
  ["a policy nobody knows", "shop-dev", "ce:GetCostAndUsage", { role: "reporter" }, "depends", ["identity policy"]],
  [
    "a role no stack makes",
    "shop-dev",
    "cloudtrail:StopLogging",
    { role: "role/archipelago/archipelago-apply" },
    "denied",
    ["protect-audit-trail"],
  ],
];

test.each(rows)("%s", (_, account, action, more, verdict, by) => {
  const explanation = explain(organization, { account, action, ...more });
  const decided = [...new Set(explanation.by.map(({ rule, sid }) => rule ?? sid))];
  expect({
    verdict: explanation.verdict,
    by: decided.length > 0 ? decided : [explanation.missing?.layer].filter((layer) => layer !== undefined),
  }).toEqual({ verdict, by });
});

test("a denial by a guardrail says why, and which line would be an exception", () => {
  const explanation = explain(organization, { account: "shop-dev", action: "ec2:RunInstances", region: "us-east-1" });
  expect(explanation.by[0]?.reason).toMatch(/\w/);
  expect(explanation.ask).toEqual({
    file: "accounts/management/guardrails.ts",
    lines: ['{ rule: "allowed-regions", account: "shop-dev", reason: "<why>", expires: "<last day, YYYY-MM-DD>" },'],
  });
  expect(explanationText(explanation).split("\n")).toEqual([
    "DENIED  ec2:RunInstances in shop-dev (us-east-1) by any role",
    expect.stringMatching(
      /^ {2}by {6}guardrail allowed-regions, a service control policy at Root \(AllowedRegions in /,
    ),
    `  why     ${explanation.by[0]?.reason}`,
    "  note    Guardrails alone are looked at: what any role may do is up to its own policies.",
    "",
    "To ask for an exception, add to accounts/management/guardrails.ts in a pull request:",
    `  ${explanation.ask?.lines[0]}`,
  ]);
});

test("an exception that lets a call through is named", () => {
  const question = { account: "analytics", action: "ec2:RunInstances", region: "us-east-1" };
  expect(explain(organization, question).exceptions).toEqual([
    { rule: "allowed-regions", account: "analytics", reason: "the model is in Virginia", expires: "2027-03-31" },
  ]);
  expect(explain(organization, { ...question, region: "eu-west-1" }).exceptions).toEqual([]);
});

test.each([
  ["ec2:RunInstances", undefined, "eu-west-1"],
  ["iam:ListRoles", undefined, "us-east-1"],
  ["iam:ListRoles", "eu-central-1", "eu-central-1"],
])("%s in %s is asked of %s", (action, region, expected) => {
  const question = { account: "shop-dev", action, ...(region === undefined ? {} : { region }) };
  expect(explain(organization, question).region).toBe(expected);
});

test("no exception is offered where a permission is what is missing or denies", () => {
  const asked = (action: string, role: string) => explain(organization, { account: "shop-dev", action, role }).ask;
  expect(asked("s3:CreateBucket", "worker")).toBeUndefined();
  expect(asked("sso:CreateAccountAssignment", "Developer")).toBeUndefined();
});

test("without a resource, what is denied or granted for some is said", () => {
  const { verdict, possible } = explain(organization, {
    account: "shop-dev",
    action: "iam:PassRole",
    role: "Developer",
  });
  expect(verdict).toBe("depends");
  expect(possible).toContainEqual(
    expect.objectContaining({
      effect: "Allow",
      sid: "KeepRoles",
      resources: expect.arrayContaining(["arn:aws:iam::????????????:role/*"]),
    }),
  );
  expect(possible).toContainEqual(expect.objectContaining({ effect: "Deny", sid: "LeavePlatformAlone" }));
});

test("conditions on keys that the question leaves open are said", () => {
  const { possible } = explain(organization, { account: "shop-dev", action: "s3:GetObject" });
  expect(possible).toContainEqual(
    expect.objectContaining({ rule: "require-imdsv2", when: ["NumericLessThan ec2:RoleDelivery 2.0"] }),
  );
});

test.each<[Partial<Question>, string]>([
  [{ action: "RunInstances" }, '"RunInstances" is not an action'],
  [{ action: "ec2:*" }, '"ec2:*" is not an action'],
  [{ action: "ec2:Run Instances" }, "is not an action"],
  [{ account: "shop" }, 'there is no account "shop"'],
  [{ role: "Nobody" }, 'shop-dev has no role "Nobody"'],
  [{ role: "ReadOnly" }, 'shop-dev has no role "ReadOnly"'], // assigned in another account only
  [{ region: "Ireland" }, '"Ireland" is not a region'],
  [{ resource: "my-bucket" }, '"my-bucket" is not an ARN'],
])("%j is one clear error", (wrong, message) => {
  const question = { account: "shop-dev", action: "ec2:RunInstances", ...wrong };
  expect(() => explain(organization, question)).toThrow(message);
  expect(() => explain(organization, question)).toThrow(UserError);
});
