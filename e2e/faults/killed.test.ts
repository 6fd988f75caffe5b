import fs from "node:fs";
import { stateOf } from "../support/cloud.ts";
import { killProcesses, processesIn, until } from "../support/processes.ts";
import { existing, newestJournal } from "../support/remote-states.ts";
import { Workspace } from "../support/workspace.ts";

// Terraform is killed in mid-apply, with the command that started it: what it made is in no state. The next plan says what it
// takes over, the next apply imports it and makes the rest.

jest.setTimeout(600_000);

const platform = ["management", "log-archive", "security"];
const account = "sandbox";
let workspace: Workspace;
beforeAll(async () => void (workspace = await Workspace.applied([...platform, account], platform)));
afterAll(async () => {
  await until("ended", () => processesIn(workspace).length === 0);
  workspace.remove();
});

/** Addresses that Terraform has begun or ended with, in its account of the newest apply. */
const addresses = (type: "apply_start" | "apply_complete"): string[] =>
  newestJournal(workspace, account).flatMap((event) => (event.type === type ? [event.hook!.resource.addr] : []));

const made = (): string[] => existing(workspace, account);

test("kill -9 of everything in mid-apply: the next plan re-adopts, the next apply makes the rest, nothing is made twice", async () => {
  const { ended } = workspace.start(workspace.command("archipelago", "apply", account, "--yes"), {
    env: { ARCHIPELAGO_OFFLINE_APPLY_DELAY_MS: "700" },
  });
  await until("in the middle of an apply", () => addresses("apply_complete").length >= 12);
  killProcesses(workspace, /terraform|archipelago/);
  expect((await ended).exitCode).not.toBe(0);
  await until("settled", () => processesIn(workspace).length === 0);
  const before = made();
  const completed = addresses("apply_complete");
  const inFlight = addresses("apply_start").filter((address) => !completed.includes(address));
  const state = `.archipelago/state/acme/${account}/terraform.tfstate`;
  // What a remote state is after a kill: as it was before the apply.
  fs.rmSync(workspace.path(state), { force: true });

  await workspace.succeed(["plan", account]);
  const { counts, reasons } = workspace.summary(account);
  expect(reasons[0]).toBe(`re-adopts ${counts["import"]} resources of an interrupted apply`);
  expect(workspace.read(".archipelago/report/plan.md")).toContain(reasons[0]);
  expect(counts["import"]).toBeGreaterThan(5);
  expect(made()).toEqual(before);

  const applied = await workspace.succeed(["apply", account, "--yes"]);
  expect(applied).toMatch(/applied, \d+ imported, \d+ added/);
  expect(stateOf(workspace, account)).toEqual(made());
  // What was in flight is found and taken over, but for a setting of the region: it is there in any case, so it is set once
  // more, and the id that Terraform's provider invents for it, and AWS does not know, is another one.
  const [settings, others] = partition(before, (resource) => {
    const [type, id] = resource.split(" ") as [string, string];
    return /^terraform-\d{8}/.test(id) && inFlight.some((address) => address.startsWith(`${type}.`));
  });
  expect(made()).toEqual(expect.arrayContaining(others));
  const { resource: declared } = workspace.json<{ resource: Record<string, object> }>(
    `.archipelago/work/${account}/cdk.tf.json`,
  );
  // Some are set in two regions.
  for (const type of settings.map((resource) => resource.split(" ")[0]!))
    expect(made().filter((resource) => resource.startsWith(`${type} `))).toHaveLength(
      Object.keys(declared[type]!).length,
    );
  expect(fs.readdirSync(workspace.path(".archipelago/journals/acme", account))).toEqual([]);
  expect(await workspace.succeed(["plan", account, "--full"])).toMatch(/as applied +0 +0 +0 /);
});

function partition<T>(all: readonly T[], test: (each: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter((each) => !test(each))];
}
