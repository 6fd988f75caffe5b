export { connectedAccounts, type ConnectedAccount } from "./connected-accounts.ts";
export { CrossAccountRole, type CrossAccountRoleProps } from "./cross-account-role.ts";
export { CrossAccountRoleUse, type CrossAccountRoleUseProps } from "./cross-account-role-use.ts";
