import fs from "node:fs";
import { until } from "../support/processes.ts";
import { makeSmall } from "../support/small-stacks.ts";
import { stopBefore } from "../support/stopped-terraform.ts";
import { Workspace } from "../support/workspace.ts";

// Somebody goes on editing, planning and looking for drift in a checkout in which an apply is under way.

jest.setTimeout(300_000);

const workspace = new Workspace(["management", "log-archive", "security", "sandbox"]);
beforeAll(async () => {
  makeSmall(workspace);
  await workspace.succeed(["apply", "--all", "--yes"]);
});
afterAll(() => workspace.remove());

/** Changes the tags of everything in the account. */
function edit(costCentre: string): void {
  const file = "accounts/sandbox/account.json";
  workspace.write(file, { ...workspace.json<object>(file), costCentre });
}

const applyStoppedBefore = (verb: string) => stopBefore(verb, workspace, ["apply", "sandbox", "--yes"]);

const waiting = () =>
  fs.readdirSync(workspace.path(".archipelago/work/sandbox")).filter((name) => name.startsWith("planning.json."));

const state = () => workspace.read(".archipelago/state/acme/sandbox/terraform.tfstate");

test("until an apply has planned, whoever else writes configuration waits; it applies and records its own", async () => {
  edit("CC-1");
  const goOn = await applyStoppedBefore("plan");
  edit("CC-2");
  const others = ["plan", "drift", "synth"].map((verb) => workspace.archipelago([verb, "sandbox"]));
  await until("waiting", () => waiting().length === others.length, waiting);
  expect(await goOn()).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^sandbox: applied, .* changed/) });
  for (const other of await Promise.all(others))
    expect(other).toEqual({ exitCode: 0, stdout: expect.any(String), stderr: "" });
  expect(state()).toContain("CC-1");
  expect(state()).not.toContain("CC-2");
  expect(workspace.summary("sandbox")).toMatchObject({ status: "changed" });
  edit("CC-1");
  await workspace.succeed(["plan", "sandbox"]);
  expect(workspace.summary("sandbox")).toMatchObject({ status: "skipped" });
});

test("configuration that gets there in another way is refused, and nothing is applied", async () => {
  edit("CC-5");
  const goOn = await applyStoppedBefore("plan");
  workspace.replace(".archipelago/work/sandbox/cdk.tf.json", '"CC-5"', '"CC-6"');
  const { exitCode, stderr } = await goOn();
  expect(exitCode).toBe(1);
  expect(stderr).toContain("somebody else wrote to the work directory while Terraform planned; nothing was applied");
  expect(state()).not.toMatch(/CC-[56]/);
});

test("a plan that is made before an apply carries out its own does not become what is applied", async () => {
  edit("CC-3");
  const goOn = await applyStoppedBefore("apply");
  edit("CC-4");
  await workspace.succeed(["plan", "sandbox"]);
  expect(await goOn()).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^sandbox: applied, .* changed/) });
  expect(state()).toContain("CC-3");
  expect(state()).not.toContain("CC-4");
});
