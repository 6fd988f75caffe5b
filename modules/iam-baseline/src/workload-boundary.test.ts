import { policyOf, synthStack } from "@archipelago/testing";
import { WorkloadBoundary, workloadBoundaryArn, workloadBoundaryStatements } from "./workload-boundary.ts";

const account = { partition: "aws", accountId: "${var.account_id}" };
const boundary = workloadBoundaryArn(account);
const document = JSON.stringify({ Version: "2012-10-17", Statement: workloadBoundaryStatements(account) });
const { statements, statement } = policyOf(document);
const role = (name: string) => `arn:aws:iam::\${var.account_id}:role/${name}`;
const policy = (name: string) => `arn:aws:iam::\${var.account_id}:policy/${name}`;

/** IAM's evaluation, as far as this policy needs it: wildcards in actions and resources, one condition. */
function isDenied(action: string, resource: string, boundaryOfRole?: string): boolean {
  return statements.some(
    ({ Effect, Action, Resource, Condition }) =>
      Effect === "Deny" &&
      Action.some((pattern) => matches(pattern, action)) &&
      Resource.some((pattern) => matches(pattern, resource)) &&
      (Condition === undefined ||
        // A missing key makes StringNotEquals true.
        Condition["StringNotEquals"]?.["iam:PermissionsBoundary"] !== boundaryOfRole),
  );
}

function matches(pattern: string, text: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${escaped}$`, "i").test(text);
}

test.each<[string, string, string?]>([
  ["iam:DeleteRolePermissionsBoundary", role("app"), boundary],
  ["iam:PutRolePermissionsBoundary", role("app"), policy("wide")],
  ["iam:CreateRole", role("app")],
  ["iam:CreateRole", role("app"), policy("wide")],
  ["iam:AttachRolePolicy", role("unbounded")],
  ["iam:PutRolePolicy", role("unbounded")],
  ["iam:UpdateAssumeRolePolicy", role("unbounded")],
  ["iam:CreatePolicyVersion", boundary],
  ["iam:SetDefaultPolicyVersion", boundary],
  ["iam:DeletePolicy", boundary],
  ["iam:DeletePolicyVersion", boundary],
  ["iam:UpdateAssumeRolePolicy", role("archipelago/baseline-audit")],
  ["iam:DeleteRole", role("archipelago/baseline-audit")],
  ["iam:PassRole", role("archipelago/apply")],
  ["iam:UpdateAssumeRolePolicy", role("OrganizationAccountAccessRole")],
  ["sts:AssumeRole", role("archipelago/apply")],
  ["sts:AssumeRole", "arn:aws:iam::222222222222:role/OrganizationAccountAccessRole"],
  ["sts:AssumeRoot", "arn:aws:iam::222222222222:root"],
  ["iam:CreateUser", "arn:aws:iam::1:user/x"],
  ["iam:CreateAccessKey", "arn:aws:iam::1:user/x"],
  ["iam:CreateLoginProfile", "arn:aws:iam::1:user/x"],
  ["iam:CreateOpenIDConnectProvider", "*"],
  ["iam:UpdateAccountPasswordPolicy", "*"],
])("%s on %s is denied", (...request) => {
  expect(isDenied(...request)).toBe(true);
});

test.each<[string, string, string?]>([
  ["iam:CreateRole", role("app"), boundary],
  ["iam:PutRolePolicy", role("app"), boundary],
  ["iam:PutRolePermissionsBoundary", role("app"), boundary],
  ["iam:UpdateAssumeRolePolicy", role("app"), boundary],
  ["iam:PassRole", role("app")],
  ["iam:GetRole", role("archipelago/baseline-audit")],
  ["iam:CreatePolicy", policy("app")],
  ["iam:GetPolicyVersion", boundary],
  ["sts:AssumeRole", role("app")],
  ["s3:GetObject", "arn:aws:s3:::app/x"],
])("%s on %s is left to the role's own policies", (...request) => {
  expect(isDenied(...request)).toBe(false);
});

test("a boundary grants what the guardrails leave", () => {
  expect(statement("EverythingBecauseABoundaryOnlyLimits")).toMatchObject({
    Effect: "Allow",
    Action: ["*"],
    Resource: ["*"],
  });
});

test("the policy has the name that roles are told to carry", () => {
  const template = synthStack((stack) => {
    new WorkloadBoundary(stack, "boundary", { partition: "aws", accountId: stack.accountId });
  });
  const { path, name, policy } = template.resource("aws_iam_policy");
  expect(`arn:aws:iam::\${var.account_id}:policy${path}${name}`).toBe(boundary);
  expect(policy).toBe(document);
});
