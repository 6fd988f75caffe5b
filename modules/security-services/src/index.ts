export { ConfigRecorder, type ConfigRecorderProps } from "./config-recorder.ts";
export { guardDutyFeatures, type GuardDutyFeatureName } from "./guardduty-features.ts";
export { organizationRules } from "./organization-rules.ts";
export {
  delegatedServices,
  SecurityDelegation,
  securityDelegationOutputs,
  type SecurityDelegationProps,
} from "./security-delegation.ts";
export { SecurityServices, type SecurityServicesProps } from "./security-services.ts";
export { securityStandards } from "./security-standards.ts";
