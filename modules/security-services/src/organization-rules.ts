/** A managed rule of AWS Config that runs in every account. */
export interface OrganizationRule {
  /** The rule's identifier in AWS Config. */
  readonly identifier: string;
  readonly reason: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

/**
 * Rules that the standards of Security Hub do not contain: those bring rules of their own, and a rule twice is billed
 * twice. Each is billed for every evaluation, that is for every change of a resource it looks at.
 *
 * Source: AWS Config Developer Guide, "List of AWS Config Managed Rules" (2026-11).
 */
export const organizationRules: Readonly<Record<string, OrganizationRule>> = {
  "log-group-retention": {
    identifier: "CW_LOGGROUP_RETENTION_PERIOD_CHECK",
    reason: "a log group without retention is kept, and paid for, for ever",
    parameters: { MinRetentionTime: "7" },
  },
  "elastic-ip-attached": {
    identifier: "EIP_ATTACHED",
    reason: "an address that nothing uses is billed, and may still be in somebody's allow-list",
  },
  "volume-in-use": {
    identifier: "EC2_VOLUME_INUSE_CHECK",
    reason: "a volume without an instance is billed, and holds data that nobody looks after",
  },
};
