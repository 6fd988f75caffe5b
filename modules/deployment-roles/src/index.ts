export { DeploymentRoles, type DeploymentRolesProps } from "./deployment-roles.ts";
export { deploymentNamePattern, deploymentNames, stateKeyAlias } from "./names.ts";
export type { Deployment } from "./trust.ts";
