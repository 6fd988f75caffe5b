import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Organization } from "@archipelago/organization";
import type { Account, AccountDefinition, OrganizationAccount } from "@archipelago/account-stack";
import { openCloud, startOfflineAws, type OfflineAws } from "@archipelago/offline-aws";
import { exampleAccount, exampleOrganization, synthStack } from "@archipelago/testing";
import { offlineAccountId } from "@archipelago/account-stack/account-id";
import { terraformIn, type Workspace } from "@archipelago/offline-aws/test-terraform";
import { SecurityDelegation, SecurityServices } from "./index.ts";

const { regions } = exampleOrganization;
const account = (name: string): Account => ({
  ...exampleAccount,
  name,
  email: `aws+${name}@example.com`,
  organizationalUnit: name === "management" ? "Root" : "Security & Audit",
  reads: { management: ["securityAdministrator"], "log-archive": ["configBucketName"] },
});
const [management, security] = [account("management"), account("security")];
const ids = { management: "111111111111", security: offlineAccountId(security.email) };
const accounts: OrganizationAccount[] = [management, security];

let directory: string;
let offline: OfflineAws;
const workspaces: Workspace[] = [];
const cloud = () => openCloud(path.join(directory, "cloud"));

beforeAll(async () => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), "security-services-"));
  offline = await startOfflineAws({
    cloudDirectory: path.join(directory, "cloud"),
    cacheDirectory: path.join(directory, "cache"),
    accounts: Object.values(ids),
  });
});
beforeEach(() => cloud().reset());
afterAll(async () => {
  await offline.stop();
  for (const each of workspaces) each.remove();
  fs.rmSync(directory, { recursive: true, force: true });
});

/** A stack under the real Terraform: `write` synthesises it with these values of its variables. */
function stackOf(of: Account, build: AccountDefinition) {
  const workspace = terraformIn(offline.reattach(ids[of.name as keyof typeof ids]));
  workspaces.push(workspace);
  return {
    ...workspace,
    write(variables: Record<string, string> = {}, overrides: Partial<Account> = {}) {
      const { text } = synthStack(build, { account: { ...of, ...overrides }, accounts });
      const { terraform: _, ...configuration } = JSON.parse(text, (key, value: unknown) =>
        key === "prevent_destroy" ? undefined : value,
      ) as Record<string, unknown>;
      workspace.write(configuration);
      const values = { account_id: ids[of.name as keyof typeof ids], ...variables };
      fs.writeFileSync(path.join(workspace.directory, "inputs.auto.tfvars.json"), JSON.stringify(values));
    },
  };
}

const managementStack = () =>
  stackOf(management, (stack, context) => {
    const organization = new Organization(stack, "organization", context);
    const securityAccountId = organization.accountIds["security"]!;
    new SecurityDelegation(stack, "security", { securityAccountId });
  });

const securityStack = () =>
  stackOf(security, (stack) => {
    const { securityAdministrator } = stack.await("management", { securityAdministrator: "string" });
    new SecurityServices(stack, "security", { rootId: rootId(), designated: securityAdministrator });
  });

const rootId = (): string => {
  const [organization] = cloud().list(ids.management, "aws_organizations_organization");
  return (organization?.attributes["roots"] as { id: string }[] | undefined)?.[0]?.id ?? "r-none";
};

test("what designation switched on is adopted, planned once, kept when the account closes, and forgotten", async () => {
  const [first, second] = [managementStack(), securityStack()];
  first.write();
  expect((await first.apply()).output).toContain("Apply complete!");
  expect((await first.plan()).output).toContain("No changes.");
  const made = cloud().list(ids.security, "aws_guardduty_detector");
  expect(made.map(({ region }) => region).sort()).toEqual([...regions].sort());

  const designated = { management_security_administrator: ids.security };
  second.write(designated);
  const applied = await second.apply();
  expect(applied.output).toContain("3 imported, 32 added, 2 changed, 0 destroyed");
  expect((await second.plan()).output).toContain("No changes.");
  expect(
    cloud()
      .list(ids.security, "aws_guardduty_detector")
      .map(({ id }) => id),
  ).toEqual(made.map(({ id }) => id));

  expect((await second.run("destroy", "-auto-approve")).output).toMatch(/cannot delete detector|Cannot disable/);
  second.write(designated);
  await second.apply();
  second.write(designated, { lifecycle: "closing" });
  expect((await second.apply()).output).toContain("0 added, 0 changed, 0 destroyed");
  expect((await second.run("destroy", "-auto-approve")).output).toContain("32 destroyed");
  expect(cloud().list(ids.security, "aws_guardduty_detector")).toHaveLength(regions.length);
  expect((await first.run("destroy", "-auto-approve")).output).toContain("Destroy complete!");
});
