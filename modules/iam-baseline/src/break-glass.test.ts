import { runSimulation } from "@cloud-copilot/iam-simulate";
import { policyOf, synthStack } from "@archipelago/testing";
import { BreakGlassRole } from "./break-glass.ts";

const management = "999999999999";
const template = synthStack((stack) => {
  new BreakGlassRole(stack, "break-glass", { managementAccountId: management, region: "eu-west-1" });
});
const role = template.resource("aws_iam_role");
const arn = "arn:aws:iam::111122223333:role/archipelago/break-glass";

test("an administrator for an hour", () => {
  expect(role).toMatchObject({ name: "break-glass", path: "/archipelago/", max_session_duration: 3600 });
  expect(template.resource("aws_iam_role_policy_attachment")["policy_arn"]).toBe(
    "arn:aws:iam::aws:policy/AdministratorAccess",
  );
});

const mfa = { "aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": "60" };
const person = `arn:aws:iam::${management}:user/break-glass/ada`;

test.each<[who: string, principal: string, context: Record<string, string>, expected: string]>([
  ["a person with a hardware key", person, mfa, "Allowed"],
  ["the same without", person, {}, "ImplicitlyDenied"],
  ["the same, whose key was used hours ago", person, { ...mfa, "aws:MultiFactorAuthAge": "7200" }, "ImplicitlyDenied"],
  ["another user of management", `arn:aws:iam::${management}:user/ada`, mfa, "ImplicitlyDenied"],
  ["an administrator of management", `arn:aws:sts::${management}:assumed-role/Admin/ada`, {}, "ImplicitlyDenied"],
  [
    "the apply role of management",
    `arn:aws:sts::${management}:assumed-role/archipelago-apply/1`,
    {},
    "ImplicitlyDenied",
  ],
  ["such a user of another account", "arn:aws:iam::222233334444:user/break-glass/ada", mfa, "ImplicitlyDenied"],
  ["an administrator of the account itself", "arn:aws:sts::111122223333:assumed-role/Admin/x", {}, "ImplicitlyDenied"],
])("%s", async (_, principal, contextVariables, expected) => {
  const statement = { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" };
  const response = await runSimulation(
    {
      identityPolicies: [{ name: "all", policy: { Version: "2012-10-17", Statement: [statement] } }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: JSON.parse(String(role["assume_role_policy"])) as object,
      request: {
        principal,
        action: "sts:AssumeRole",
        resource: { resource: arn, accountId: "111122223333" },
        contextVariables: {
          "aws:PrincipalArn": principal.replace(/:sts:(.*):assumed-role\/(.*)\/.*$/, ":iam:$1:role/$2"),
          ...contextVariables,
        },
      },
    },
    {},
  );
  expect(response).toMatchObject({ overallResult: expected });
});

test("the trust says MFA in the words that checks look for", () => {
  const [statement] = policyOf(role["assume_role_policy"]).statements;
  expect(statement!.Condition!["Bool"]).toEqual({ "aws:MultiFactorAuthPresent": "true" });
});
