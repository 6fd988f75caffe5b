import type { Conditions } from "./guardrail.ts";

/**
 * The platform's own roles, as `role/...` in any account. Nobody else can make a role of that name: the guardrail
 * `protect-platform-identity` covers them all.
 */
export const platformRoles = {
  /** Applies an account's stack from CI. */
  apply: "archipelago/archipelago-apply",
  /** Plans it. */
  plan: "archipelago/archipelago-plan",
  /** What `bootstrap` uses: AWS makes it in every account, trusted by the management account. */
  bootstrap: "OrganizationAccountAccessRole",
  /** For people, with MFA, when nothing else works. */
  breakGlass: "archipelago/break-glass",
} as const;

export type PlatformRole = keyof typeof platformRoles;

/**
 * The statement leaves out these roles, and root sessions that the management account opens in a member. A root session
 * is how a bucket or a root password is recovered: denied, nobody could. Its key is absent from every other request.
 *
 * Source: IAM User Guide, "Perform a privileged task on an AWS Organizations member account"; AWS Control Tower controls
 * reference, AWS-GR_RESTRICT_ROOT_USER, parameter ExemptAssumeRoot (read 2026-11).
 */
export function exceptRoles(partition: string, ...roles: readonly PlatformRole[]): Conditions {
  return {
    ArnNotLike: { "aws:PrincipalArn": roles.map((role) => `arn:${partition}:iam::*:role/${platformRoles[role]}`) },
    ...exceptRootSessions,
  };
}

/** The part of {@link exceptRoles} that is about root sessions. */
export const exceptRootSessions: Conditions = { Null: { "aws:AssumedRoot": "true" } };
