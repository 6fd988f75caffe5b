import { runSimulation } from "@cloud-copilot/iam-simulate";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import type { Account, Connection } from "@archipelago/account-stack";
import { exampleAccount, policyOf, synthStack } from "@archipelago/testing";
import { CrossAccountRole, CrossAccountRoleUse, type CrossAccountRoleProps } from "./index.ts";

const ids = { shop: "111122223333", analytics: "222233334444" };
const connection: Connection = {
  kind: "role",
  name: "orders",
  with: "analytics",
  side: "provider",
  role: "jobs/report",
};
/** As the management account publishes the ids. */
const known = (text: string): string =>
  text.replaceAll(/\$\{var\.account_id_of_(shop|analytics)\}/g, (_, name: keyof typeof ids) => ids[name]);
const account = (name: string, ...connections: Connection[]): Account => ({ ...exampleAccount, name, connections });
const shop = account("shop", connection);
const analytics = account("analytics", { ...connection, with: "shop", side: "consumer" });

const provider = (props: Partial<CrossAccountRoleProps> = {}, of = shop) =>
  synthStack(
    (stack) => {
      new CrossAccountRole(stack, "orders", {
        name: "orders",
        consumer: "analytics",
        organizationId: "o-example",
        grants: [{ sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::shop-orders/*"] }],
        ...props,
      });
    },
    { account: of },
  );

const consumer = (of = analytics, role: { name: string; path?: string } = { name: "report", path: "/jobs/" }) =>
  synthStack(
    (stack) => {
      new CrossAccountRoleUse(stack, "orders", {
        name: "orders",
        provider: "shop",
        role: new IamRole(stack, "job", { assumeRolePolicy: "{}", ...role }),
      });
    },
    { account: of },
  );

test("the provider's role has a boundary and does what is granted, no more", () => {
  const template = provider();
  expect(template.addresses()).toEqual(["aws_iam_role.orders", "aws_iam_role_policy.orders_permissions"]);
  expect(template.resource("aws_iam_role")).toMatchObject({
    name: "analytics-orders",
    path: "/access/",
    permissions_boundary: "arn:aws:iam::${var.account_id}:policy/archipelago/workload-boundary",
  });
  expect(policyOf(template.resource("aws_iam_role_policy")["policy"]).statements).toEqual([
    { Sid: "Read", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::shop-orders/*"] },
  ]);
});

describe("who assumes the role, both sides together", () => {
  const role = "arn:aws:iam::111122223333:role/access/analytics-orders";
  const [trust, permission] = [
    provider().resource("aws_iam_role")["assume_role_policy"],
    consumer().resource("aws_iam_role_policy")["policy"],
  ].map((text) => JSON.parse(known(String(text))) as object);
  const everything = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }],
  };

  test.each<
    [
      who: string,
      principal: string,
      organization: string,
      policy: object | undefined,
      resource: string,
      allowed: boolean,
    ]
  >([
    ["the declared role", "222233334444:role/jobs/report", "o-example", permission, role, true],
    ["the declared role, in another organisation", "222233334444:role/jobs/report", "o-other", permission, role, false],
    ["the declared role, without its permission", "222233334444:role/jobs/report", "o-example", undefined, role, false],
    [
      "another role of the account that may assume all",
      "222233334444:role/admin",
      "o-example",
      everything,
      role,
      false,
    ],
    ["a role of that name elsewhere in the account", "222233334444:role/report", "o-example", everything, role, false],
    ["the same role of a third account", "333344445555:role/jobs/report", "o-example", everything, role, false],
    ["a role of the provider", "111122223333:role/jobs/report", "o-example", undefined, role, false],
    [
      "the declared role, another role of the provider",
      "222233334444:role/jobs/report",
      "o-example",
      permission,
      `${role}-2`,
      false,
    ],
  ])("%s", async (_, principal, organization, policy, resource, allowed) => {
    const response = await runSimulation(
      {
        identityPolicies: policy ? [{ name: "policy", policy }] : [],
        serviceControlPolicies: [],
        resourceControlPolicies: [],
        resourcePolicy: trust,
        request: {
          principal: `arn:aws:iam::${principal}`,
          action: "sts:AssumeRole",
          resource: { resource, accountId: ids.shop },
          contextVariables: {
            "aws:PrincipalOrgID": organization,
            "aws:PrincipalArn": `arn:aws:iam::${principal}`,
          },
        },
      },
      {},
    );
    if (response.resultType === "error") throw new Error(JSON.stringify(response.errors));
    expect(response.overallResult === "Allowed").toBe(allowed);
  });
});

test("a side that account.json does not declare is refused with the line to add", () => {
  const message = (build: () => unknown): string => {
    try {
      build();
      return "";
    } catch (error) {
      return (error as { format(): string }).format();
    }
  };
  expect(message(() => provider({}, account("shop")))).toContain(
    'add to connections: {"kind":"role","name":"orders","with":"analytics","side":"provider","role":"<the consumer\'s role>"}',
  );
  expect(message(() => consumer(account("analytics", connection)))).toContain(
    'add to connections: {"kind":"role","name":"orders","with":"shop","side":"consumer"',
  );
});

test.each([{ name: "report" }, { name: "other", path: "/jobs/" }])("the role %j is not the declared one", (role) => {
  expect(() => consumer(analytics, role)).toThrow('the role "orders" of shop is for jobs/report, not for');
});

test("a wide grant needs its reason", () => {
  const grants: CrossAccountRoleProps["grants"] = [{ sid: "All", actions: ["s3:*"], resources: ["arn:aws:s3:::a"] }];
  expect(() => provider({ grants })).toThrow("the statement All grants s3:* without a reason");
});

test("a name that IAM would refuse is refused here", () => {
  const long = "a".repeat(32);
  const of = account("shop", { ...connection, name: long, with: "b".repeat(32) });
  expect(() => provider({ name: long, consumer: "b".repeat(32) }, of)).toThrow("has 65 characters");
});
