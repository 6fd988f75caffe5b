import { policyOf, synthStack } from "@archipelago/testing";
import { IamBaseline, type IamBaselineProps } from "./iam-baseline.ts";

const iam = (props: Partial<IamBaselineProps> = {}, region = "eu-west-1") =>
  synthStack(
    (stack) => {
      new IamBaseline(stack, "iam", { organizationId: "o-example", ...props });
    },
    { account: { region } },
  );
const template = iam();

test("what the baseline consists of", () => {
  expect(template.summary()).toMatchInlineSnapshot(`
    "  1 aws_iam_account_password_policy
      2 aws_iam_role
      3 aws_iam_role_policy_attachment"
  `);
});

test("passwords are long and not used again (CIS 2.8, 2.9)", () => {
  expect(template.resource("aws_iam_account_password_policy")).toMatchObject({
    minimum_password_length: 14,
    password_reuse_prevention: 24,
  });
});

test("the audit role reads, and only auditors of the organisation assume it", () => {
  const role = template.named("aws_iam_role", "audit");
  expect(role).toMatchObject({ name: "baseline-audit", path: "/archipelago/" });
  const [trust, ...others] = policyOf(role["assume_role_policy"]).statements;
  expect(others).toEqual([]);
  expect(trust).toMatchObject({
    Effect: "Allow",
    Action: ["sts:AssumeRole"],
    Principal: { AWS: "*" },
    Condition: {
      StringEquals: { "aws:PrincipalOrgID": "o-example" },
      ArnLike: {
        "aws:PrincipalArn":
          "arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_SecurityAudit_????????????????",
      },
    },
  });
  const attached = template
    .resources("aws_iam_role_policy_attachment")
    .filter(({ name }) => name.includes("audit"))
    .map(({ properties }) => properties["policy_arn"]);
  expect(attached).toEqual([
    "arn:aws:iam::aws:policy/SecurityAudit",
    "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess",
  ]);
});

test("the audit role's trust can be narrowed to an account and another permission set", () => {
  const role = iam({ auditorAccountId: "${var.security}", auditorPermissionSet: "Auditor" }).named(
    "aws_iam_role",
    "audit",
  );
  expect(role["assume_role_policy"]).toContain("iam::${var.security}:role/");
  expect(role["assume_role_policy"]).toContain("AWSReservedSSO_Auditor_");
});

test("the support role exists (CIS 2.15) and trusts its own account", () => {
  const [trust] = policyOf(template.named("aws_iam_role", "support")["assume_role_policy"]).statements;
  expect(trust?.Principal).toEqual({ AWS: "arn:aws:iam::${var.account_id}:root" });
  expect(template.named("aws_iam_role_policy_attachment", "support")["policy_arn"]).toBe(
    "arn:aws:iam::aws:policy/AWSSupportAccess",
  );
});

test("ARNs are of the region's partition", () => {
  const china = iam({}, "cn-north-1");
  expect(china.text).toContain("arn:aws-cn:iam::aws:policy/SecurityAudit");
  expect(china.text).not.toContain("arn:aws:");
});

test("an account can have an alias", () => {
  expect(template.count("aws_iam_account_alias")).toBe(0);
  expect(iam({ alias: "example" }).resource("aws_iam_account_alias")["account_alias"]).toBe("example");
});
