import type { OrganizationFacts, Resource, SynthesizedAccount } from "./synthesized.ts";

/** What a rule has against an account. */
export interface Finding {
  /** Name of the rule. */
  readonly rule: string;
  readonly account: string;
  /** Resource address in the account's stack, or a file. */
  readonly where: string;
  readonly message: string;
  /** What mends it. */
  readonly next: string;
}

/** A rule that each account's stack is held against. Each has a table of cases in its test. */
export interface Rule {
  readonly name: string;
  /** What holds when nothing is found. */
  readonly holds: string;
  readonly find: (stack: SynthesizedAccount, facts: OrganizationFacts) => Objection[];
}

/** A finding before it knows its rule and account. */
export interface Objection {
  readonly where: string;
  readonly message: string;
  readonly next: string;
}

/** An objection to a resource. */
export const objectTo = ({ address }: Resource, message: string, next: string): Objection => ({
  where: address,
  message,
  next,
});

/** One finding, as a person reads it. */
export function formatFinding({ rule, account, where, message, next }: Finding): string {
  return `${account}: ${where}: ${message} (${rule})\n  next: ${next}`;
}
