import fs from "node:fs";
import { isBootstrapped, resourcesOf, stateOf } from "./support/cloud.ts";
import { processesIn, until } from "./support/processes.ts";
import { Workspace } from "./support/workspace.ts";

// Somebody stops an apply half-way, or kills it. Every resource takes a while, so that some are in flight then, with the
// real Terraform. Each case has an account that was never applied, in a clone of its own.

jest.setTimeout(600_000);

const platform = ["management", "log-archive", "security"];
const account = "sandbox";
let workspace: Workspace;
beforeEach(async () => void (workspace = await Workspace.applied([...platform, account], platform)));
afterEach(async () => {
  await until("ended", () => processesIn(workspace).length === 0);
  workspace.remove();
});

interface Case {
  readonly name: string;
  readonly command: "archipelago" | "nx";
  readonly signal: NodeJS.Signals;
  /** To everything the terminal would reach, or to the first process alone. */
  readonly to: "group" | "process";
  /** Milliseconds that every resource takes. */
  readonly delay: number;
  /** Whether Terraform learns of it: else it goes on to the end. */
  readonly stops: boolean;
}

const cases: Case[] = [
  {
    // Nx kills what it started five seconds after Ctrl-C: these resources are in flight for longer than that.
    name: "Ctrl-C under nx apply",
    command: "nx",
    signal: "SIGINT",
    to: "group",
    delay: 8000,
    stops: true,
  },
  {
    name: "Ctrl-C under archipelago apply",
    command: "archipelago",
    signal: "SIGINT",
    to: "group",
    delay: 1500,
    stops: true,
  },
  {
    name: "a cancelled job: SIGTERM to archipelago apply",
    command: "archipelago",
    signal: "SIGTERM",
    to: "process",
    delay: 1500,
    stops: true,
  },
  {
    name: "kill -9 of archipelago apply",
    command: "archipelago",
    signal: "SIGKILL",
    to: "process",
    delay: 500,
    stops: false,
  },
];

/** Terraform's own account of an apply, one event a line. */
function journal(): { type: string; "@message": string }[] {
  const logs = workspace.path(".archipelago/logs", account);
  const name = fs.existsSync(logs) && fs.readdirSync(logs).find((file) => /^apply-.*\.jsonl$/.test(file));
  if (!name) return [];
  return fs
    .readFileSync(`${logs}/${name}`, "utf8")
    .split("\n")
    .filter((line) => line.endsWith("}"))
    .map((line) => JSON.parse(line) as { type: string; "@message": string });
}

const started = (): number => journal().filter(({ type }) => type === "apply_start").length;

/** `type id` of everything in an account of the simulated cloud that a stack made, sorted. */
function existing(): string[] {
  const { accountId } = workspace.summary(account);
  return resourcesOf(workspace)
    .filter((resource) => resource.account === accountId && !isBootstrapped(resource))
    .map(({ type, id }) => `${type} ${id}`)
    .sort();
}

test.each(cases)("$name", async ({ command, signal, to, delay, stops }) => {
  const { pid, ended } = workspace.start(workspace.command(command, "apply", account, "--yes"), {
    env: { ARCHIPELAGO_OFFLINE_APPLY_DELAY_MS: String(delay) },
  });
  await until(
    "in the middle of an apply",
    () => started() >= 5,
    () => journal(),
  );
  const atSignal = journal().filter(({ type }) => type === "apply_complete").length;
  process.kill(to === "group" ? -pid : pid, signal);

  const { exitCode, stdout, stderr } = await ended;
  expect(exitCode).not.toBe(0);
  const says = () => ({ processes: processesIn(workspace), stdout, stderr });
  await until("settled", () => processesIn(workspace).length === 0, says);

  // What was in flight is finished, and what exists is in the state: nothing lost, nothing invented.
  const planned = workspace.summary(account).counts["add"]!;
  const made = existing();
  expect(stateOf(workspace, account)).toEqual(made);
  expect(made.length).toBeGreaterThan(atSignal);
  if (stops) expect(made.length).toBeLessThan(planned);
  else expect(made).toHaveLength(planned);
  const text = workspace.read(`.archipelago/state/acme/${account}/terraform.tfstate`);
  expect(text).not.toContain('"tainted"');
  const messages = journal().map((event) => event["@message"]);
  expect(messages.filter((message) => message.includes("Interrupt received"))).toHaveLength(stops ? 1 : 0);
  expect(messages.join("\n")).not.toContain("Two interrupts received");
  expect(workspace.exists(`.archipelago/state/acme/${account}/.terraform.tfstate.lock.info`)).toBe(false);
  expect(workspace.exists(`.archipelago/work/${account}/errored.tfstate`)).toBe(false);

  // The next apply makes the rest, and then nothing changes.
  await workspace.succeed(["apply", account, "--yes"]);
  expect(stateOf(workspace, account)).toEqual(existing());
  expect(existing()).toHaveLength(planned);
  expect(await workspace.succeed(["plan", account, "--full"])).toMatch(/as applied +0 +0 +0 /);
});
