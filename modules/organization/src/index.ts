export { Organization, organizationOutputs } from "./organization.ts";
export { policyTypes, trustedServices } from "./features.ts";
