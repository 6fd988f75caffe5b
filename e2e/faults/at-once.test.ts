import fs from "node:fs";
import { s3ServerInstalled, useS3Server } from "@archipelago/state/test-s3-server";
import { killProcesses, processesIn, until } from "../support/processes.ts";
import { keepStatesOnS3, newestJournal, type RemoteStates } from "../support/remote-states.ts";
import { makeSmall } from "../support/small-stacks.ts";
import { Workspace } from "../support/workspace.ts";

// Several people and jobs apply at the same time, with states on S3: one account is changed by one of them, different
// accounts by all.

jest.setTimeout(300_000);

const eight = ["log-archive", "security", "network", "backup", "analytics", "sandbox", "shop-dev", "shop-staging"];

(s3ServerInstalled() ? describe : describe.skip)("at the same time (needs an S3 server)", () => {
  const server = useS3Server();
  let workspace: Workspace;
  let states: RemoteStates;
  beforeAll(async () => {
    workspace = new Workspace();
    makeSmall(workspace);
    await workspace.succeed(["apply", "management", ...eight, "--yes"]);
    const texts = eight.map(
      (name) => [name, workspace.read(`.archipelago/state/acme/${name}/terraform.tfstate`)] as const,
    );
    states = await keepStatesOnS3(workspace, server(), eight);
    for (const [name, text] of texts) await states.put(name, text);
  });
  afterAll(async () => {
    await until("ended", () => processesIn(workspace).length === 0);
    workspace.remove();
  });

  /** Changes the tags of everything in an account. */
  function edit(workspace: Workspace, account: string, costCentre: string): void {
    const file = `accounts/${account}/account.json`;
    workspace.write(file, { ...workspace.json<object>(file), costCentre });
  }

  const slow = { env: { ARCHIPELAGO_OFFLINE_APPLY_DELAY_MS: "1000" } };

  test("eight accounts: all are applied", async () => {
    for (const account of eight) edit(workspace, account, "CC-1");
    const runs = await Promise.all(eight.map((account) => workspace.archipelago(["apply", account, "--yes"])));
    for (const [index, { exitCode, stdout, stderr }] of runs.entries()) {
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
      expect(stdout).toContain(`${eight[index]}: applied`);
      expect(await states.object(eight[index]!)).toContain("CC-1");
    }
  });

  test("one account, from one checkout and another: one goes on, the others name it; who waits comes after it", async () => {
    const other = new Workspace();
    makeSmall(other);
    try {
      other.write("organization.json", workspace.json("organization.json"));
      fs.mkdirSync(other.path(".archipelago"));
      fs.symlinkSync(workspace.path(".archipelago/cloud"), other.path(".archipelago/cloud"));
      for (const each of [workspace, other]) edit(each, "sandbox", "CC-2");
      const before = newestJournal(workspace, "sandbox").length;
      const first = workspace.start(workspace.command("archipelago", "apply", "sandbox", "--yes"), slow);
      const isUnderWay = () =>
        newestJournal(workspace, "sandbox").length !== before &&
        newestJournal(workspace, "sandbox").some(({ type }) => type === "apply_start");
      await until("under way", isUnderWay);
      // It holds the lock for as long as the others try.
      expect(killProcesses(workspace, /terraform apply/, "SIGSTOP")).not.toEqual([]);

      const refused = ["apply", "sandbox", "--yes", "--lock-timeout", "0"];
      const [here, there] = await Promise.all([workspace.archipelago(refused), other.archipelago(refused)]);
      expect([here.exitCode, there.exitCode]).toEqual([1, 1]);
      expect(here.stderr).toMatch(/sandbox: \S+@\S+ is changing this account \(process \d+, since .*\)/);
      expect(there.stderr).toMatch(/next: wait for \S+@\S+ \(OperationTypeApply, since .*\), or give more time/);

      const waits = other.archipelago(["apply", "sandbox", "--yes", "--lock-timeout", "120"]);
      killProcesses(workspace, /terraform apply/, "SIGCONT");
      const waiting = await waits;
      const { exitCode, stdout } = await first.ended;
      expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining("sandbox: applied") });
      expect(waiting).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("sandbox: no-changes") });
      expect(await states.object("sandbox", "stack/terraform.tfstate.tflock")).toBeUndefined();
    } finally {
      other.remove();
    }
  });
});
