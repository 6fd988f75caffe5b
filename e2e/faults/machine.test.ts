import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import { s3ServerInstalled } from "@archipelago/state/test-s3-server";
import { expectReadable } from "../support/messages.ts";
import { startFaultProxy, state } from "../support/fault-proxy.ts";
import { killProcesses, processesIn, until } from "../support/processes.ts";
import { existing, newestJournal, useUnappliedAccount, type RemoteStates } from "../support/remote-states.ts";
import type { Run, Workspace } from "../support/workspace.ts";

// The machine that applies is not as it should be, and the state is on S3: it stays as it was, or is completed by the next
// apply.

jest.setTimeout(300_000);

const account = "sandbox";

const smallDisk = (place: string, command: readonly string[]): string[] => [
  ...["unshare", "-m", "sh", "-c", 'mount -t tmpfs -o size=8k tmpfs "$1" && shift && exec "$@"', "sh", place],
  ...command,
];
const [program, ...args] = smallDisk(os.tmpdir(), ["true"]);
const canMount = spawnSync(program!, args).status === 0;
if (!canMount) console.warn("SKIPPED: a full disk is not tried, because nobody may mount here: run it as root");

(s3ServerInstalled() ? describe : describe.skip)("with the state on S3 (needs an S3 server)", () => {
  const one = useUnappliedAccount(account);
  let workspace: Workspace;
  let states: RemoteStates;
  beforeEach(async () => {
    ({ workspace, states } = one());
    await one().reset();
  });

  const apply = ["apply", account, "--yes"];

  /** Runs a command while a folder is a small file system of its own, which nobody else sees. */
  function onSmallDisk(folder: string, command: readonly string[]): Promise<Run> {
    const place = workspace.path(".archipelago", folder);
    fs.mkdirSync(place, { recursive: true });
    return workspace.run(smallDisk(place, command));
  }

  (canMount ? test : test.skip).each(["work", "logs", "plans"])(
    "the disk is full at .archipelago/%s: said, nothing made, the state as before (needs the right to mount)",
    async (folder) => {
      const command = workspace.command("archipelago", ...apply);
      const run = await onSmallDisk(folder, command);
      const said = run.stdout + run.stderr;
      expect({ exitCode: run.exitCode, said }).toMatchObject({
        exitCode: 1,
        said: expect.stringMatching(/disk (is )?(nearly )?full/),
      });
      expectReadable(said);
      expect(await states.object(account)).toBeUndefined();
      expect(existing(workspace, account)).toEqual([]);
      await one().applyCompletely();
    },
  );

  test("Ctrl-C until Terraform is told twice: what was in flight is taken over by the next apply", async () => {
    const { pid, ended } = workspace.start(workspace.command("archipelago", ...apply), {
      env: { ARCHIPELAGO_OFFLINE_APPLY_DELAY_MS: "3000" },
    });
    const started = () => newestJournal(workspace, account).filter(({ type }) => type === "apply_start").length;
    await until("under way", () => started() >= 15, started);
    process.kill(pid, "SIGINT");
    const interrupts = () =>
      newestJournal(workspace, account).filter((event) => /nterrupt/.test(event["@message"])).length;
    await until("interrupted", () => interrupts() >= 1, interrupts);
    // As a person's second and third Ctrl-C would have it, without the time that has to pass between them.
    killProcesses(workspace, /terraform apply/, "SIGINT");
    const { exitCode, stderr } = await ended;
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 130,
      stderr: expect.stringContaining("nothing new starts"),
    });
    await until("settled", () => processesIn(workspace).length === 0);
    await one().applyCompletely();
  });

  test("nobody answers the upload of the state: stopped in time, and what was made is taken over by the next apply", async () => {
    const organization = workspace.json<object>("organization.json");
    const proxy = await startFaultProxy(one().server.endpoint);
    try {
      workspace.write("organization.json", {
        ...organization,
        state: { s3: { endpoint: proxy.endpoint } },
        terraformTimeoutMinutes: { apply: 0.25 },
      });
      proxy.inject({ method: "PUT", path: state, action: "hang" });
      expect(await workspace.archipelago(apply)).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining("did not end in time and was stopped"),
      });
      expect(proxy.met).not.toEqual([]);
      expect(existing(workspace, account)).not.toEqual([]);
      expect(await states.object(account)).toBeUndefined();
    } finally {
      workspace.write("organization.json", organization);
      await proxy.stop();
    }
    await one().applyCompletely();
  });
});
