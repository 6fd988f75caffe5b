import type { Statement } from "@archipelago/iam-baseline";
import { exampleAccount, exampleOrganization, synthStack } from "@archipelago/testing";
import { DeploymentRoles, type DeploymentRolesProps } from "./deployment-roles.ts";

const roles = (account: DeploymentRolesProps["account"] = exampleAccount) =>
  synthStack((stack) => {
    new DeploymentRoles(stack, "roles", {
      organization: exampleOrganization,
      account,
      accountId: stack.accountId,
      deployment: { repository: "example/archipelago", repositoryId: "4", ownerId: "1", subject: "immutable" },
    });
  });

const template = roles();

test("what the bootstrap makes", () => {
  expect(template.addresses()).toMatchInlineSnapshot(`
    [
      "aws_iam_openid_connect_provider.roles_github",
      "aws_iam_policy.roles_apply-boundary",
      "aws_iam_policy.roles_plan-boundary",
      "aws_iam_policy.roles_workload-boundary",
      "aws_iam_role.roles_apply",
      "aws_iam_role.roles_plan",
      "aws_iam_role_policy.roles_apply-permissions",
      "aws_iam_role_policy.roles_plan-permissions",
    ]
  `);
});

test.each(["plan", "apply"])("the %s role carries its boundary, below /archipelago/", (name) => {
  const role = template.named("aws_iam_role", `roles_${name}`);
  expect(role).toMatchObject({ name: `archipelago-${name}`, path: "/archipelago/" });
  expect(role["permissions_boundary"]).toBe(`\${aws_iam_policy.roles_${name}-boundary.arn}`);
  expect(template.named("aws_iam_policy", `${name}-boundary`)).toMatchObject({
    name: `archipelago-${name}-boundary`,
    path: "/archipelago/",
  });
});

test("GitHub is trusted for one audience, without a thumbprint", () => {
  const provider = template.resource("aws_iam_openid_connect_provider");
  expect(provider).toEqual({
    url: "https://token.actions.githubusercontent.com",
    client_id_list: ["sts.amazonaws.com"],
  });
});

test("every wide grant says why", () => {
  const documents = [...template.resources("aws_iam_policy"), ...template.resources("aws_iam_role_policy")];
  const wide = documents
    .flatMap(({ properties }) => (JSON.parse(String(properties["policy"])) as { Statement: Statement[] }).Statement)
    .filter(({ Effect }) => Effect === "Allow")
    .filter(({ Resource, NotAction, NotResource }) => Resource?.includes("*") || NotAction || NotResource);
  // Of both roles: reading or everything, buckets, keys, twice each; and of the workload boundary.
  expect(wide.length).toBeGreaterThan(8);
  for (const { Sid } of wide) expect(Sid).toMatch(/Because[A-Z]/);
});

test("ARNs are of the region's partition", () => {
  const china = roles({ ...exampleAccount, region: "cn-north-1", reads: {} });
  expect(china.text).toContain("arn:aws-cn:s3:::");
  expect(china.text).not.toContain("arn:aws:");
});

test("an account that reads more than fits is refused while it is written", () => {
  const reads = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`account-number-${index}`, ["vpcId"]]));
  expect(() => roles({ ...exampleAccount, reads })).toThrow(/the inline policy archipelago-plan has \d+ characters/);
});

test("the other side of a connection is read, and who publishes its id; nobody else is", () => {
  const connection = { kind: "peering", name: "backoffice", with: "crm-dev", side: "requester" } as const;
  const of = roles({ ...exampleAccount, reads: {}, connections: [connection] });
  const policies = of.resources("aws_iam_role_policy").map(({ properties }) => String(properties["policy"]));
  for (const policy of policies.filter((text) => text.includes("ReadState"))) {
    const published = [...policy.matchAll(/example-([a-z-]+)-tfstate\/published/g)].map(([, name]) => name);
    expect(new Set(published)).toEqual(new Set(["example-dev", "crm-dev", "management"]));
  }
});
