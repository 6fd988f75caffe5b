/** One statement of an inline policy, as IAM reads it. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  /** One of the two. */
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** What the statements of a permission set may depend on. One text serves every account, so no account is among it. */
export interface StatementContext {
  readonly partition: string;
  /** Matches the state bucket of every account of the organisation, and nothing but state buckets. */
  readonly stateBuckets: string;
  /** Matches the bucket of the organisation's trail, in the log archive. */
  readonly trailBuckets: string;
}

/** A kind of access that groups get in accounts. Identity Center makes a role of it in each account. */
export interface PermissionSet {
  /** Who it is for, at most 700 characters. */
  readonly description: string;
  /** AWS managed policies by their path below `policy/`. */
  readonly managedPolicies: readonly string[];
  /**
   * Statements of the one inline policy.
   * @default none
   */
  readonly statements?: (context: StatementContext) => readonly PolicyStatement[];
  /** Whole hours until people sign in again, 1 to 12. */
  readonly sessionHours: number;
  /**
   * Page of the console that opens first.
   * @default the console's home
   */
  readonly relayState?: string;
}

/**
 * What AWS accepts of one permission set.
 *
 * Source: IAM Identity Center User Guide, "AWS IAM Identity Center quotas", and API Reference, "PermissionSet" (read
 * 2026-11). Of managed policies 20 are possible; 10 is IAM's own quota for a role, unless it was raised in every account.
 */
export const permissionSetQuotas = {
  nameLength: 32,
  descriptionLength: 700,
  managedPolicies: 10,
  /** Without white space. */
  inlinePolicyBytes: 10_240,
  relayStateLength: 240,
  sessionHours: 12,
} as const;

/** The text of the inline policy; undefined when the set has none. */
export function inlinePolicy(set: PermissionSet, context: StatementContext): string | undefined {
  const statements = set.statements?.(context) ?? [];
  return statements.length === 0 ? undefined : JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** What AWS would refuse of a permission set, in words; undefined when nothing. */
export function permissionSetProblem(name: string, set: PermissionSet, context: StatementContext): string | undefined {
  const quotas = permissionSetQuotas;
  const bytes = Buffer.byteLength((inlinePolicy(set, context) ?? "").replaceAll(/\s/g, ""));
  const problems: readonly [boolean, string][] = [
    [
      !/^[A-Za-z][A-Za-z0-9]*$/.test(name) || name.length > quotas.nameLength,
      "its name is not 1 to 32 letters and digits",
    ],
    [set.description.length > quotas.descriptionLength, `its description is longer than ${quotas.descriptionLength}`],
    [
      set.managedPolicies.length > quotas.managedPolicies,
      `it has ${set.managedPolicies.length} managed policies, a role can have ${quotas.managedPolicies}`,
    ],
    [bytes > quotas.inlinePolicyBytes, `its inline policy has ${bytes} bytes, allowed are ${quotas.inlinePolicyBytes}`],
    [
      !Number.isInteger(set.sessionHours) || set.sessionHours < 1 || set.sessionHours > quotas.sessionHours,
      `its session of ${set.sessionHours} hours is not 1 to ${quotas.sessionHours}`,
    ],
    [
      (set.relayState?.length ?? 0) > quotas.relayStateLength,
      `its relay state is longer than ${quotas.relayStateLength}`,
    ],
  ];
  return problems.find(([wrong]) => wrong)?.[1];
}
