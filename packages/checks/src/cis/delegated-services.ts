/** A service whose organisation-wide administration can be given to a member account, and is. */
export interface DelegableService {
  /** Types of resource that designate the administrator. */
  readonly designatedBy: readonly string[];
}

const generic = "aws_organizations_delegated_administrator";

/**
 * Security services that a security team works in every day. Once the organisation trusts one of them, it is to be run
 * from a member account.
 *
 * Source: AWS Organizations User Guide, "AWS services that you can use with AWS Organizations", read 2026-11.
 */
export const delegableServices: Readonly<Record<string, DelegableService>> = {
  "access-analyzer.amazonaws.com": { designatedBy: [generic] },
  "config.amazonaws.com": { designatedBy: [generic] },
  "config-multiaccountsetup.amazonaws.com": { designatedBy: [generic] },
  "detective.amazonaws.com": { designatedBy: [generic, "aws_detective_organization_admin_account"] },
  "guardduty.amazonaws.com": { designatedBy: [generic, "aws_guardduty_organization_admin_account"] },
  "inspector2.amazonaws.com": { designatedBy: [generic, "aws_inspector2_delegated_admin_account"] },
  "macie.amazonaws.com": { designatedBy: [generic, "aws_macie2_organization_admin_account"] },
  "securityhub.amazonaws.com": { designatedBy: [generic, "aws_securityhub_organization_admin_account"] },
};

/**
 * Services that could be delegated too and are not, and why. The management account's stack is the only one that uses
 * them, and it is changed by pull request.
 */
export const keptServices: Readonly<Record<string, string>> = {
  "account.amazonaws.com": "accounts and their contacts are made in one place",
  "backup.amazonaws.com": "backup policies are guardrails; copies are the business of the accounts",
  "cloudtrail.amazonaws.com": "the trail belongs to the management account even when a member administers it",
  "iam.amazonaws.com": "whoever opens root sessions in members must not be a member",
  "sso.amazonaws.com": "assignments to the management account cannot be made from a member",
  "tagpolicies.tag.amazonaws.com": "tag policies are guardrails",
};
