import { policyOf, synthStack, exampleAccount } from "@archipelago/testing";
import { UserError, type OrganizationAccount } from "@archipelago/account-stack";
import { IdentityCenter, type IdentityCenterProps } from "./identity-center.ts";
import { permissionSetProblem, permissionSetQuotas, type PermissionSet } from "./permission-set.ts";
import { standardPermissionSets } from "./permission-sets.ts";

const account = (name: string, overrides: Partial<OrganizationAccount> = {}): OrganizationAccount => ({
  ...exampleAccount,
  name,
  directory: `accounts/${name}`,
  ...overrides,
});
const shop = account("shop-dev", { access: { "team-shop": ["Developer"] } });
const production = account("shop-production", { access: { "team-shop": ["ReadOnly"], "on-call": ["Operations"] } });

const center = (props: Partial<IdentityCenterProps> = {}, region = "eu-west-1") => {
  const accounts = props.accounts ?? [shop, production];
  const accountIds = Object.fromEntries(accounts.map(({ name }) => [name, `\${aws_organizations_account.${name}.id}`]));
  return synthStack(
    (stack) => {
      new IdentityCenter(stack, "access", { accounts, accountIds, organizationId: "o-example", ...props });
    },
    { organization: { homeRegion: region, regions: [region] } },
  );
};
const assigned = (props: Partial<IdentityCenterProps> = {}) =>
  center(props)
    .resources("aws_ssoadmin_account_assignment")
    .map(({ name }) => name);
const errorOf = (props: Partial<IdentityCenterProps>): UserError => {
  try {
    center(props);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("nothing was wrong");
};

test("what every account.json says under access is assigned, under names that only it decides", () => {
  expect(assigned()).toEqual([
    "access_shop-dev_team-shop_Developer",
    "access_shop-production_on-call_Operations",
    "access_shop-production_team-shop_ReadOnly",
  ]);
  expect(center().named("aws_ssoadmin_account_assignment", "shop-dev")).toMatchObject({
    principal_type: "GROUP",
    principal_id: "${aws_identitystore_group.access_group_team-shop.group_id}",
    permission_set_arn: "${aws_ssoadmin_permission_set.access_Developer.arn}",
    target_type: "AWS_ACCOUNT",
    target_id: "${aws_organizations_account.shop-dev.id}",
    depends_on: [
      "aws_ssoadmin_permission_set_inline_policy.access_Developer_inline",
      "aws_ssoadmin_managed_policy_attachment.access_Developer_PowerUserAccess",
    ],
  });
});

test("what holds everywhere is assigned in every account, once", () => {
  expect(assigned({ everywhere: { "team-shop": ["ReadOnly"] } })).toEqual([
    "access_shop-dev_team-shop_Developer",
    "access_shop-dev_team-shop_ReadOnly",
    "access_shop-production_on-call_Operations",
    "access_shop-production_team-shop_ReadOnly",
  ]);
});

test("a closed account has no people, one that is closing has while it holds something", () => {
  expect(assigned({ accounts: [{ ...shop, lifecycle: "closed" }] })).toEqual([]);
  const closing = center({ accounts: [{ ...shop, lifecycle: "closing" }] });
  expect(closing.count("aws_ssoadmin_account_assignment")).toBe(1);
  expect(closing.named("aws_ssoadmin_account_assignment", shop.name)["count"]).toBe(
    `\${contains(["holding"], lookup(var.closing_accounts, "${shop.name}", "holding")) ? 1 : 0}`,
  );
});

test("groups are made once each, or looked up when a provider owns them", () => {
  const managed = center().resources("aws_identitystore_group");
  expect(managed.map(({ properties }) => properties["display_name"])).toEqual(["on-call", "team-shop"]);
  const external = center({ groups: "external" });
  expect(external.count("aws_identitystore_group")).toBe(0);
  const { data } = JSON.parse(external.text) as { data: Record<string, Record<string, object>> };
  expect(data["aws_identitystore_group"]?.["access_group_team-shop"]).toMatchObject({
    alternate_identifier: { unique_attribute: { attribute_path: "DisplayName", attribute_value: "team-shop" } },
  });
});

test.each([
  [
    "Developr",
    "team-shop",
    'there is no permission set "Developr"; did you mean "Developer"?',
    'accounts/a/account.json: access."team-shop"',
  ],
  ["Developer", "team shop", '"team shop" cannot be a group\'s name', "accounts/a/account.json: access"],
  ["Developer", "team_shop", '"team_shop" cannot be a group\'s name', "accounts/a/account.json: access"],
])("%s for %s is refused where it is written", (set, group, message, where) => {
  const error = errorOf({ accounts: [account("a", { access: { [group]: [set] } })] });
  expect([error.message, error.details.where]).toEqual([message, where]);
  expect(error.details.allowed).toMatch(/Administrator, Billing, Developer|letters, digits/);
});

test("what is wrong with `everywhere` names it", () => {
  expect(errorOf({ everywhere: { a: ["No"] } }).format()).toContain(
    'access: everywhere."a": there is no permission set',
  );
});

const context = { partition: "aws", stateBuckets: "example-*-tfstate", trailBuckets: "example-trail-*" };
const plain: PermissionSet = { description: "For tests", managedPolicies: [], sessionHours: 1 };

test.each(Object.entries<PermissionSet>(standardPermissionSets))("%s is within AWS's quotas", (name, set) => {
  expect(permissionSetProblem(name, set, context)).toBeUndefined();
  expect(set.description.length).toBeGreaterThan(20);
});

test.each<[string, string, Partial<PermissionSet>]>([
  ["No Spaces", "its name", {}],
  ["N".repeat(permissionSetQuotas.nameLength + 1), "its name", {}],
  ["Long", "its description", { description: "d".repeat(701) }],
  ["Many", "11 managed policies", { managedPolicies: Array.from({ length: 11 }, (_, i) => `Policy${i}`) }],
  ["Zero", "its session of 0 hours", { sessionHours: 0 }],
  ["Half", "its session of 1.5 hours", { sessionHours: 1.5 }],
  ["Day", "its session of 24 hours", { sessionHours: 24 }],
  ["Far", "its relay state", { relayState: `https://${"a".repeat(240)}` }],
  [
    "Big",
    "its inline policy has",
    { statements: () => [{ Sid: "A", Effect: "Allow", Action: "a".repeat(10_240), Resource: "*" }] },
  ],
])("a permission set is refused: %s", (name, problem, overrides) => {
  const set = { ...plain, ...overrides };
  expect(permissionSetProblem(name, set, context)).toContain(problem);
  expect(errorOf({ accounts: [], permissionSets: { [name]: set } }).message).toContain(problem);
});

test("permission sets can be the user's own, next to the standard ones", () => {
  const own = center({ permissionSets: { ...standardPermissionSets, Plain: plain }, everywhere: { a: ["Plain"] } });
  expect(own.named("aws_ssoadmin_permission_set", "Plain")).toMatchObject({
    name: "Plain",
    description: "For tests",
    session_duration: "PT1H",
  });
  expect(own.resources("aws_ssoadmin_account_assignment").filter(({ name }) => name.endsWith("Plain"))).toHaveLength(2);
});

test("no permission set needs a policy in the account it is used in", () => {
  expect(center().types()).not.toContain("aws_ssoadmin_customer_managed_policy_attachment");
  expect(center().types()).not.toContain("aws_ssoadmin_permissions_boundary_attachment");
});

test("denials are in a permission set before what it grants", () => {
  const attachment = center().named("aws_ssoadmin_managed_policy_attachment", "Developer");
  expect(attachment["depends_on"]).toEqual(["aws_ssoadmin_permission_set_inline_policy.access_Developer_inline"]);
});

test("ARNs are of the home region's partition", () => {
  const china = center({}, "cn-north-1");
  expect(china.text).not.toContain("arn:aws:");
  const { statement } = policyOf(china.named("aws_ssoadmin_permission_set_inline_policy", "Audit")["inline_policy"]);
  expect(statement("AssumeAuditRole").Resource).toEqual(["arn:aws-cn:iam::*:role/archipelago/baseline-audit"]);
});
