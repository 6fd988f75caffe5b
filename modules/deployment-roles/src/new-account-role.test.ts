import { runSimulation } from "@cloud-copilot/iam-simulate";
import { exampleAccount, exampleOrganization, synthStack } from "@archipelago/testing";
import { NewAccountRole } from "./new-account-role.ts";
import { OrganizationAccessRole } from "./organization-access-role.ts";

const [management, member] = ["111122223333", "444455556666"];
const organization = "o-example123";
const deployment = {
  repository: "example/archipelago",
  repositoryId: "4",
  ownerId: "1",
  subject: "immutable",
} as const;

const inManagement = synthStack((stack) => {
  new NewAccountRole(stack, "new-accounts", {
    organization: exampleOrganization,
    account: { ...exampleAccount, name: "management" },
    deployment,
    github: `arn:aws:iam::${management}:oidc-provider/token.actions.githubusercontent.com`,
  });
});
const inMember = synthStack((stack) => {
  new OrganizationAccessRole(stack, "door", { managementAccountId: management, region: "eu-west-1", dependsOn: [] });
});

const enter = `arn:aws:iam::${member}:role/OrganizationAccountAccessRole`;
const pipeline = `arn:aws:iam::${management}:role/archipelago/archipelago-new-account`;
/** How AWS makes it. Source: AWS Organizations User Guide, "Accessing member accounts in an organization". */
const asMade = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${management}:root` }, Action: "sts:AssumeRole" }],
};
const bootstrapped = document(inMember.resource("aws_iam_role")["assume_role_policy"]);
const anything = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };

/** IAM's own variables have two dollar signs in Terraform. */
function document(text: unknown): { Statement: object[] } {
  return JSON.parse(String(text).replaceAll("$${", "${")) as { Statement: object[] };
}

async function decide(
  [action, resource, context = {}]: readonly [
    action: string,
    resource: string,
    context?: Record<string, string> | undefined,
  ],
  { resourcePolicy, caller = pipeline }: { resourcePolicy?: object; caller?: string } = {},
): Promise<string> {
  const own = (type: string) => document(inManagement.resource(type)["policy"]);
  const identity = caller === pipeline ? own("aws_iam_role_policy") : anything;
  const response = await runSimulation(
    {
      identityPolicies: [{ name: "permissions", policy: identity }],
      ...(caller === pipeline && {
        permissionBoundaryPolicies: [{ name: "boundary", policy: own("aws_iam_policy") }],
      }),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(resourcePolicy && { resourcePolicy }),
      request: {
        principal: caller,
        action,
        resource: { resource, accountId: /^arn:aws:iam::(\d+):/.exec(resource)?.[1] ?? management },
        contextVariables: {
          "aws:PrincipalArn": caller,
          "aws:PrincipalOrgID": organization,
          "aws:ResourceOrgID": organization,
          ...context,
        },
      },
    },
    {},
  );
  if (response.resultType === "error") throw new Error(JSON.stringify(response.errors));
  return response.overallResult;
}

test("it enters an account as AWS makes it, and none that was bootstrapped", async () => {
  expect(await decide(["sts:AssumeRole", enter], { resourcePolicy: asMade })).toBe("Allowed");
  expect(await decide(["sts:AssumeRole", enter], { resourcePolicy: bootstrapped })).toBe("ExplicitlyDenied");
});

test("administrators of the management account enter both", async () => {
  const caller = `arn:aws:iam::${management}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Administrator_1`;
  for (const resourcePolicy of [asMade, bootstrapped])
    expect(await decide(["sts:AssumeRole", enter], { resourcePolicy, caller })).toBe("Allowed");
  const elsewhere = { resourcePolicy: bootstrapped, caller: caller.replace(management, "999999999999") };
  expect(await decide(["sts:AssumeRole", enter], elsewhere)).toBe("ImplicitlyDenied");
});

const outputs = "arn:aws:s3:::example-management-tfstate/published/outputs.json";

test("it reads which accounts there are", async () => {
  expect(await decide(["s3:GetObject", outputs])).toBe("Allowed");
  const bucket = "arn:aws:s3:::example-management-tfstate";
  expect(await decide(["s3:ListBucket", bucket, { "s3:prefix": "published/outputs.json" }])).toBe("Allowed");
});

test.each([
  ["an account of another organisation", "sts:AssumeRole", enter, { "aws:ResourceOrgID": "o-another1234" }],
  ["another role", "sts:AssumeRole", `arn:aws:iam::${member}:role/archipelago/archipelago-apply`],
  ["break-glass", "sts:AssumeRole", `arn:aws:iam::${member}:role/archipelago/break-glass`],
  ["a role of the management account", "sts:AssumeRole", `arn:aws:iam::${management}:role/app`],
  ["a state", "s3:GetObject", "arn:aws:s3:::example-management-tfstate/stack/terraform.tfstate"],
  ["the state of a bootstrap", "s3:GetObject", "arn:aws:s3:::example-management-tfstate/bootstrap/terraform.tfstate"],
  ["what others publish", "s3:GetObject", outputs.replace("management", "log-archive")],
  ["writing outputs", "s3:PutObject", outputs],
  ["the list of a bucket", "s3:ListBucket", "arn:aws:s3:::example-management-tfstate", { "s3:prefix": "stack/" }],
  ["making accounts", "organizations:CreateAccount", "*"],
  ["guardrails", "organizations:DetachPolicy", "*"],
  ["its own policy", "iam:PutRolePolicy", pipeline],
  ["its own trust", "iam:UpdateAssumeRolePolicy", pipeline],
  ["sign-in", "sso:CreateAccountAssignment", "*"],
] as [string, string, string, Record<string, string>?][])("it does not get %s", async (...[, action, on, context]) => {
  // However much the role it asks for trusts the management account.
  const trusting = action === "sts:AssumeRole" ? { resourcePolicy: asMade } : {};
  expect(await decide([action, on, context], trusting)).toBe("ImplicitlyDenied");
});

test("GitHub gets it in one environment, on main", () => {
  const trust = document(inManagement.resource("aws_iam_role")["assume_role_policy"]);
  expect(trust.Statement).toEqual([
    expect.objectContaining({
      Condition: {
        StringEquals: {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:environment": "new_accounts",
          "token.actions.githubusercontent.com:ref": "refs/heads/main",
          "token.actions.githubusercontent.com:repository_id": "4",
          "token.actions.githubusercontent.com:sub": "repo:example@1/archipelago@4:environment:new_accounts",
        },
      },
    }),
  ]);
});

test("of the role that AWS made only the trust is looked after, and it is never destroyed", () => {
  expect(inMember.resource("aws_iam_role")["lifecycle"]).toMatchObject({
    prevent_destroy: true,
    ignore_changes: expect.arrayContaining(["max_session_duration", "permissions_boundary"]),
  });
  expect(JSON.parse(inMember.text)).toMatchObject({
    import: [{ to: "aws_iam_role.door", id: "OrganizationAccountAccessRole" }],
  });
});
