import fs from "node:fs";
import { isBootstrapped, resourcesOf, stateOf } from "./support/cloud.ts";
import { processesIn, until } from "./support/processes.ts";
import { makeSmall } from "./support/small-stacks.ts";
import { Workspace } from "./support/workspace.ts";

// Every account in waves: what a failing canary holds back, a kill in the middle, and two who apply at once.

jest.setTimeout(400_000);

const workspace = new Workspace();
beforeAll(() => makeSmall(workspace));
afterAll(async () => {
  await until("ended", () => processesIn(workspace).length === 0);
  workspace.remove();
});

const accounts = fs
  .readdirSync(workspace.path("accounts"))
  .filter((name) => name !== "_template")
  .sort();

/** `type id` of everything in an account of the simulated cloud that its stack made, sorted. */
function existing(account: string): string[] {
  const { accountId } = workspace.summary(account);
  return resourcesOf(workspace)
    .filter((resource) => resource.account === accountId && !isBootstrapped(resource))
    .map(({ type, id }) => `${type} ${id}`)
    .sort();
}

/** Resources that Terraform began to make in an account, in all applies so far. */
function begun(account: string): string[] {
  const logs = workspace.path(".archipelago/logs", account);
  const journals = fs.existsSync(logs) ? fs.readdirSync(logs).filter((file) => /^apply-.*\.jsonl$/.test(file)) : [];
  return journals.flatMap((file) =>
    fs
      .readFileSync(`${logs}/${file}`, "utf8")
      .split("\n")
      .filter((line) => line.endsWith("}"))
      .map((line) => JSON.parse(line) as { type: string; hook?: { action: string; resource: { addr: string } } })
      .flatMap(({ type, hook }) => (type === "apply_start" && hook?.action === "create" ? [hook.resource.addr] : [])),
  );
}

test("a kill in the middle: the next run finishes, makes nothing twice and loses nothing", async () => {
  const command = workspace.command("archipelago", "apply", "--all", "--yes");
  const { pid, ended } = workspace.start(command, { env: { ARCHIPELAGO_OFFLINE_APPLY_DELAY_MS: "100" } });
  await until("applying network", () => begun("network").length >= 3);
  process.kill(pid, "SIGKILL");
  expect((await ended).exitCode).not.toBe(0);

  // Terraform outlives who started it: the next run waits for the lock of the state.
  const { exitCode, stderr } = await workspace.archipelago(["apply", "--all", "--yes", "--lock-timeout", "120"]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  for (const account of accounts) {
    expect(stateOf(workspace, account)).toEqual(existing(account));
    expect(new Set(begun(account)).size).toBe(begun(account).length);
  }
});

test("who applies an account that somebody else is applying is told who, or waits", async () => {
  workspace.replace(
    "modules/vpc-baseline/src/vpc-baseline.ts",
    "enableDnsHostnames: true",
    "enableDnsHostnames: false",
  );
  const lock = workspace.path(".archipelago/work/sandbox/applying.json");
  const first = workspace.start(workspace.command("archipelago", "apply", "sandbox", "--yes"), {
    env: { ARCHIPELAGO_OFFLINE_APPLY_DELAY_MS: "8000" },
  });
  await until("applying", () => fs.existsSync(lock));
  const refused = await workspace.archipelago(["apply", "sandbox", "--yes", "--lock-timeout", "0"]);
  expect(refused).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(
      /^sandbox: \S+@\S+ is changing this account \(process \d+, since .*\)\n {2}next: wait/,
    ),
  });
  const second = await workspace.archipelago(["apply", "sandbox", "--yes", "--lock-timeout", "60"]);
  expect(second).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^sandbox: no-changes/) });
  expect(await first.ended).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^sandbox: applied, .* 1 changed/),
  });
  expect(fs.existsSync(lock)).toBe(false);
});

test("the canary of a wave goes first, and the others wait for it", async () => {
  workspace.write("accounts/sandbox/stack.ts", 'export default () => { throw new Error("broken"); };\n');
  const { exitCode, stdout, stderr } = await workspace.archipelago(["apply", "--all", "--yes"]);
  workspace.undoEdits();
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^management: no-changes/m);
  expect(stderr).toContain("analytics: not started, because sandbox, which goes first in its wave, failed");
  expect(stderr).toContain("shop-production: not started, because shop-staging failed");
});
