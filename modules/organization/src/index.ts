export { Organization, organizationOutputs } from "./organization.ts";
export { policyTypes, trustedServices } from "./features.ts";
export { OrganizationPolicies, type OrganizationPoliciesProps, type OrganizationPolicy } from "./policies.ts";
