export { apiKeyArns } from "./api-keys.ts";
export { BreakGlassRole, breakGlassUserPath, type BreakGlassRoleProps } from "./break-glass.ts";
export { IamBaseline, type IamBaselineProps } from "./iam-baseline.ts";
export { keyAdministration } from "./key-administration.ts";
export { baselineNames, baselinePath, baselineRolePolicies, otherPrivilegedRoles } from "./names.ts";
export { policyDocument, policyQuotas } from "./policy-size.ts";
export { allow, deny, type Grant, type Statement } from "./statement.ts";
export {
  grantActions,
  policyActions,
  roleActions,
  userActions,
  WorkloadBoundary,
  workloadBoundaryArn,
  type WorkloadBoundaryProps,
} from "./workload-boundary.ts";
