export { CrossAccountRole, type CrossAccountRoleProps } from "./cross-account-role.ts";
export { CrossAccountRoleUse, type CrossAccountRoleUseProps } from "./cross-account-role-use.ts";
