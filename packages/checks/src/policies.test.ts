import { attachedPolicies } from "./grants.ts";
import { matches, policiesOf, speaksOf, statementsOf } from "./policies.ts";
import { references, resourcesOf, sourceOf, type SynthesizedAccount } from "./synthesized.ts";

const stack = (name: string, resource: object, more: object = {}): SynthesizedAccount =>
  ({ account: { name, region: "eu-west-1" }, template: { resource }, inputs: [], records: {}, ...more }) as never;

test.each<[string, string, boolean]>([
  ["*", "iam:CreateUser", true],
  ["iam:*", "iam:CreateUser", true],
  ["IAM:create*", "iam:CreateUser", true],
  ["iam:Create????", "iam:CreateUser", true],
  ["iam:Create???", "iam:CreateUser", false],
  ["iam:CreateUser", "iam:CreateUserX", false],
  ["s3.Get", "s3:Get", false],
])("%s matches %s: %s", (pattern, action, expected) => {
  expect(matches(pattern, action)).toBe(expected);
});

test("a statement speaks of what it names, or of all it does not", () => {
  const [named, others] = statementsOf(
    JSON.stringify({
      Statement: [
        { Effect: "Deny", Action: "iam:*" },
        { Effect: "Deny", NotAction: ["iam:*"] },
      ],
    }),
  )!;
  expect([speaksOf(named!, "iam:CreateUser"), speaksOf(named!, "s3:Get")]).toEqual([true, false]);
  expect([speaksOf(others!, "iam:CreateUser"), speaksOf(others!, "s3:Get")]).toEqual([false, true]);
});

test("policies are found by kind, those inside of a role too; an expression has no statements", () => {
  const policy = JSON.stringify({ Statement: { Effect: "Allow", Action: "s3:Get", Resource: "*" } });
  const of = stack("a", {
    aws_iam_role: { r: { assume_role_policy: policy, inline_policy: [{ name: "x", policy }] } },
    aws_iam_policy: { p: { policy: "${jsonencode({})}" } },
    aws_organizations_policy: { tags: { type: "TAG_POLICY", content: "{}" }, scp: { content: policy } },
  });
  expect(policiesOf(of, "trust").map(({ resource }) => resource.address)).toEqual(["aws_iam_role.r"]);
  expect(policiesOf(of, "identity").map(({ statements }) => statements?.length)).toEqual([undefined, 1]);
  expect(policiesOf(of, "organization").map(({ resource }) => resource.address)).toEqual([
    "aws_organizations_policy.scp",
  ]);
});

test("expressions refer to resources; text does not", () => {
  expect(references(["${aws_iam_role.a-b_c.arn}/x", "aws_iam_role.d", "${data.aws_iam_role.e.arn}"])).toEqual([
    "aws_iam_role.a-b_c",
  ]);
});

test("a resource is in its own region, or in the account's", () => {
  const types = { aws_vpc: { a: {}, b: { region: "eu-central-1" } } };
  expect(resourcesOf(stack("a", types)).map(({ region }) => region)).toEqual(["eu-west-1", "eu-central-1"]);
});

test("a value is followed through local, variable and published output to the resource of another account", () => {
  const content = '${jsonencode({"bucket" = aws_s3_bucket.x.bucket, "name" = "logs-${var.account_id}"})}';
  const publisher = stack("p", {
    aws_s3_object: { published_outputs: { content } },
    aws_s3_bucket: { x: { bucket: "first" }, y: { bucket: "logs-${var.account_id}" } },
  });
  const reader = stack(
    "r",
    {},
    {
      template: { locals: { l: "${var.p_bucket}" } },
      inputs: [
        { variable: "p_bucket", account: "p", output: "bucket" },
        { variable: "p_name", account: "p", output: "name" },
      ],
    },
  );
  const source = (value: string) => sourceOf([publisher, reader], reader, value)?.address;
  expect(source("${local.l}")).toBe("aws_s3_bucket.x");
  expect(source("${var.p_bucket}")).toBe("aws_s3_bucket.x");
  expect(source("${var.p_name}")).toBe("aws_s3_bucket.y");
  expect(source("${var.unknown}")).toBeUndefined();
});

test("attached policies are found on roles, permission sets and in lists", () => {
  const found = attachedPolicies(
    stack("a", {
      aws_iam_role: { r: { managed_policy_arns: ["x"] }, none: {} },
      aws_ssoadmin_managed_policy_attachment: { s: { managed_policy_arn: "y" } },
    }),
  );
  expect(found.map(({ policies }) => policies)).toEqual([["x"], ["y"]]);
});
