export { DeploymentRoles, type DeploymentRolesProps } from "./deployment-roles.ts";
export { deploymentNamePattern, deploymentNames } from "./names.ts";
export { NewAccountRole, type NewAccountRoleProps } from "./new-account-role.ts";
export { OrganizationAccessRole, type OrganizationAccessRoleProps } from "./organization-access-role.ts";
export type { Deployment } from "./trust.ts";
export { StateKey, type StateKeyProps } from "./state-key.ts";
