import fs from "node:fs";
import { isBootstrapped, resourcesOf, stateOf } from "../support/cloud.ts";
import { killProcesses, processesIn, until } from "../support/processes.ts";
import { Workspace } from "../support/workspace.ts";

// Terraform is killed in mid-apply, with the command that started it: what it made is in no state. The next plan says what it
// takes over, the next apply imports it and makes the rest.

jest.setTimeout(240_000);

const workspace = new Workspace(["management", "log-archive", "security", "shop-dev"]);
beforeAll(async () => void (await workspace.succeed(["apply", "management", "log-archive", "security", "--yes"])));
afterAll(async () => {
  await until("ended", () => processesIn(workspace).length === 0);
  workspace.remove();
});

const account = "shop-dev";

/** Terraform's account of the newest apply. */
function journal(): { type: string }[] {
  const logs = workspace.path(".archipelago/logs", account);
  const newest = fs.existsSync(logs)
    ? fs
        .readdirSync(logs)
        .filter((name) => /^apply-.*\.jsonl$/.test(name))
        .sort()
        .at(-1)
    : undefined;
  if (newest === undefined) return [];
  const lines = workspace.read(`.archipelago/logs/${account}/${newest}`).split("\n");
  return lines.filter((line) => line.endsWith("}")).map((line) => JSON.parse(line) as { type: string });
}
const events = (type: string): number => journal().filter((event) => event.type === type).length;

function existing(): string[] {
  const { accountId } = workspace.summary(account);
  return resourcesOf(workspace)
    .filter((resource) => resource.account === accountId && !isBootstrapped(resource))
    .map(({ type, id }) => `${type} ${id}`)
    .sort();
}

test("kill -9 of everything in mid-apply: the next plan re-adopts, the next apply makes the rest, nothing is made twice", async () => {
  const { ended } = workspace.start(workspace.command("archipelago", "apply", account, "--yes"), {
    env: { ARCHIPELAGO_OFFLINE_APPLY_DELAY_MS: "700" },
  });
  await until("in the middle of an apply", () => events("apply_complete") >= 12, journal);
  killProcesses(workspace, /terraform|archipelago/);
  expect((await ended).exitCode).not.toBe(0);
  await until("settled", () => processesIn(workspace).length === 0);
  const made = existing();
  const state = `.archipelago/state/acme/${account}/terraform.tfstate`;
  // What a remote state is after a kill: as it was before the apply.
  fs.rmSync(workspace.path(state), { force: true });

  await workspace.succeed(["plan", account]);
  const { counts, reasons } = workspace.summary(account);
  expect(reasons[0]).toBe(`re-adopts ${counts["import"]} resources of an interrupted apply`);
  expect(workspace.read(".archipelago/report/plan.md")).toContain(reasons[0]);
  expect(counts["import"]).toBeGreaterThan(5);
  expect(existing()).toEqual(made);

  const applied = await workspace.succeed(["apply", account, "--yes"]);
  expect(applied).toMatch(/applied, \d+ imported, \d+ added/);
  expect(stateOf(workspace, account)).toEqual(existing());
  // A setting of the region is made again under an id that Terraform invents; there is still one of it.
  const lasting = made.filter((resource) => !/ terraform-\d{8}/.test(resource));
  expect(lasting.filter((resource) => !existing().includes(resource))).toEqual([]);
  const typesOf = (all: readonly string[]) => all.map((resource) => resource.split(" ")[0]);
  expect(typesOf(existing())).toEqual(expect.arrayContaining(typesOf(made)));
  expect(fs.readdirSync(workspace.path(".archipelago/journals/acme", account))).toEqual([]);
  expect(await workspace.succeed(["plan", account, "--full"])).toMatch(/as applied +0 +0 +0 /);
});
