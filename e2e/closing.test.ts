import fs from "node:fs";
import { resourcesOf, stateOf } from "./support/cloud.ts";
import { addToManagement, makeSmall } from "./support/small-stacks.ts";
import { Workspace, type Summary } from "./support/workspace.ts";

// The end of an account, step by step, each test continuing where the one before stopped.

jest.setTimeout(600_000);

const workspace = new Workspace(["management", "log-archive", "security", "shop-dev", "sandbox"]);
const archipelago = (...args: string[]): Promise<string> => workspace.succeed(args);
const planned = (account: string) =>
  workspace.summary(account) as Summary & { readonly reasons: string[]; readonly digests: { review: string } };

/** What the last plan of an account would change, as `action address`. */
function changes(account: string): string[] {
  const { resource_changes } = workspace.json<{
    resource_changes: { address: string; change: { actions: string[] } }[];
  }>(`.archipelago/plans/${account}/plan.json`);
  return resource_changes
    .filter(({ change }) => !["no-op", "read"].includes(change.actions[0]!))
    .map(({ address, change }) => `${change.actions.join("+")} ${address}`)
    .sort();
}

function setLifecycle(account: string, lifecycle: string): void {
  const file = `accounts/${account}/account.json`;
  workspace.write(file, { ...workspace.json<object>(file), lifecycle });
}

beforeAll(async () => {
  makeSmall(workspace);
  addToManagement(workspace, "CostControls", "IdentityCenter");
  // What a sandbox seldom has, and must not be lost: locked objects, logs, backups.
  workspace.replace(
    "accounts/sandbox/stack.ts",
    "export default",
    [
      'import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault/index.js";',
      'import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";',
      'import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";',
      'import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning/index.js";',
      "",
      "export default",
    ].join("\n"),
  );
  workspace.replace(
    "accounts/sandbox/stack.ts",
    '  new SsmParameter(stack, "budget"',
    [
      '  const locked = new S3Bucket(stack, "locked", { bucket: "acme-sandbox-locked", objectLockEnabled: true, lifecycle: { preventDestroy: true } });',
      '  new S3BucketVersioningA(stack, "versions", { bucket: locked.bucket, versioningConfiguration: { status: "Enabled" } });',
      '  new S3Bucket(stack, "scratch", { bucket: "acme-sandbox-scratch", lifecycle: { preventDestroy: true } });',
      '  const key = new KmsKey(stack, "key", { description: "Backups", enableKeyRotation: true });',
      '  new BackupVault(stack, "backups", { name: "backups", kmsKeyArn: key.arn });',
      "",
      '  new SsmParameter(stack, "budget"',
    ].join("\n"),
  );
  workspace.git("add", "--all");
  workspace.git("commit", "--quiet", "--message", "A sandbox with something to lose");
  await archipelago("apply", "--all", "--yes");
});
afterAll(() => workspace.remove());

test("an account that others need does not close: they are named", async () => {
  setLifecycle("log-archive", "closing");
  const { exitCode, stdout, stderr } = await workspace.archipelago(["plan", "log-archive"]);
  expect(exitCode).toBe(1);
  expect(stdout + stderr).toMatch(
    /accounts\/log-archive\/account\.json:\d+:\d+: lifecycle: log-archive cannot be closed/,
  );
  for (const name of ["management", "sandbox", "security", "shop-dev"])
    expect(planned("log-archive").error).toContain(name);
  setLifecycle("log-archive", "active");
  setLifecycle("management", "closing");
  expect((await workspace.archipelago(["plan", "management"])).stdout).toContain(
    "the management account cannot be closed",
  );
  workspace.undoEdits();
});

const kept = [
  "aws_backup_vault.backups",
  "aws_kms_key.key",
  "aws_s3_bucket.locked",
  "aws_s3_bucket_versioning.versions",
];

test("closing: the plan destroys what the account holds, and lets go of what must stay", async () => {
  const before = stateOf(workspace, "sandbox").length;
  setLifecycle("sandbox", "closing");
  expect(await archipelago("plan", "sandbox")).toMatch(/^sandbox +sandbox +closing/m);
  const { status, counts, reasons } = planned("sandbox");
  expect({ status, counts }).toMatchObject({
    status: "changed",
    counts: { add: 0, change: 0, replace: 0, destroy: before - kept.length, forget: kept.length },
  });
  expect(reasons).toEqual([
    "closing",
    "keeps aws_s3_bucket.locked: its objects are locked: nobody may delete them before their time",
    "keeps aws_backup_vault.backups: it holds backups: AWS deletes no vault with recovery points",
  ]);
  expect(changes("sandbox").filter((change) => !change.startsWith("delete "))).toEqual(
    kept.map((address) => `forget ${address}`),
  );
  expect(workspace.read(".archipelago/report/plan.md")).toContain("it holds backups");
});

test("another plan than the reviewed one is not applied; the reviewed one is", async () => {
  const { digests } = planned("sandbox");
  const wrong = await workspace.archipelago(["apply", "sandbox", "--reviewed", "0".repeat(64)]);
  expect([wrong.exitCode, wrong.stderr]).toEqual([1, expect.stringContaining("not the one that was reviewed")]);
  const output = await archipelago("apply", "sandbox", "--reviewed", digests.review);
  expect(output).toMatch(/^sandbox: applied, as reviewed, 0 added, 0 changed, 0 replaced, [1-9]\d* destroyed/m);
  expect(stateOf(workspace, "sandbox")).toEqual([]);
  const left = resourcesOf(workspace)
    .filter(({ account }) => account === planned("sandbox").accountId)
    .map(({ type, id }) => `${type} ${id}`);
  expect(left).toEqual(expect.arrayContaining(["aws_s3_bucket acme-sandbox-locked", "aws_backup_vault backups"]));
  expect(left.join("\n")).not.toMatch(/aws_vpc|scratch/);
  expect(await archipelago("plan", "sandbox")).toContain("0 planned, 1 skipped, 0 failed");
  expect(await archipelago("plan", "sandbox", "--full")).toMatch(/^sandbox +sandbox +closing: nothing is left/m);
});

const member = () =>
  resourcesOf(workspace).find(
    ({ type, attributes }) =>
      type === "aws_organizations_account" && attributes["email"] === "aws+sandbox@acme.example",
  )!;
const unit = (name: string) =>
  resourcesOf(workspace).find(
    ({ type, attributes }) => type === "aws_organizations_organizational_unit" && attributes["name"] === name,
  )!.id;
const address = "aws_organizations_account.organization_account_sandbox[0]";

test("the management account waits while a state still holds resources", async () => {
  const file = ".archipelago/state/acme/sandbox/terraform.tfstate";
  const empty = workspace.read(file);
  workspace.write(file, workspace.read(`${file}.backup`));
  await archipelago("plan", "management");
  expect(planned("management").reasons.join("\n")).toMatch(
    /waits for sandbox to be empty: its state holds [1-9]\d* resources \(npx nx apply sandbox\)/,
  );
  expect(planned("management").status).not.toBe("failed");
  // What stops its spending is not needed any more; it is the only sandbox.
  expect(changes("management").filter((change) => !change.includes(".CostControls_stop_"))).toEqual([]);
  workspace.write(file, empty);
});

test("closed is refused before AWS says so", async () => {
  setLifecycle("sandbox", "closed");
  const { exitCode } = await workspace.archipelago(["plan", "management"]);
  expect(exitCode).toBe(1);
  expect(planned("management").error).toContain(
    "accounts/sandbox/account.json: lifecycle: sandbox is not closed yet: AWS says ACTIVE",
  );
  setLifecycle("sandbox", "closing");
});

test("an empty account moves to the unit of accounts that wait, and nobody has access to it any more", async () => {
  expect(member().attributes["parent_id"]).toBe(unit("Sandbox"));
  await archipelago("plan", "management");
  const others = /aws_ssoadmin_account_assignment|CostControls_stop_/;
  expect(changes("management").filter((change) => !others.test(change))).toEqual([`update ${address}`]);
  expect(planned("management").counts["destroy"]).toBeGreaterThan(0);
  await archipelago("apply", "management", "--reviewed", planned("management").digests.review);
  expect(member().attributes).toMatchObject({ parent_id: unit("Suspended"), status: "ACTIVE" });
});

test("there it is closed, by a plan of its own", async () => {
  await archipelago("plan", "management");
  expect(changes("management")).toEqual([`delete ${address}`, "update aws_s3_object.published_outputs"]);
  await archipelago("apply", "management", "--reviewed", planned("management").digests.review);
  expect(member().attributes).toMatchObject({ parent_id: unit("Suspended"), status: "SUSPENDED" });
  await archipelago("plan", "management");
  expect(planned("management").status).toBe("no-changes");
  const history = JSON.parse(await archipelago("show", "history", "management", "--json")) as {
    history: { closed?: string[] }[];
  };
  expect(history.history[0]).toMatchObject({ closed: ["sandbox"] });
});

test("there is no way back to active: AWS answers nobody in a closed account", async () => {
  setLifecycle("sandbox", "active");
  expect((await workspace.archipelago(["plan", "management", "sandbox"])).exitCode).toBe(1);
  expect(planned("sandbox").error).toContain("The account is closed: its status is SUSPENDED");
  expect(planned("management").error).toContain("sandbox is closed: AWS has suspended the account");
});

test("closed: what is left is a tombstone, which nobody plans and whose address nobody gets", async () => {
  setLifecycle("sandbox", "closed");
  fs.rmSync(workspace.path("accounts/sandbox/stack.ts"));
  const all = await archipelago("plan", "--all", "--full");
  expect(all).toContain("4 planned, 0 failed");
  expect(all).not.toMatch(/^sandbox/m);
  // The group that had access nowhere else.
  expect(changes("management")).toEqual(["delete aws_identitystore_group.IdentityCenter_group_engineers"]);
  expect(await archipelago("status")).toMatch(/^sandbox +sandbox +closed/m);
  expect((await workspace.archipelago(["plan", "sandbox"])).stderr).toContain('the account "sandbox" is closed');
  const nx = await workspace.nx(["run-many", "-t", "check"]);
  expect([nx.exitCode, nx.stdout]).toEqual([0, expect.stringContaining("4 projects")]);
  fs.cpSync(workspace.path("accounts/shop-dev"), workspace.path("accounts/checkout-dev"), { recursive: true });
  const file = "accounts/checkout-dev/account.json";
  workspace.write(file, { ...workspace.json<object>(file), product: "checkout", email: "aws+sandbox@acme.example" });
  expect((await workspace.archipelago(["plan", "checkout-dev"])).stdout).toContain(
    "was the one of sandbox, which is closed",
  );
  fs.rmSync(workspace.path("accounts/checkout-dev"), { recursive: true });
});
