import fs from "node:fs";
import { s3ServerInstalled } from "@archipelago/state/test-s3-server";
import { denied, startFaultProxy, state } from "../support/fault-proxy.ts";
import { killProcesses, processesIn, until } from "../support/processes.ts";
import { existing, stateKey, useUnappliedAccount } from "../support/remote-states.ts";

// A runner of a pipeline dies in mid-apply and is gone for good, with its journal and all that lay beside it. What is left is on S3:
// the state as it was, the lock, and a copy of the journal.

jest.setTimeout(300_000);

const account = "sandbox";
const stackFile = `accounts/${account}/stack.ts`;
const errored = `.archipelago/work/${account}/errored.tfstate`;
const copies = /journal\/apply-\S+\.json/;

/** The stack with a parameter for each name. */
function withParameters(stack: string, names: readonly string[]): string {
  const made = names.map(
    (name) => `new SsmParameter(stack, "${name}", { name: "/${name}", type: "String", value: "x" });`,
  );
  return stack
    .replace(/^/, 'import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter/index.js";\n')
    .replace("  if (account.network)", `  ${made.join("\n  ")}\n  if (account.network)`);
}

(s3ServerInstalled() ? describe : describe.skip)("a machine that is gone (needs an S3 server)", () => {
  const one = useUnappliedAccount(account);

  test("another one names its lock, takes over what it made, makes the rest, and nothing twice", async () => {
    const { workspace, states, applyCompletely } = one();
    const apply = ["apply", account, "--yes"];
    const { ended } = workspace.start(workspace.command("archipelago", ...apply), {
      env: { ARCHIPELAGO_OFFLINE_APPLY_DELAY_MS: "700" },
    });
    // Of what was made since the last copy nobody has the ids: some of it is made once more instead of taken over.
    const copied = async () =>
      (await states.copiedJournal(account)).filter(({ type }) => type === "apply_complete").length;
    await until("in the middle of an apply", async () => (await copied()) >= 12, copied);
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

  test("one that could not save its state, and comes back after another one has applied, does not save it over that", async () => {
    const { workspace, states, server, reset, applyCompletely } = one();
    await reset();
    await applyCompletely();
    const [organization, stack] = [workspace.read("organization.json"), workspace.read(stackFile)];
    const proxy = await startFaultProxy(server.endpoint);
    workspace.write("organization.json", {
      ...(JSON.parse(organization) as object),
      state: { s3: { endpoint: proxy.endpoint } },
    });
    const parameters = (...names: string[]) => workspace.write(stackFile, withParameters(stack, names));
    const apply = () => workspace.archipelago(["apply", account, "--yes"]);
    const failsToSave = async (): Promise<void> => {
      proxy.inject({ method: "PUT", path: state, ...denied });
      expect((await apply()).stderr).toContain("Failed to save state");
      // As if it had gone on for a while: Terraform tries again, and raises the serial for it.
      const { serial, ...rest } = workspace.json<{ readonly serial: number }>(errored);
      workspace.write(errored, { serial: serial + 4, ...rest });
      proxy.inject();
    };
    try {
      parameters("first");
      await workspace.succeed(["apply", account, "--yes"]);
      parameters("second");
      await failsToSave();
      expect(await workspace.succeed(["apply", account, "--yes"])).toContain("saved the state that an earlier apply");
      expect(await states.resources(account)).toEqual(existing(workspace, account));

      parameters("third");
      await failsToSave();
      const machine = ["work", "logs", "journals"].map((folder) => workspace.path(".archipelago", folder));
      for (const folder of machine) fs.renameSync(folder, `${folder}.away`);
      parameters("third", "fourth");
      await workspace.succeed(["apply", account, "--yes"]);
      const saved = await states.object(account);
      for (const folder of machine) fs.rmSync(folder, { recursive: true });
      for (const folder of machine) fs.renameSync(`${folder}.away`, folder);
      const refused = await apply();
      expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/made aws_ssm_parameter\.fourth/) });
      expect(await states.object(account)).toBe(saved);
      fs.rmSync(workspace.path(errored));
      await workspace.succeed(["apply", account, "--yes"]);
      expect(await states.resources(account)).toEqual(existing(workspace, account));
    } finally {
      workspace.write("organization.json", organization);
      await proxy.stop();
    }
    workspace.write(stackFile, stack);
    await applyCompletely();
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
