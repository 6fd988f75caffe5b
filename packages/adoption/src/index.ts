export { accountResources, understood } from "./account-resources.ts";
export { adoptOrganization, type Adoption } from "./adopt-organization.ts";
export type { Part } from "./account-names.ts";
export { foundOrganization, type FoundOrganization } from "./found-organization.ts";
export { withImports, writeFiles } from "./imports-json.ts";
export { Listing, readListing } from "./listing.ts";
export { matchResources, type Found, type StackJson } from "./matching.ts";
export { organizationResources } from "./organization-resources.ts";
