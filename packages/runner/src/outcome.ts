/** What a verb did to one account. */
export interface Outcome {
  readonly success: boolean;
  /** For people: what happened, or what is wrong. */
  readonly text: string;
  /** For programs (`--json`): the verb's result. */
  readonly data?: unknown;
  /** What an apply awaited of other accounts, by `account.output`; undefined when it awaited nothing. */
  readonly awaited?: Readonly<Record<string, unknown>>;
  /** Whether a plan that somebody reviewed was applied: another one needs another review. */
  readonly reviewed?: boolean;
}

/** The outcome of one account in a run. */
export interface AccountResult extends Outcome {
  readonly account: string;
  /** Milliseconds since 1970. */
  readonly startTime: number;
  readonly endTime: number;
}
