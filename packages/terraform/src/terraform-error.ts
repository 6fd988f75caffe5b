import { UserError } from "@archipelago/account-stack/user-error";
import { formatDiagnostic } from "./diagnostics.ts";
import type { Diagnostic } from "./diagnostics.ts";
import type { ProcessResult } from "./process.ts";
import { NOT_UNLOCKED, SYMPTOMS } from "./symptoms.ts";
import type { FailureKind } from "./symptoms.ts";
import type { CommandResult } from "./terraform-options.ts";

/** Who holds the lock of a state. */
export interface StateLock {
  readonly id: string;
  /** `user@host` */
  readonly who: string;
  /** For example `OperationTypeApply`. */
  readonly operation: string;
  /** As Terraform prints it. */
  readonly created: string;
}

/** Everything known about a run that failed. */
export interface Failure {
  /** For example `apply of shop-dev`. */
  readonly label: string;
  readonly directory: string;
  /** The run, with Terraform's diagnostics and the files that kept its output. */
  readonly ran: CommandResult & { readonly result: ProcessResult };
  readonly stderr: string;
}

/** Terraform said no. Its own diagnostics come along. */
export class TerraformError extends UserError {
  readonly kind: FailureKind;
  readonly diagnostics: readonly Diagnostic[];
  readonly ran: Failure["ran"];
  readonly result: ProcessResult;
  readonly stderrFile: string;
  /** The lock in the way: the one that made it fail, or its own that was not given back and may be released. */
  readonly lock: StateLock | undefined;

  constructor(failure: Failure) {
    const { result, diagnostics, stderrFile } = failure.ran;
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    const texts = errors.map(({ summary, detail }) => `${summary}\n${detail}`);
    const kind = kindOf(result, texts);
    const lock = LOCK_STAYS.includes(kind)
      ? undefined
      : parseLock(texts.filter((text) => kind === "locked" || NOT_UNLOCKED.test(text)).join("\n"));
    super(`${failure.label} ${outcome(kind, result)}`, { next: nextStep(kind, failure, lock) });
    this.kind = kind;
    this.ran = failure.ran;
    this.diagnostics = diagnostics;
    this.result = result;
    this.stderrFile = stderrFile;
    this.lock = lock;
    const said = errors.length > 0 ? errors.map(formatDiagnostic) : lastLines(failure.stderr);
    this.message = [this.message, ...said].join("\n  ");
  }
}

/** After these a lock of our own stays until the next run: it keeps others from a state that lacks what was made. */
const LOCK_STAYS: readonly FailureKind[] = ["state-not-saved", "interrupted", "timed-out", "killed"];

/** What failed counts; that the lock stays counts when nothing else did. */
function kindOf({ timedOut, interrupted, signal }: ProcessResult, texts: readonly string[]): FailureKind {
  if (timedOut) return "timed-out";
  if (interrupted) return "interrupted";
  if (signal !== undefined) return "killed";
  const others = texts.filter((text) => !NOT_UNLOCKED.test(text));
  const counting = (others.length > 0 ? others : texts).join("\n");
  return SYMPTOMS.find(({ pattern }) => pattern.test(counting))?.kind ?? "failed";
}

function outcome(kind: FailureKind, { signal, exitCode, durationMs }: ProcessResult): string {
  if (kind === "timed-out") return `did not end in time and was stopped after ${Math.round(durationMs / 1000)} s`;
  if (kind === "interrupted") return "was interrupted";
  if (kind === "killed") return `was killed by ${signal}`;
  return `failed (exit code ${exitCode})`;
}

function nextStep(kind: FailureKind, { directory, ran: { stderrFile } }: Failure, lock: StateLock | undefined): string {
  if (kind === "locked" && lock !== undefined)
    return `wait for ${lock.who} (${lock.operation}, since ${lock.created}), or give more time: --lock-timeout <seconds>; only if that run is surely dead: terraform -chdir=${directory} force-unlock ${lock.id}`;
  const symptom = SYMPTOMS.find((each) => each.kind === kind);
  if (symptom !== undefined) return symptom.next({ stderrFile });
  const steps: Partial<Record<FailureKind, string>> = {
    interrupted: "run the same command again: finished resources are in the state",
    "timed-out": `see ${stderrFile}; then run the same command again`,
    killed: "run the same command again: it releases the lock that is left, and takes over what was made",
  };
  return steps[kind] ?? `the whole message is in ${stderrFile}`;
}

/** The pattern is anchored: `RequestID:` of an AWS error is no lock id. */
function parseLock(text: string): StateLock | undefined {
  const field = (name: string): string => new RegExp(`^\\s+${name}:\\s+(.+)$`, "m").exec(text)?.[1]?.trim() ?? "";
  const id = field("ID");
  return id === "" ? undefined : { id, who: field("Who"), operation: field("Operation"), created: field("Created") };
}

function lastLines(stderr: string): string[] {
  return stderr.trim().split("\n").slice(-10);
}
