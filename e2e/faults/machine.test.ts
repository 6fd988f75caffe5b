import fs from "node:fs";
import { s3ServerInstalled } from "@archipelago/state/test-s3-server";
import { expectReadable } from "../support/messages.ts";
import { killProcesses, processesIn, until } from "../support/processes.ts";
import { existing, newestJournal, useUnappliedAccount, type RemoteStates } from "../support/remote-states.ts";
import type { Run, Workspace } from "../support/workspace.ts";

// The machine that applies is not as it should be, and the state is on S3: it stays as it was, or is completed by the next
// apply.

jest.setTimeout(300_000);

const account = "sandbox";

(s3ServerInstalled() ? describe : describe.skip)("with the state on S3", () => {
  const one = useUnappliedAccount(account);
  let workspace: Workspace;
  let states: RemoteStates;
  beforeEach(async () => {
    ({ workspace, states } = one());
    await one().reset();
  });

  const apply = ["apply", account, "--yes"];

  /** Runs a command while a folder is a file system of its own, which nobody else sees. Undefined where nobody may mount. */
  async function mounted(folder: string, options: string, command: readonly string[]): Promise<Run | undefined> {
    const place = workspace.path(".archipelago", folder);
    fs.mkdirSync(place, { recursive: true });
    const script = `mount -t tmpfs -o ${options} tmpfs "$1" || exit 77; shift; exec "$@"`;
    const run = await workspace.run(["unshare", "-m", "sh", "-c", script, "sh", place, ...command]);
    if (run.exitCode !== 77) return run;
    console.warn("SKIPPED: this machine lets nobody mount");
    return undefined;
  }

  test.each(["work", "logs", "plans"])(
    "the disk is full at .archipelago/%s: said, nothing made, the state as before",
    async (folder) => {
      const command = workspace.command("archipelago", ...apply);
      const run = await mounted(folder, "size=8k", command);
      if (run === undefined) return;
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
});
