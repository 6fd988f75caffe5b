import type { OrganizationAccount } from "@archipelago/account-stack";
import { Organization } from "@archipelago/organization";
import { exampleAccount, synthStack } from "@archipelago/testing";
import { useOfflineAws } from "@archipelago/offline-aws/test-cloud-process";
import type { Workspace } from "@archipelago/offline-aws/test-terraform";
import { IdentityCenter } from "./identity-center.ts";

const managementId = "111111111111";
const management = { ...exampleAccount, name: "management", organizationalUnit: "Root", email: "m@example.com" };
const member = (name: string, access: OrganizationAccount["access"]) => ({
  ...exampleAccount,
  name,
  directory: `accounts/${name}`,
  email: `${name}@example.com`,
  access,
});
const security = member("security", {});
const shop = member("shop-dev", { "team-shop": ["Developer"] });

const offline = useOfflineAws([managementId]);
let terraform: Workspace;
beforeAll(() => void (terraform = offline.terraform(managementId)));

interface StackJson {
  terraform: { backend?: unknown };
  variable: { account_id: { default?: string } };
  resource: { aws_organizations_organization: Record<string, { aws_service_access_principals: string[] }> };
}

/** Writes the management account's stack as Terraform would get it, with an organisation of its own and these accounts. */
function write(
  applications: readonly OrganizationAccount[],
  change: (stack: StackJson) => void = () => undefined,
): void {
  const accounts = [management, security, ...applications];
  const { text } = synthStack(
    (stack) => {
      const { organizationId, accountIds } = new Organization(stack, "organization", { accounts });
      const everywhere = { "team-security": ["SecurityAudit"] };
      new IdentityCenter(stack, "access", { accounts, accountIds, organizationId, everywhere });
    },
    { account: management, accounts },
  );
  const stack = JSON.parse(text.replaceAll('"prevent_destroy": true', '"prevent_destroy": false')) as StackJson;
  delete stack.terraform.backend;
  stack.variable.account_id.default = managementId;
  change(stack);
  terraform.write(stack);
}

const changes = async (): Promise<string[]> => {
  const { json } = await terraform.plan();
  const all = json.resource_changes ?? [];
  return all
    .filter(({ change }) => change.actions.join() !== "no-op")
    .map(({ address, change }) => `${change.actions.join()} ${address}`)
    .sort();
};

test("it is made with the organisation in one apply; later changes touch only what they say", async () => {
  write([shop]);
  expect((await terraform.apply()).output).toContain("Apply complete!");
  expect(await changes()).toEqual([]);

  write([shop, member("shop-staging", { "team-shop": ["Developer", "ReadOnly"] })]);
  expect(await changes()).toEqual([
    "create aws_organizations_account.organization_account_shop-staging",
    "create aws_ssoadmin_account_assignment.access_shop-staging_team-security_SecurityAudit",
    "create aws_ssoadmin_account_assignment.access_shop-staging_team-shop_Developer",
    "create aws_ssoadmin_account_assignment.access_shop-staging_team-shop_ReadOnly",
  ]);

  // A change of the organisation must not put off reading the instance: that would plan to replace everything.
  write([shop], ({ resource: { aws_organizations_organization: organizations } }) => {
    for (const each of Object.values(organizations)) each.aws_service_access_principals.push("ssm.amazonaws.com");
  });
  expect(await changes()).toEqual(["update aws_organizations_organization.organization_organization"]);

  write([shop]);
  expect((await terraform.run("destroy", "-auto-approve")).output).toContain("Destroy complete!");
});
