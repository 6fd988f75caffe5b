import fs from "node:fs";
import path from "node:path";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import { Organization } from "@archipelago/organization";
import type { Account, AccountDefinition, OrganizationAccount } from "@archipelago/account-stack";
import { exampleAccount, exampleOrganization, synthStack } from "@archipelago/testing";
import { offlineAccountId } from "@archipelago/account-stack/account-id";
import { bootstrapOffline } from "@archipelago/runner";
import { useOfflineAws } from "@archipelago/offline-aws/test-cloud-process";
import { ConfigRecorder, SecurityDelegation, SecurityServices } from "./index.ts";

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

const offline = useOfflineAws(Object.values(ids));
const { cloud } = offline;

beforeEach(() => {
  cloud().reset();
  bootstrapOffline(cloud(), exampleOrganization, security, ids.security);
});

/** A stack under the real Terraform: `write` synthesises it with these values of its variables. */
function stackOf(of: Account, build: AccountDefinition) {
  const workspace = offline.terraform(ids[of.name as keyof typeof ids]);
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

const designated = { management_security_administrator: ids.security };

async function applied(...stacks: ReturnType<typeof stackOf>[]): Promise<void> {
  for (const each of stacks) {
    expect((await each.apply()).output).toContain("Apply complete!");
    expect((await each.plan()).output).toContain("No changes.");
  }
}

test("what designation switched on is adopted, planned once, kept when the account closes, and forgotten", async () => {
  const [first, second] = [managementStack(), securityStack()];
  first.write();
  await applied(first);
  const made = cloud().list(ids.security, "aws_guardduty_detector");
  expect(made.map(({ region }) => region).sort()).toEqual([...regions].sort());

  second.write(designated);
  expect((await second.apply()).output).toContain("3 imported, 32 added, 2 changed, 0 destroyed");
  expect((await second.plan()).output).toContain("No changes.");
  expect(
    cloud()
      .list(ids.security, "aws_guardduty_detector")
      .map(({ id }) => id),
  ).toEqual(made.map(({ id }) => id));

  const refused = await second.run("destroy", "-auto-approve");
  expect(refused.output).toContain("cannot delete detector while it has invited or associated members");
  expect(refused.output).toContain("Cannot disable Security Hub on the Security Hub administrator");
  await applied(second);
  second.write(designated, { lifecycle: "closing" });
  expect((await second.apply()).output).toContain("0 added, 0 changed, 0 destroyed");
  expect((await second.run("destroy", "-auto-approve")).output).toContain("32 destroyed");
  expect(cloud().list(ids.security, "aws_guardduty_detector")).toHaveLength(regions.length);
  expect((await first.run("destroy", "-auto-approve")).output).toContain("Destroy complete!");
});

test("without designation nothing is administered, and AWS says what is missing", async () => {
  const first = stackOf(management, (stack, context) => void new Organization(stack, "organization", context));
  first.write();
  await applied(first);
  const second = securityStack();
  second.write();
  expect((await second.apply()).output).toContain(
    `Account ${ids.security} is not the delegated administrator of guardduty.amazonaws.com`,
  );
});

test("after designation, creating instead of importing is refused", async () => {
  const first = managementStack();
  first.write();
  await applied(first);
  const second = securityStack();
  second.write();
  const { output } = await second.apply();
  expect(output).toContain("a detector already exists for the current account");
  expect(output).toContain("Account is already subscribed to Security Hub");
});

test("a recorder waits for its bucket, and stops before its channel goes", async () => {
  const stack = stackOf(security, (scope) => {
    const { configBucketName } = scope.await("log-archive", { configBucketName: "string" });
    new ConfigRecorder(scope, "config", { bucketName: configBucketName, awaited: true });
  });
  const archive = stackOf(management, (scope) => void new S3Bucket(scope, "archive", { bucket: "example-config" }));
  stack.write();
  await applied(stack);
  expect(cloud().list(ids.security, "aws_config_configuration_recorder")).toHaveLength(regions.length);
  expect(cloud().list(ids.security, "aws_config_configuration_recorder_status")).toEqual([]);
  archive.write();
  await applied(archive);
  stack.write({ log_archive_config_bucket_name: "example-config" });
  await applied(stack);
  expect(cloud().list(ids.security, "aws_config_configuration_recorder_status")).toHaveLength(regions.length);
  expect((await stack.run("destroy", "-auto-approve")).output).toContain("7 destroyed");
});

test("rules run in every account once every account records", async () => {
  const first = managementStack();
  first.write();
  await applied(first);
  const second = stackOf(security, (stack) => {
    new SecurityServices(stack, "security", { rootId: rootId(), designated: ids.security, organizationRules: true });
  });
  second.write();
  expect((await second.apply()).output).toContain("Configuration recorder is not available in eu-");
  for (const accountId of Object.values(ids))
    for (const region of regions)
      cloud().put({ type: "aws_config_configuration_recorder", id: "default", accountId, region, attributes: {} });
  await applied(second);
});
