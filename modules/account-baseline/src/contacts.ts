/** A person or desk AWS writes to. */
export interface Contact {
  readonly name: string;
  readonly title: string;
  readonly email: string;
  /** With country code, for example `+49 30 1234567`. */
  readonly phone: string;
}

/** Alternate contacts by AWS's name for their kind. */
export const contactTypes = { security: "SECURITY", operations: "OPERATIONS", billing: "BILLING" } as const;
