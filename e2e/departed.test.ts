import fs from "node:fs";
import { stateOf } from "./support/cloud.ts";
import { renameShopDev } from "./support/renamed-folder.ts";
import { makeSmall } from "./support/small-stacks.ts";
import { Workspace } from "./support/workspace.ts";

// Folders of accounts that go, or get another name, in a pull request.

jest.setTimeout(600_000);

const workspace = new Workspace(["management", "log-archive", "security", "shop-dev"]);
const archipelago = (...args: string[]): Promise<string> => workspace.succeed(args);
const check = () => workspace.archipelago(["check", "management"]);

beforeAll(async () => {
  makeSmall(workspace);
  await archipelago("apply", "--all", "--yes");
  workspace.git("checkout", "--quiet", "-b", "pull-request");
});
afterEach(() => {
  workspace.git("reset", "--quiet", "--hard", "main");
  workspace.git("clean", "--quiet", "-d", "--force");
});
afterAll(() => workspace.remove());

function commit(message: string): void {
  workspace.git("add", "--all");
  workspace.git("commit", "--quiet", "--message", message);
}

test("deleting the folder of an account that holds resources fails the check of the pull request, with the steps", async () => {
  const held = stateOf(workspace, "shop-dev").length;
  fs.rmSync(workspace.path("accounts/shop-dev"), { recursive: true });
  commit("Delete shop-dev");
  const { exitCode, stderr } = await check();
  expect(exitCode).toBe(1);
  expect(stderr).toContain(`accounts/shop-dev: is gone, but its state holds ${held} resources`);
  expect(stderr).toMatch(/git checkout [0-9a-f]{7} -- accounts\/shop-dev; set "lifecycle": "closing" in it/);
  const nx = await workspace.nx(["affected", "-t", "check", "--base=main"]);
  expect([nx.exitCode, nx.stdout]).toEqual([1, expect.stringContaining("is gone, but its state holds")]);
});

test("an account that was never applied may go", async () => {
  workspace.git("checkout", "--quiet", "main");
  fs.cpSync(workspace.path("accounts/shop-dev"), workspace.path("accounts/checkout-dev"), { recursive: true });
  workspace.replace("accounts/checkout-dev/account.json", '"product": "shop"', '"product": "checkout"');
  workspace.replace("accounts/checkout-dev/account.json", "10.32.0.0/20", "10.32.16.0/20");
  commit("Add checkout-dev");
  workspace.git("checkout", "--quiet", "-B", "pull-request");
  fs.rmSync(workspace.path("accounts/checkout-dev"), { recursive: true });
  commit("Do without");
  const { exitCode, stdout, stderr } = await check();
  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: "management: ok\n", stderr: "" });
});

test("renaming a folder is refused with the command that takes the state along, and goes through with it", async () => {
  const held = stateOf(workspace, "shop-dev");
  renameShopDev(workspace);
  const refused = await check();
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain(
    `accounts/shop-dev: became accounts/store-dev, but its state holds ${held.length} resources`,
  );
  const [, command] = /npm run archipelago -- (rename shop-dev store-dev)/.exec(refused.stderr)!;

  // Under the new name nobody would look for what an interrupted apply has left.
  const note = { format: 1, time: "2026-11-21T09:00:00.000Z", who: "ada@laptop", creations: {} };
  for (const [file, said] of [
    [".archipelago/work/shop-dev/errored.tfstate", "could not save its state"],
    [".archipelago/journals/acme/shop-dev/apply-1.json", "the apply of ada@laptop at 2026-11-21T09:00:00.000Z"],
  ] as const) {
    workspace.write(file, note);
    const { exitCode, stderr } = await workspace.archipelago(command!.split(" "));
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(said)]);
    expect(stderr).toContain("npx nx apply shop-dev");
    fs.rmSync(workspace.path(file));
  }
  expect(await archipelago(...command!.split(" "))).toContain("the state of shop-dev is the one of store-dev now");
  expect(stateOf(workspace, "store-dev")).toEqual(held);
  expect((await check()).stderr).not.toContain("accounts/shop-dev");
  await workspace.archipelago(["plan", "management", "store-dev"]);
  expect(["management", "store-dev"].map((name) => workspace.summary(name).error)).toEqual([undefined, undefined]);
  const { resource_changes } = workspace.json<{
    resource_changes: { address: string; previous_address?: string; change: { actions: string[] } }[];
  }>(".archipelago/plans/management/plan.json");
  const account = resource_changes.find(
    ({ address }) => address === "aws_organizations_account.organization_account_store-dev",
  );
  expect(account).toMatchObject({
    previous_address: "aws_organizations_account.organization_account_shop-dev",
    change: { actions: ["update"] },
  });
  const { counts } = workspace.summary("store-dev");
  expect(counts["destroy"]).toBe(0);

  const again = await workspace.archipelago(["rename", "shop-dev", "store-dev"]);
  expect([again.exitCode, again.stderr]).toEqual([
    1,
    expect.stringContaining("the state of shop-dev holds nothing to move"),
  ]);
});
