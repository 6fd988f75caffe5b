import { platformPath, workloadBoundaryName } from "@archipelago/account-stack";

export { platformPath as baselinePath };

/**
 * Names of what the baseline makes, below {@link platformPath}. Other accounts and guardrails rely on them. A role's name
 * is unique in an account whatever its path, so these leave the short words to applications.
 */
export const baselineNames = {
  audit: "baseline-audit",
  breakGlass: "break-glass",
  support: "baseline-support",
  boundary: workloadBoundaryName,
} as const;

/** AWS-managed policies of the baseline's reading roles. The apply role may attach these to them, and nothing else. */
export const baselineRolePolicies = {
  audit: ["SecurityAudit", "job-function/ViewOnlyAccess"],
  support: ["AWSSupportAccess"],
} as const;

/**
 * Roles that are not the baseline's and can do everything: AWS Organizations makes the first in every new account, IAM
 * Identity Center the others.
 */
export const otherPrivilegedRoles = ["OrganizationAccountAccessRole", "aws-reserved/*"] as const;
