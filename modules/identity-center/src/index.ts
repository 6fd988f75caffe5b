export { IdentityCenter, type IdentityCenterProps } from "./identity-center.ts";
export type { PermissionSet, PolicyStatement, StatementContext } from "./permission-set.ts";
export { standardPermissionSets } from "./permission-sets.ts";
