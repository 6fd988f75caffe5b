import { deploymentRoles } from "@archipelago/account-stack";

/** Names of what pipelines act with, below `/archipelago/`. Guardrails protect them by `archipelago-*`. */
export const deploymentNames = {
  ...deploymentRoles,
  planBoundary: "archipelago-plan-boundary",
  applyBoundary: "archipelago-apply-boundary",
} as const;

/** Pattern of the names above: nothing else may be called so. */
export const deploymentNamePattern = "archipelago-*";

/** Alias of the KMS key of the account's state bucket, if the bucket has a key of its own. */
export const stateKeyAlias = "alias/archipelago-state";
