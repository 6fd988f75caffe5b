export { DeploymentRoles, type DeploymentRolesProps } from "./deployment-roles.ts";
export { deploymentNamePattern, deploymentNames } from "./names.ts";
export type { Deployment } from "./trust.ts";
export { StateKey, type StateKeyProps } from "./state-key.ts";
