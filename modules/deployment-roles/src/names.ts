import { deploymentRoles, newAccountRole } from "@archipelago/account-stack";

/** Names of what pipelines act with, below `/archipelago/`. Guardrails protect them by `archipelago-*`. */
export const deploymentNames = {
  ...deploymentRoles,
  planBoundary: "archipelago-plan-boundary",
  applyBoundary: "archipelago-apply-boundary",
  newAccount: newAccountRole,
  newAccountBoundary: `${newAccountRole}-boundary`,
} as const;

/** Pattern of the names above: nothing else may be called so. */
export const deploymentNamePattern = "archipelago-*";
