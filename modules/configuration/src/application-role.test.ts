import { runSimulation } from "@cloud-copilot/iam-simulate";
import { exampleAccount, policyOf, synthStack } from "@archipelago/testing";
import { ApplicationRole, Configuration, Secret, type ApplicationRoleProps } from "./index.ts";

const account = "111122223333";
const known = (text: string) =>
  text
    .replaceAll("${var.account_id}", account)
    .replaceAll(
      "${aws_secretsmanager_secret.mine.arn}",
      `arn:aws:secretsmanager:eu-west-1:${account}:secret:shop/mine-AbCdEf`,
    );

const template = (props: Partial<ApplicationRoleProps> = {}) =>
  synthStack(
    (stack) => {
      const configuration = new Configuration(stack, "configuration", { values: { currency: "EUR" } });
      const secrets = [new Secret(stack, "mine", { name: "mine", description: "mine" })];
      new Secret(stack, "other", { name: "other", description: "of another program" });
      const service = "ecs-tasks.amazonaws.com";
      new ApplicationRole(stack, "api", { name: "shop-api", service, configuration, secrets, ...props });
    },
    { account: { ...exampleAccount, product: "shop" } },
  );

const policies = () => {
  const made = template();
  return {
    trust: known(String(made.resource("aws_iam_role")["assume_role_policy"])),
    permissions: known(String(made.resource("aws_iam_role_policy")["policy"])),
  };
};

async function decision(action: string, arn: string): Promise<string> {
  const result = await runSimulation(
    {
      identityPolicies: [{ name: "permissions", policy: JSON.parse(policies().permissions) }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      request: {
        action,
        principal: `arn:aws:iam::${account}:role/shop/shop-api`,
        resource: { resource: arn, accountId: account },
        contextVariables: {},
      },
    },
    {},
  );
  if (result.resultType !== "single") throw new Error(JSON.stringify(result));
  return result.overallResult;
}

const parameter = (name: string, region = "eu-west-1", of = account) => `arn:aws:ssm:${region}:${of}:parameter${name}`;
const secret = (name: string) => `arn:aws:secretsmanager:eu-west-1:${account}:secret:${name}`;

describe("what a program reads", () => {
  test.each<[string, string, "Allowed" | "ImplicitlyDenied"]>([
    ["ssm:GetParameter", parameter("/archipelago/config/shop/currency"), "Allowed"],
    ["ssm:GetParameters", parameter("/archipelago/config/shop/mail/from"), "Allowed"],
    ["ssm:GetParametersByPath", parameter("/archipelago/config/shop"), "Allowed"],
    ["ssm:GetParametersByPath", parameter("/archipelago/config/shop/"), "Allowed"],
    ["ssm:GetParameter", parameter("/archipelago/config/shopping/currency"), "ImplicitlyDenied"],
    ["ssm:GetParameter", parameter("/archipelago/config/checkout/currency"), "ImplicitlyDenied"],
    ["ssm:GetParametersByPath", parameter("/archipelago/config"), "ImplicitlyDenied"],
    ["ssm:GetParameter", parameter("/shop/currency"), "ImplicitlyDenied"],
    ["ssm:GetParameter", parameter("/archipelago/config/shop/currency", "eu-central-1"), "ImplicitlyDenied"],
    [
      "ssm:GetParameter",
      parameter("/archipelago/config/shop/currency", "eu-west-1", "222233334444"),
      "ImplicitlyDenied",
    ],
    ["ssm:GetParameterHistory", parameter("/archipelago/config/shop/currency"), "ImplicitlyDenied"],
    ["ssm:PutParameter", parameter("/archipelago/config/shop/currency"), "ImplicitlyDenied"],
    ["secretsmanager:GetSecretValue", secret("shop/mine-AbCdEf"), "Allowed"],
    ["secretsmanager:GetSecretValue", secret("shop/other-AbCdEf"), "ImplicitlyDenied"],
    ["secretsmanager:PutSecretValue", secret("shop/mine-AbCdEf"), "ImplicitlyDenied"],
  ])("%s on %s: %s", async (action, arn, expected) => {
    expect(await decision(action, arn)).toBe(expected);
  });
});

test("the role is used by one service, for this account only, and carries the workload boundary", () => {
  expect(template().resource("aws_iam_role")).toMatchObject({
    name: "shop-api",
    path: "/shop/",
    permissions_boundary: "arn:aws:iam::${var.account_id}:policy/archipelago/workload-boundary",
  });
  expect(policyOf(policies().trust).statements).toMatchObject([
    {
      Sid: "Service",
      Effect: "Allow",
      Action: ["sts:AssumeRole"],
      Principal: { Service: "ecs-tasks.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": account } },
    },
  ]);
});

test("a role without anything to read or do has no policy", () => {
  const made = synthStack(
    (stack) => void new ApplicationRole(stack, "a", { name: "a", service: "lambda.amazonaws.com" }),
  );
  expect(made.count("aws_iam_role_policy")).toBe(0);
});
