import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { asUserError, UserError } from "@archipelago/account-stack/user-error";
import { findTerraform, rememberTerraform } from "./binary.ts";
import type { TerraformBinary } from "./binary.ts";
import { fromJson, journalDiagnostics, parseBoxes, readJournal } from "./diagnostics.ts";
import type { Diagnostic, JsonDiagnostic } from "./diagnostics.ts";
import {
  erroredStateConflict,
  erroredStateFile,
  hasErroredState,
  isSaved,
  parseState,
  readErroredState,
  whyNotSave,
} from "./errored-state.ts";
import { siblingName, writeAtomic } from "./files.ts";
import { initDigest, readInitRecord, removeInitRecord, writeInitRecord } from "./init-record.ts";
import { isOwnLock, loggingEnvironment, mayHoldLock } from "./own-locks.ts";
import { assertPlanFile, assertSpace, readAnswer, readStateText } from "./disk.ts";
import { readPlan } from "./plan.ts";
import type { PlanJson } from "./plan-json.ts";
import type { Plan } from "./plan.ts";
import { launch } from "./process.ts";
import type { ProcessResult, RunningProcess } from "./process.ts";
import { markRunning, stillRunning } from "./run-marker.ts";
import type { RunMarker } from "./run-marker.ts";
import type {
  CommandResult,
  InitOptions,
  OutputValue,
  PlanOptions,
  PlanResult,
  State,
  StateOptions,
  TerraformOptions,
} from "./terraform-options.ts";
import { TerraformError } from "./terraform-error.ts";
import { stateResources, type StateResource } from "./state-resources.ts";
import type { StateLock } from "./terraform-error.ts";
import { TIMEOUT_MINUTES } from "./timeouts.ts";
import type { TerraformVerb } from "./timeouts.ts";
import { refuseErroredState, refuseOtherConfiguration } from "./work-directory.ts";

/** Runs Terraform in one work directory. Every method throws a {@link TerraformError} when Terraform says no. */
export class Terraform {
  readonly #options: TerraformOptions;
  readonly #name: string;
  readonly #logs: string;
  readonly #recovered: string[] = [];

  constructor(options: TerraformOptions) {
    this.#options = options;
    this.#name = options.name ?? path.basename(options.directory);
    this.#logs = options.logDirectory ?? path.join(options.directory, "logs");
  }

  /**
   * The binary and its version; asked once per binary, and not at all when the last init recorded it.
   * @throws UserError when it is missing or too old
   */
  async binary(): Promise<TerraformBinary> {
    const { directory, terraformBinary = "terraform", environment } = this.#options;
    const record = readInitRecord(directory);
    if (record !== undefined) rememberTerraform(record.binary);
    return findTerraform(terraformBinary, environment);
  }

  /**
   * Initialises, unless nothing that init reads has changed since it last succeeded. The backend is taken as
   * configured (`-reconfigure`): a work directory is a cache, it is not where a state is moved from.
   * @returns undefined when there was nothing to do
   */
  async init({ force = false, args = [] }: InitOptions = {}): Promise<CommandResult | undefined> {
    const { directory, environment } = this.#options;
    const binary = await this.binary();
    const digest = (): string | undefined => initDigest(directory, binary, environment, args);
    const before = digest();
    if (!force && before !== undefined && readInitRecord(directory)?.digest === before) return undefined;
    removeInitRecord(directory);
    const result = await this.#run("init", ["init", "-input=false", "-reconfigure", ...args], { ownerOnly: false });
    // Taken again: init writes the lock file, which it also reads.
    const after = digest();
    if (after !== undefined) writeInitRecord(directory, { digest: after, binary });
    return result;
  }

  /** Checks the configuration against the providers' schemas. @returns warnings */
  async validate(): Promise<CommandResult> {
    return this.#run("validate", ["validate", "-json"], { diagnostics: validateDiagnostics });
  }

  /**
   * Plans into a file. Whatever was there before is gone, also when planning fails.
   * @throws UserError when somebody else wrote to the work directory since this process prepared it
   */
  async plan(options: PlanOptions): Promise<PlanResult> {
    const { out, mode = "normal", lock = true } = options;
    const file = path.resolve(out);
    rmSync(file, { force: true });
    refuseErroredState(this.#options.directory);
    mkdirSync(path.dirname(file), { recursive: true });
    const modes = { normal: [], destroy: ["-destroy"], "refresh-only": ["-refresh-only"] };
    const flags = [
      "-json",
      "-input=false",
      "-detailed-exitcode",
      `-out=${file}`,
      ...modes[mode],
      ...this.#parallelismFlag(),
    ];
    const locking = lock ? this.#stateFlags(options) : ["-lock=false", ...this.#stateFlags(options)];
    const { result, ...rest } = await this.#start("plan", ["plan", ...flags, ...locking], { allowed: [0, 2] });
    refuseOtherConfiguration(this.#options.directory);
    assertPlanFile(file);
    chmodSync(file, 0o600);
    return { ...rest, hasChanges: result.exitCode === 2 };
  }

  /** Reads a plan file; `json`, if given, keeps Terraform's own form of it (secrets in clear text: mode 0600). */
  async show(planFile: string, { json }: { readonly json?: string } = {}): Promise<Plan> {
    const file = path.resolve(planFile);
    assertPlanFile(file);
    return readPlan((await this.#answer("show", ["show", "-json", file], readAnswer, json)) as PlanJson);
  }

  /**
   * Applies a plan file, and nothing else. The journal (`apply -json`) has one line per event.
   * @param options.journal where to keep the journal; a new file
   */
  async apply(planFile: string, options: StateOptions & { readonly journal?: string } = {}): Promise<CommandResult> {
    const file = path.resolve(planFile);
    refuseErroredState(this.#options.directory);
    assertPlanFile(file);
    for (const folder of [this.#options.directory, this.#logs]) assertSpace(folder);
    const time = new Date().toISOString().replaceAll(":", "-");
    const stdoutFile = options.journal ?? path.join(this.#logs, `apply-${time}.jsonl`);
    return this.#run(
      "apply",
      [...["apply", "-json", "-input=false"], ...this.#parallelismFlag(), ...this.#stateFlags(options), file],
      { stdoutFile },
    );
  }

  /** The outputs in the state. */
  async output(): Promise<Readonly<Record<string, OutputValue>>> {
    return (await this.#answer("output", ["output", "-json"], readAnswer)) as Record<string, OutputValue>;
  }

  /** Takes something that exists into the state. */
  async import(address: string, id: string, options: StateOptions = {}): Promise<CommandResult> {
    refuseErroredState(this.#options.directory);
    return this.#run("import", ["import", "-input=false", ...this.#stateFlags(options), address, id]);
  }

  /** Undefined when there is no state yet. */
  async state(): Promise<State | undefined> {
    const text = await this.#answer("state pull", ["state", "pull"], readStateText);
    if (text.trim() === "") return undefined;
    const { lineage, serial, resources } = JSON.parse(text) as Omit<State, "resources"> & {
      resources: readonly { readonly mode: string }[];
    };
    return { lineage, serial, resources: resources.filter(({ mode }) => mode === "managed").length };
  }

  /**
   * Saves the state that an earlier apply could not save (errored.tfstate), if there is one and the remote state is one
   * that it follows.
   * @param before `resourceNames` of the state that the apply began with. @default not known
   * @returns what was done, for people; undefined when there was nothing to do
   * @throws UserError with the command that settles it, when saving would lose what the remote state knows
   */
  async saveErroredState(before: readonly string[] = []): Promise<string | undefined> {
    const { directory } = this.#options;
    if (!hasErroredState(directory)) return undefined;
    const file = erroredStateFile(directory);
    const errored = readErroredState(directory, this.#logs);
    const pull = async () => parseState(await this.#answer("state pull", ["state", "pull"], readStateText));
    const remote = await pull();
    if (!isSaved(errored, remote)) {
      const why = whyNotSave(errored, remote, before);
      if (why !== undefined) throw erroredStateConflict(file, why);
      const whole = path.join(directory, "recovered.tfstate");
      writeAtomic(whole, errored.text);
      await this.#run("state push", ["state", "push", whole]);
      if (!isSaved(errored, await pull()))
        throw new UserError("the state was pushed, but the remote does not hold it", {
          where: file,
          next: `terraform -chdir=${directory} state pull, and compare`,
        });
      rmSync(whole);
    }
    rmSync(file);
    return `saved the state that an earlier apply could not save (serial ${errored.serial})`;
  }

  /** Whether an earlier apply could not save its state, and it has not been saved since. */
  hasErroredState(): boolean {
    return hasErroredState(this.#options.directory);
  }

  /** What was put right on the way, for people: locks of ours that were released. */
  get recovered(): readonly string[] {
    return this.#recovered;
  }

  /** Terraforms that were started in this work directory and still run, whoever started them. */
  stillRunning(): readonly RunMarker[] {
    return stillRunning(this.#logs);
  }

  /** What is in the state, with its attributes. */
  async stateResources(): Promise<readonly StateResource[]> {
    const text = await this.#answer("state pull", ["state", "pull"], readStateText);
    return text.trim() === "" ? [] : stateResources(text);
  }

  /** Addresses of what is in the state. */
  async stateList(): Promise<readonly string[]> {
    const text = await this.#answer("state list", ["state", "list"], String);
    return text.split("\n").filter((line) => line !== "");
  }

  /** Forgets resources: they stay as they are, and the state no longer knows them. */
  async stateRemove(addresses: readonly string[], options: StateOptions = {}): Promise<void> {
    refuseErroredState(this.#options.directory);
    await this.#run("state rm", ["state", "rm", ...this.#stateFlags(options), ...addresses]);
  }

  #stateFlags({ lockTimeoutSeconds, args = [] }: StateOptions): string[] {
    return [`${LOCK_TIMEOUT}${lockTimeoutSeconds ?? this.#options.lockTimeoutSeconds ?? 30}s`, ...args];
  }

  #parallelismFlag(): string[] {
    const { parallelism } = this.#options;
    return parallelism === undefined ? [] : [`-parallelism=${parallelism}`];
  }

  /** Runs a command whose output is an answer. It may hold secrets, so it stays only where it was asked for. */
  async #answer<Answer>(
    verb: TerraformVerb,
    args: readonly string[],
    read: (text: string, where: string) => Answer,
    keep?: string,
  ): Promise<Answer> {
    const stdoutFile = siblingName(keep ?? path.join(this.#logs, verb.replaceAll(" ", "-")), "out");
    try {
      if (keep !== undefined) mkdirSync(path.dirname(keep), { recursive: true });
      await this.#run(verb, args, { stdoutFile, secret: true });
      const answer = read(readFileSync(stdoutFile, "utf8"), path.dirname(stdoutFile));
      if (keep !== undefined) renameSync(stdoutFile, keep);
      return answer;
    } finally {
      rmSync(stdoutFile, { force: true });
    }
  }

  async #run(verb: TerraformVerb, args: readonly string[], how: How = {}): Promise<CommandResult> {
    const { result: _result, ...rest } = await this.#start(verb, args, how);
    return rest;
  }

  /**
   * Runs a command; a lock in its way that is our own is released, and then it runs once more. Nobody gives such a lock
   * back, so it is not waited for when it looks as if there were one.
   */
  async #start(verb: TerraformVerb, args: readonly string[], how: How): Promise<Ran> {
    const waits = args.some((each) => each.startsWith(LOCK_TIMEOUT));
    const impatient = waits && mayHoldLock(this.#logs);
    try {
      const first = impatient ? args.map((each) => (each.startsWith(LOCK_TIMEOUT) ? `${LOCK_TIMEOUT}0s` : each)) : args;
      return await this.#once(verb, first, how);
    } catch (error) {
      if (!(error instanceof TerraformError) || error.lock === undefined) throw error;
      const { kind, lock, ran } = error;
      if (!this.#mayRelease(lock)) {
        if (!impatient || kind !== "locked") throw error;
        if (how.stdoutFile !== undefined) rmSync(how.stdoutFile, { force: true });
        return this.#once(verb, args, how);
      }
      if (kind !== "locked" && kind !== "not-unlocked") {
        // What failed counts. That the lock stays is in its message, and the next run tries again.
        error.message += await this.#release(lock).then(
          (text) => `\n  ${text}`,
          () => "",
        );
        throw error;
      }
      await this.#release(lock);
      // Everything is done and saved, and now the lock is gone too.
      if (kind === "not-unlocked" && verb !== "plan") return ran;
      if (how.stdoutFile !== undefined) rmSync(how.stdoutFile, { force: true });
      return this.#once(verb, args, how);
    }
  }

  /** @returns what was done, for people */
  async #release({ id, operation, created }: StateLock): Promise<string> {
    await this.#once("force-unlock", ["force-unlock", "-force", id], {});
    const text = `released a lock of our own that was left (${operation}, ${created})`;
    this.#recovered.push(text);
    return text;
  }

  /** Ours, and nobody uses it: the Terraform that took it has ended, whatever way. */
  #mayRelease({ id }: StateLock): boolean {
    return isOwnLock(this.#logs, id) && this.stillRunning().length === 0;
  }

  async #once(verb: TerraformVerb, args: readonly string[], how: How): Promise<Ran> {
    const { directory, environment, interruption, timeoutsMs = {}, graceMs } = this.#options;
    const { allowed = [0], ownerOnly = true, diagnostics = defaultDiagnostics } = how;
    interruption?.throwIfRequested();
    const { file } = await this.binary();
    const label = `${verb} of ${this.#name}`;
    const log = path.join(this.#logs, verb.replaceAll(" ", "-"));
    const stderrFile = `${log}.err`;
    const stdoutFile = how.stdoutFile ?? `${log}.out`;
    // Names of their own while the command runs: a Terraform that outlived its parent may still write to its files.
    const stderr = siblingName(log, "err");
    const stdout = how.stdoutFile ?? siblingName(log, "out");
    try {
      mkdirSync(this.#logs, { recursive: true, mode: 0o700 });
      const running = launch({
        file,
        args,
        cwd: directory,
        env: { ...loggingEnvironment(this.#logs), ...environment },
        stdout,
        stderr,
        label,
        ownerOnly,
        timeoutMs: timeoutsMs[verb] ?? TIMEOUT_MINUTES[verb] * 60_000,
        ...(interruption !== undefined && { interruption }),
        ...(graceMs !== undefined && { graceMs }),
      });
      const unmark = await this.#mark(verb, running);
      const result = await running.done;
      unmark();
      renameSync(stderr, stderrFile);
      if (stdout !== stdoutFile) renameSync(stdout, stdoutFile);
      const errors = readFileSync(stderrFile, "utf8");
      const found = diagnostics(how.secret === true ? "" : readFileSync(stdoutFile, "utf8"), errors);
      const ran = { result, durationMs: result.durationMs, diagnostics: found, stdoutFile, stderrFile };
      if (result.exitCode === undefined || !allowed.includes(result.exitCode))
        throw new TerraformError({ label, directory, ran, stderr: errors });
      return ran;
    } catch (error) {
      if (error instanceof TerraformError && error.kind === "not-initialised") removeInitRecord(directory);
      throw asUserError(error, directory);
    }
  }

  /** A run that nobody could find again is not allowed to go on. */
  async #mark(verb: TerraformVerb, running: RunningProcess): Promise<() => void> {
    const { processGroup } = running;
    if (processGroup === undefined) return () => undefined; // it could not be started: `done` says so
    try {
      return markRunning(this.#logs, verb, processGroup);
    } catch (error) {
      running.stop(1, "interrupted");
      await running.done;
      throw error;
    }
  }
}

const LOCK_TIMEOUT = "-lock-timeout=";

type Ran = CommandResult & { readonly result: ProcessResult };

/** What differs between commands. */
interface How {
  /** Exit codes that are not failures. @default [0] */
  readonly allowed?: readonly number[];
  /** @default true */
  readonly ownerOnly?: boolean;
  /** @default a file among the logs, replaced at every run */
  readonly stdoutFile?: string;
  /** Whether stdout is an answer, not a log. @default false */
  readonly secret?: boolean;
  readonly diagnostics?: (stdout: string, stderr: string) => Diagnostic[];
}

function defaultDiagnostics(stdout: string, stderr: string): Diagnostic[] {
  return [...journalDiagnostics(readJournal(stdout)), ...parseBoxes(stderr), ...parseBoxes(stdout)];
}

function validateDiagnostics(stdout: string, stderr: string): Diagnostic[] {
  try {
    const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly JsonDiagnostic[] };
    return diagnostics.map(fromJson);
  } catch {
    // A configuration that cannot be read at all is reported in boxes.
    return defaultDiagnostics(stdout, stderr);
  }
}
