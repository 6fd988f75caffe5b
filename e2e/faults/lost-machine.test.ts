import fs from "node:fs";
import { s3ServerInstalled } from "@archipelago/state/test-s3-server";
import { killProcesses, processesIn, until } from "../support/processes.ts";
import { existing, newestJournal, stateKey, useUnappliedAccount } from "../support/remote-states.ts";

// A runner of a pipeline dies in mid-apply and is gone for good, with its journal and all that lay beside it. What is left is on S3:
// the state as it was, the lock, and a copy of the journal.

jest.setTimeout(300_000);

const account = "sandbox";
const copies = /journal\/apply-\S+\.json/;

(s3ServerInstalled() ? describe : describe.skip)("a machine that is gone (needs an S3 server)", () => {
  const one = useUnappliedAccount(account);

  test("another one names its lock, takes over what it made, makes the rest, and nothing twice", async () => {
    const { workspace, states, applyCompletely } = one();
    const apply = ["apply", account, "--yes"];
    const { ended } = workspace.start(workspace.command("archipelago", ...apply), {
      env: { ARCHIPELAGO_OFFLINE_APPLY_DELAY_MS: "700" },
    });
    const completed = () => newestJournal(workspace, account).filter(({ type }) => type === "apply_complete").length;
    await until("in the middle of an apply", () => completed() >= 12, completed);
    killProcesses(workspace, /terraform|archipelago/);
    await ended;
    await until("settled", () => processesIn(workspace).length === 0);
    const made = existing(workspace, account);
    for (const name of fs.readdirSync(workspace.path(".archipelago")))
      if (name !== "cloud") fs.rmSync(workspace.path(".archipelago", name), { recursive: true });

    // It may be under way, as far as anybody can tell.
    await workspace.succeed(["plan", account]);
    expect(workspace.summary(account).reasons[0]).toMatch(
      /^\S+@\S+ applies since \S+, or that run has died and left its lock: npm run archipelago -- state sandbox list$/,
    );
    expect(workspace.summary(account).counts["import"]).toBe(0);
    const refused = await workspace.archipelago([...apply, "--lock-timeout", "0"]);
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("OperationTypeApply") });
    expect(await workspace.succeed(["state", account, "list"])).toMatch(copies);
    const { ID } = JSON.parse((await states.object(account, `${stateKey}.tflock`))!) as { readonly ID: string };
    await workspace.succeed(["state", account, "unlock", "--id", ID]);

    await workspace.succeed(["plan", account]);
    const { counts, reasons } = workspace.summary(account);
    expect(reasons[0]).toBe(`re-adopts ${counts["import"]} resources of an interrupted apply`);
    expect(counts["import"]).toBeGreaterThan(5);
    expect(existing(workspace, account)).toEqual(made);
    await applyCompletely();
    expect(await workspace.succeed(["state", account, "list"])).not.toMatch(copies);
    expect(await workspace.succeed(["plan", account, "--full"])).toMatch(/as applied +0 +0 +0 /);
  });

  test("what somebody has seen to is forgotten, by its name", async () => {
    const { workspace, reset, applyCompletely } = one();
    await reset();
    const note = { format: 1, time: "2026-11-21T09:00:00.000Z", who: "ada@laptop", creations: {} };
    workspace.write(`.archipelago/journals/acme/${account}/apply-1.json`, note);
    const forget = (...more: string[]) => workspace.archipelago(["state", account, "forget", ...more]);
    const asked = await forget();
    expect(asked).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("--apply apply-1") });
    expect((await forget("--apply", "apply-2")).stderr).toContain('there is no interrupted apply "apply-2"');
    expect((await forget("--apply", "apply-1")).exitCode).toBe(0);
    expect((await forget()).stderr).toContain("none: nothing was interrupted");
    await applyCompletely();
  });
});
