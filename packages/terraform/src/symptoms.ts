/** What went wrong, as far as a program may want to act on it. */
export type FailureKind =
  | "failed"
  /** Somebody holds the lock of the state. */
  | "locked"
  /** The lock could not be asked for: the store of the state did not answer, or refused. */
  | "lock-unavailable"
  /** All was done, and the lock stays: it could not be given back. */
  | "not-unlocked"
  /** Changes were made and are in errored.tfstate, not in the state. */
  | "state-not-saved"
  | "state-damaged"
  | "newer-state"
  | "other-lineage"
  | "disk-full"
  | "clock-skew"
  | "stale-plan"
  | "not-initialised"
  | "interrupted"
  | "timed-out"
  | "killed";

/** What a message may name. */
export interface SymptomContext {
  /** What Terraform said on stderr, kept. */
  readonly stderrFile: string;
}

/** How a kind of failure is told from Terraform's words. */
export interface Symptom {
  readonly kind: FailureKind;
  readonly pattern: RegExp;
  /** What to do, for a person. */
  readonly next: (context: SymptomContext) => string;
}

/** An error that says nothing of what was to be done: the lock stays. */
export const NOT_UNLOCKED = /^Error releasing the state lock/;

/**
 * Terraform has no codes for its errors: these are its words in 1.10 to 1.11, each provoked on a real S3 server
 * (e2e/faults/state-store.test.ts). The first that matches counts: what must not be overlooked comes first.
 */
export const SYMPTOMS: readonly Symptom[] = [
  {
    kind: "state-not-saved",
    pattern: /^Failed to (save|persist) state/m,
    next: () => "what was made is in errored.tfstate and must not be lost: apply again, it saves that state first",
  },
  {
    kind: "disk-full",
    pattern: /no space left on device/,
    next: () => "the disk is full: free some space, then run the same command again",
  },
  {
    kind: "clock-skew",
    pattern: /RequestTimeTooSkewed|Probable clock skew/,
    next: () => "set this machine's clock (AWS refuses more than 5 minutes), then run the same command again",
  },
  {
    kind: "not-unlocked",
    pattern: NOT_UNLOCKED,
    next: () => "the work is done and saved; run the same command again: it releases the lock, which is its own",
  },
  {
    kind: "locked",
    pattern: /^Error acquiring the state lock[^]*^Lock Info:\n\s+ID:/m,
    next: ({ stderrFile }) => `nobody is known to hold the lock; the whole message is in ${stderrFile}`,
  },
  {
    kind: "lock-unavailable",
    pattern: /^Error acquiring the state lock/m,
    next: () =>
      "nothing was changed; when the bucket of the state can be reached and written, run the same command again",
  },
  {
    kind: "newer-state",
    pattern: /uses format version \d+, which is not supported by/,
    next: () =>
      "use the version of Terraform that is named above, or a newer one (terraformBinary in organization.json)",
  },
  {
    kind: "state-damaged",
    pattern: /Unsupported state file format/,
    next: () => "nothing was changed; restore an earlier version of the state: docs/recovery.md",
  },
  {
    kind: "other-lineage",
    pattern: /different state lineage|over unrelated state with lineage/,
    next: () =>
      "nothing was changed; this state belongs to something else: find out who replaced it (docs/recovery.md)",
  },
  {
    kind: "stale-plan",
    pattern: /^Saved plan is stale/m,
    next: () => "the state changed since this plan was made: plan again",
  },
  {
    kind: "not-initialised",
    pattern:
      /^(Inconsistent dependency lock file|Required plugins are not installed|Backend initialization required|Module not installed|Missing required provider)/m,
    next: () => "run the same command again: it initialises the work directory first",
  },
];
