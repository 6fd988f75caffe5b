import type { OrganizationAccount } from "@archipelago/account-stack";
import { exampleAccount, synthStack, type ContextOverrides } from "@archipelago/testing";
import { policyTypes, trustedServices } from "./features.ts";
import { Organization, organizationOutputs, type OrganizationProps } from "./organization.ts";
import { OrganizationPolicies, type OrganizationPolicy } from "./policies.ts";

const management: OrganizationAccount = { ...exampleAccount, name: "management", organizationalUnit: "Root" };
const security: OrganizationAccount = { ...exampleAccount, name: "security", organizationalUnit: "Security & Audit" };
const shop: OrganizationAccount = { ...exampleAccount, name: "shop-dev", email: "aws+shop-dev@example.com" };

function organizationOf(accounts: readonly OrganizationAccount[], overrides: ContextOverrides = {}) {
  return synthStack(
    (stack, context) => {
      stack.publish(organizationOutputs, new Organization(stack, "organization", context).outputs);
    },
    { account: { name: "management" }, accounts, ...overrides },
  );
}

const template = organizationOf([management, security, shop]);

test("the organisation has all features and cannot be deleted", () => {
  expect(template.resource("aws_organizations_organization")).toMatchObject({
    feature_set: "ALL",
    aws_service_access_principals: Object.keys(trustedServices).sort(),
    enabled_policy_types: Object.keys(policyTypes).sort(),
    lifecycle: { prevent_destroy: true },
  });
});

test("root users of members are managed centrally", () => {
  expect(template.resource("aws_iam_organizations_features")).toMatchObject({
    enabled_features: ["RootCredentialsManagement", "RootSessions"],
  });
});

test("ids are published, the management account's own among them", () => {
  expect(Object.keys(template.published()).sort()).toEqual(Object.keys(organizationOutputs).sort());
  expect(template.published()["managementAccountId"]).toBe("var.account_id");
  expect(template.published()["securityAccountId"]).toBe("aws_organizations_account.organization_account_security.id");
  expect(template.published()["organizationId"]).toMatch(/^aws_organizations_organization\..*\.id$/);
  expect(template.published()["accountIds"]).toContain('"management" = var.account_id');
  expect(template.published()["accountIds"]).toContain(
    '"shop-dev" = aws_organizations_account.organization_account_shop-dev.id',
  );
});

test("organizational units form the tree of organization.json, with the units between", () => {
  const units = Object.fromEntries(
    template
      .resources("aws_organizations_organizational_unit")
      .map(({ name, properties }) => [name, [properties["name"], properties["parent_id"]]]),
  );
  const root = "${aws_organizations_organization.organization_organization.roots[0].id}";
  expect(units).toEqual({
    "organization_unit_Security-Audit": ["Security & Audit", root],
    "organization_unit_Shared-Infrastructure": ["Shared Infrastructure", root],
    organization_unit_Workloads: ["Workloads", root],
    organization_unit_Workloads_Production: [
      "Production",
      "${aws_organizations_organizational_unit.organization_unit_Workloads.id}",
    ],
    "organization_unit_Workloads_Non-Production": [
      "Non-Production",
      "${aws_organizations_organizational_unit.organization_unit_Workloads.id}",
    ],
    organization_unit_Sandbox: ["Sandbox", root],
    organization_unit_Suspended: ["Suspended", root],
  });
});

test.each([
  ["six levels", { "A/B/C/D/E/F": [] }, "6 levels deep"],
  ["Root", { Root: [] }, "above all units"],
  ["two that read alike", { "A & B": [], "A-B": [] }, "A-B"],
])("refused: %s", (_name, organizationalUnits, message) => {
  expect(() => organizationOf([management, security], { organization: { organizationalUnits } })).toThrow(message);
});

test("an account is made in its unit with its own tags, and nothing closes or replaces it", () => {
  expect(template.count("aws_organizations_account")).toBe(2);
  expect(template.named("aws_organizations_account", "shop-dev")).toEqual({
    name: "shop-dev",
    email: "aws+shop-dev@example.com",
    parent_id: "${aws_organizations_organizational_unit.organization_unit_Workloads_Non-Production.id}",
    role_name: "OrganizationAccountAccessRole",
    iam_user_access_to_billing: "ALLOW",
    close_on_deletion: false,
    tags: expect.objectContaining({ account: "shop-dev", owner: "@example/team-example", "cost-centre": "CC-1" }),
    lifecycle: { prevent_destroy: true, ignore_changes: ["email", "iam_user_access_to_billing", "role_name"] },
  });
});

test("the account that plays a part must be there", () => {
  expect(() => organizationOf([management, shop])).toThrow('accounts.security: there is no account "security"');
});

test("another account adds one resource and changes no other", () => {
  const more = organizationOf([management, security, shop, { ...shop, name: "checkout-dev", email: "c@example.com" }]);
  const before = template.addresses();
  expect(more.addresses().filter((address) => !before.includes(address))).toEqual([
    "aws_organizations_account.organization_account_checkout-dev",
  ]);
  expect(before.filter((address) => !more.addresses().includes(address))).toEqual([]);
});

test("an account that existed before is imported by its id", () => {
  const { text } = organizationOf([management, security, { ...shop, existingAccountId: "444455556666" }]);
  expect((JSON.parse(text) as { import: unknown }).import).toEqual([
    { id: "444455556666", to: "aws_organizations_account.organization_account_shop-dev" },
  ]);
});

test.each([...Object.entries(trustedServices), ...Object.entries(policyTypes)])("%s has a reason", (name, reason) => {
  expect(name).toMatch(/^([a-z0-9.-]+\.amazonaws\.com|[A-Z_]+)$/);
  expect(reason.length).toBeGreaterThan(20);
});

test("an account that existed before may keep its name and tags", () => {
  const kept = { name: "Legacy Shop", tags: { wiki: "https://wiki.example/shop", owner: "nobody" } };
  const existing = organizationOf([management, security, { ...shop, existingAccountId: "444455556666", kept }]);
  expect(existing.named("aws_organizations_account", "shop-dev")).toMatchObject({
    name: "Legacy Shop",
    tags: { wiki: "https://wiki.example/shop", owner: "@example/team-example", account: "shop-dev" },
  });
});

/** An organisation with more, or less, than the default. */
function variant(props: Partial<OrganizationProps>, policies: readonly OrganizationPolicy[] = []) {
  return synthStack(
    (stack) => {
      const organization = new Organization(stack, "organization", {
        accounts: [management, security, shop],
        ...props,
      });
      new OrganizationPolicies(stack, "policies", { ...organization, policies });
    },
    { account: { name: "management" }, accounts: [management, security, shop] },
  );
}

test("services, kinds of policy and root access can stay as they were found", () => {
  const found = variant({
    trustedServices: ["sso.amazonaws.com", "controltower.amazonaws.com"],
    policyTypes: ["SERVICE_CONTROL_POLICY"],
    rootAccess: { reason: "as it was found" },
  });
  expect(found.resource("aws_organizations_organization")).toMatchObject({
    aws_service_access_principals: ["controltower.amazonaws.com", "sso.amazonaws.com"],
    enabled_policy_types: ["SERVICE_CONTROL_POLICY"],
  });
  expect(found.count("aws_iam_organizations_features")).toBe(0);
  expect(() => variant({ rootAccess: { reason: " " } })).toThrow(
    "central root access is switched off without a reason",
  );
});

test("a policy is kept word for word, IAM's variables included, and attached to units and accounts", () => {
  const document = { Statement: [{ Resource: "arn:aws:iam::*:user/${aws:username}" }] };
  const kept = variant({}, [
    { name: "Deny All", type: "SERVICE_CONTROL_POLICY", targets: ["Root", "Sandbox", "shop-dev"], document },
  ]);
  expect(kept.resource("aws_organizations_policy")).toEqual({
    name: "Deny All",
    type: "SERVICE_CONTROL_POLICY",
    content: '{"Statement":[{"Resource":"arn:aws:iam::*:user/$${aws:username}"}]}',
  });
  expect(
    kept
      .resources("aws_organizations_policy_attachment")
      .map(({ name }) => name)
      .sort(),
  ).toEqual(["policies_Deny-All_Root", "policies_Deny-All_Sandbox", "policies_Deny-All_shop-dev"]);
});

test("a policy's target that is not there is refused with the nearest one", () => {
  const policy = { name: "P", type: "SERVICE_CONTROL_POLICY", targets: ["Sandbx"], document: {} };
  expect(() => variant({}, [policy])).toThrow('the policy P is for "Sandbx"; did you mean "Sandbox"?');
});

test("an account that closes may move and go, as the runner says; nothing else about the others changes", () => {
  const closing = organizationOf([management, security, { ...shop, lifecycle: "closing" }]);
  const account = closing.named("aws_organizations_account", "shop-dev");
  const step = 'lookup(var.closing_accounts, "shop-dev", "holding")';
  expect(account).toMatchObject({
    count: `\${contains(["leaving"], ${step}) ? 0 : 1}`,
    close_on_deletion: `\${contains(["emptied", "leaving"], ${step})}`,
    lifecycle: { prevent_destroy: false },
  });
  expect(account["parent_id"]).toMatch(
    /^\$\{contains\(\["emptied", "leaving"\], .*unit_Suspended\.id : .*Non-Production\.id\}$/,
  );
  expect(closing.named("aws_organizations_account", "security")).toEqual(
    template.named("aws_organizations_account", "security"),
  );
  expect((JSON.parse(template.text) as { variable: object }).variable).not.toHaveProperty("closing_accounts");
});

test("a closed account is no resource and has no id", () => {
  const closed = organizationOf([management, security, { ...shop, lifecycle: "closed" }]);
  expect(closed.text).not.toContain("shop-dev");
});

test("without a unit for accounts that wait, none can close", () => {
  const accounts = [
    management,
    { ...security, organizationalUnit: "Sandbox" },
    { ...shop, lifecycle: "closing" as const, organizationalUnit: "Sandbox" },
  ];
  expect(() => organizationOf(accounts, { organization: { organizationalUnits: { Sandbox: [] } } })).toThrow(
    'there is no unit "Suspended"',
  );
});
