import fs from "node:fs";
import { resourcesOf, stateOf } from "./support/cloud.ts";
import { addToManagement, makeSmall } from "./support/small-stacks.ts";
import { Workspace, type Summary } from "./support/workspace.ts";

// Accounts as folders: one appears, one disappears, one is lost and found, and a second organisation from the same tree.
// Each test continues where the one before stopped.

jest.setTimeout(600_000);

const workspace = new Workspace(["management", "log-archive", "security", "shop-dev"]);
const archipelago = (...args: string[]): Promise<string> => workspace.succeed(args);

beforeAll(async () => {
  makeSmall(workspace);
  addToManagement(workspace, "IdentityCenter");
  await archipelago("apply", "--all", "--yes");
});
afterAll(() => workspace.remove());

/** What the last plan of an account would change, as `action address`. */
function changes(account: string): string[] {
  const { resource_changes } = workspace.json<{
    resource_changes: { address: string; change: { actions: string[]; importing?: object } }[];
  }>(`.archipelago/plans/${account}/plan.json`);
  return resource_changes
    .filter(({ change }) => change.importing !== undefined || !["no-op", "read"].includes(change.actions[0]!))
    .map(({ address, change }) => `${change.importing ? "import" : change.actions.join("+")} ${address}`)
    .sort();
}

test("a copied folder is one new account and its access in management's plan, and nothing in the others'", async () => {
  fs.cpSync(workspace.path("accounts/shop-dev"), workspace.path("accounts/checkout-dev"), { recursive: true });
  workspace.replace("accounts/checkout-dev/account.json", "10.32.0.0/20", "10.32.16.0/20");
  await archipelago("plan", "--all");
  const isAccess = (change: string) => /^create aws_ssoadmin_account_assignment\.\S*checkout-dev/.test(change);
  expect(changes("management").some(isAccess)).toBe(true);
  const [account, ...more] = changes("management").filter((change) => !isAccess(change));
  expect(account).toBe("create aws_organizations_account.organization_account_checkout-dev");
  // The ids are published, the new one among them.
  expect(more).toEqual(["update aws_s3_object.published_outputs"]);
  for (const name of ["log-archive", "security", "shop-dev"])
    expect([name, workspace.summary(name).status]).toEqual([name, expect.stringMatching(/^(no-changes|skipped)$/)]);
  expect(workspace.summary("checkout-dev")).toMatchObject({ status: "changed", placeholders: [] });
  workspace.undoEdits();
});

test("an account whose folder is gone does not leave the organisation: the plan is refused", async () => {
  fs.rmSync(workspace.path("accounts/shop-dev"), { recursive: true });
  const { exitCode, stderr, stdout } = await workspace.archipelago(["plan", "--all"]);
  expect(exitCode).toBe(1);
  expect(stdout + stderr).toContain("the plan would take shop-dev out of the organisation");
  expect(stdout + stderr).toContain('"lifecycle": "closing"');
  expect(workspace.summary("management")).toMatchObject({ status: "failed" });
  expect(workspace.exists(".archipelago/plans/management/plan.tfplan")).toBe(false);
  workspace.undoEdits();
});

test("the same goes for an account.json that cannot be read; a new one is left out, and management says so", async () => {
  workspace.write("accounts/shop-dev/account.json", "{");
  expect((await workspace.archipelago(["plan", "management"])).exitCode).toBe(1);
  expect(workspace.summary("management").error).toContain("out of the organisation");
  workspace.undoEdits();
  workspace.write("accounts/checkout-dev/account.json", "{");
  expect((await workspace.archipelago(["plan", "management"])).exitCode).toBe(0);
  expect(workspace.summary("management")).toMatchObject({
    status: "no-changes",
    reasons: expect.arrayContaining(["leaves out checkout-dev: its account.json is not valid"]),
  });
  workspace.undoEdits();
});

test("an account that the state lost is found by its e-mail address and imported, not created again", async () => {
  const before = stateOf(workspace, "management");
  await archipelago(
    "offline",
    "--",
    "terraform",
    "-chdir=.archipelago/work/management",
    "state",
    "rm",
    "aws_organizations_account.organization_account_shop-dev",
  );
  await archipelago("apply", "management", "--yes");
  expect(changes("management").filter((change) => !/^update/.test(change))).toEqual([
    "import aws_organizations_account.organization_account_shop-dev",
  ]);
  expect(stateOf(workspace, "management")).toEqual(before);
  await archipelago("plan", "management", "--full");
  expect(workspace.summary("management").status).toBe("no-changes");
});

test("another organization.json is another organisation: nothing is shared, and the first one is untouched", async () => {
  const applied = resourcesOf(workspace).length;
  const other = workspace.json<Record<string, unknown>>("organization.json");
  workspace.write("organization-test.json", {
    ...other,
    name: "acme-test",
    homeRegion: "eu-central-1",
    emailPattern: "aws+test-{account}@acme.example",
  });
  await archipelago("--organization", "organization-test.json", "apply", "management", "--yes");
  const second = workspace.summary("management");
  expect(second.counts["add"]).toBeGreaterThan(10);
  expect(resourcesOf(workspace).length).toBeGreaterThanOrEqual(applied + second.counts["add"]!);
  await archipelago("plan", "--all", "--full");
  const first = workspace.json<Summary[]>(".archipelago/report/plan.json");
  for (const { status } of first) expect(status).toMatch(/^(no-changes|skipped)$/);
  expect(workspace.summary("management").accountId).not.toBe(second.accountId);
  const homes = resourcesOf(workspace).filter(({ id }) => /^acme(-test)?-management-tfstate$/.test(id));
  expect(homes.map(({ account, attributes }) => [account, attributes["region"]])).toEqual(
    expect.arrayContaining([
      [workspace.summary("management").accountId, "eu-west-1"],
      [second.accountId, "eu-central-1"],
    ]),
  );
});

test("on AWS an account that does not exist yet is pending, with its plan against the simulated cloud", async () => {
  workspace.undoEdits();
  fs.cpSync(workspace.path("accounts/shop-dev"), workspace.path("accounts/checkout-dev"), { recursive: true });
  workspace.replace("accounts/checkout-dev/account.json", "10.32.0.0/20", "10.32.16.0/20");
  workspace.replace("organization.json", '"cloud": "offline"', '"cloud": "aws"');
  const { exitCode, stdout } = await workspace.archipelago(["plan", "checkout-dev"]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/checkout-dev\*? +development +no such account yet: simulated +[1-9]\d* +0 +0/);
  expect(workspace.summary("checkout-dev")).toMatchObject({
    status: "pending",
    cloud: "offline",
    accountId: null,
    counts: { add: expect.any(Number) },
  });
  expect(workspace.summary("checkout-dev").counts["add"]).toBeGreaterThan(20);
  expect(workspace.exists(".archipelago/plans/checkout-dev/plan.tfplan")).toBe(false);
  const apply = await workspace.archipelago(["apply", "checkout-dev", "--yes"]);
  expect(apply.exitCode).toBe(1);
  expect(apply.stderr).toContain("apply management first: it creates the account");
  workspace.undoEdits();
});
