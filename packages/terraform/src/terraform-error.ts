import { UserError } from "@archipelago/account-stack/user-error";
import { formatDiagnostic } from "./diagnostics.ts";
import type { Diagnostic } from "./diagnostics.ts";
import type { ProcessResult } from "./process.ts";

/** What went wrong, as far as a program may want to act on it. */
export type FailureKind =
  "failed" | "locked" | "not-initialised" | "stale-plan" | "interrupted" | "timed-out" | "killed";

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
  readonly result: ProcessResult;
  readonly diagnostics: readonly Diagnostic[];
  /** Kept after the run. */
  readonly stderrFile: string;
  readonly stderr: string;
}

/** Terraform said no. Its own diagnostics come along. */
export class TerraformError extends UserError {
  readonly kind: FailureKind;
  readonly diagnostics: readonly Diagnostic[];
  readonly result: ProcessResult;
  readonly stderrFile: string;
  /** Set when `kind` is `locked` and Terraform said who holds the lock. */
  readonly lock: StateLock | undefined;

  constructor(failure: Failure) {
    const errors = failure.diagnostics.filter(({ severity }) => severity === "error");
    const text = errors.map(({ summary, detail }) => `${summary}\n${detail}`).join("\n");
    const kind = kindOf(failure.result, text);
    const lock = kind === "locked" ? parseLock(text) : undefined;
    super(`${failure.label} ${outcome(kind, failure.result)}`, { next: nextStep(kind, failure, lock) });
    this.kind = kind;
    this.diagnostics = failure.diagnostics;
    this.result = failure.result;
    this.stderrFile = failure.stderrFile;
    this.lock = lock;
    const said = errors.length > 0 ? errors.map(formatDiagnostic) : lastLines(failure.stderr);
    this.message = [this.message, ...said].join("\n  ");
  }
}

interface Symptom {
  readonly kind: FailureKind;
  readonly pattern: RegExp;
}

// Terraform has no codes for its errors: these are its words in 1.10 to 1.11, each tried.
const SYMPTOMS: readonly Symptom[] = [
  { kind: "locked", pattern: /^Error acquiring the state lock/m },
  { kind: "stale-plan", pattern: /^Saved plan is stale/m },
  {
    kind: "not-initialised",
    pattern:
      /^(Inconsistent dependency lock file|Required plugins are not installed|Backend initialization required|Module not installed|Missing required provider)/m,
  },
];

function kindOf({ timedOut, interrupted, signal }: ProcessResult, text: string): FailureKind {
  if (timedOut) return "timed-out";
  if (interrupted) return "interrupted";
  if (signal !== undefined) return "killed";
  return SYMPTOMS.find(({ pattern }) => pattern.test(text))?.kind ?? "failed";
}

function outcome(kind: FailureKind, { signal, exitCode, durationMs }: ProcessResult): string {
  if (kind === "timed-out") return `did not end in time and was stopped after ${Math.round(durationMs / 1000)} s`;
  if (kind === "interrupted") return "was interrupted";
  if (kind === "killed") return `was killed by ${signal}`;
  return `failed (exit code ${exitCode})`;
}

function nextStep(kind: FailureKind, { directory, stderrFile }: Failure, lock: StateLock | undefined): string {
  const terraform = `terraform -chdir=${directory}`;
  const steps: Record<FailureKind, string> = {
    failed: `the whole message is in ${stderrFile}`,
    locked:
      lock === undefined
        ? `nobody is known to hold the lock; the whole message is in ${stderrFile}`
        : `wait for ${lock.who} (${lock.operation}, since ${lock.created}); only if that run is surely dead: ${terraform} force-unlock ${lock.id}`,
    "not-initialised": "run the same command again: it initialises the work directory first",
    "stale-plan": "the state changed since this plan was made: plan again",
    interrupted: "run the same command again: finished resources are in the state",
    "timed-out": `see ${stderrFile}; then run the same command again`,
    killed: `run the same command again; if it says that the state is locked: ${terraform} force-unlock <id>`,
  };
  return steps[kind];
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
