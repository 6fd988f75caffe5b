/** One guardrail as the management account attaches it, for `explain` and the checks. */
export interface GuardrailRecord {
  /** Name of the rule, for example `deny-leaving-the-organization`. */
  readonly rule: string;
  readonly reason: string;
  /** AWS Organizations policy type, for example `SERVICE_CONTROL_POLICY`. */
  readonly type: string;
  /** Sids of the rule's statements, by which they are found in the attached policies. Empty for types without statements. */
  readonly sids: readonly string[];
  /** Organizational units (paths) and accounts (names) it is attached to; `Root` for all. */
  readonly targets: readonly string[];
  readonly exceptions: readonly GuardrailException[];
}

/** An account that a guardrail leaves out, until a day. */
export interface GuardrailException {
  readonly rule: string;
  /** Name of the account. */
  readonly account: string;
  readonly reason: string;
  /** Last day, `2027-03-31`. */
  readonly expires: string;
}

/** What stacks say beyond resources: by kind. Nothing of it reaches Terraform. */
export interface StackRecords {
  guardrails?: readonly GuardrailRecord[];
}
