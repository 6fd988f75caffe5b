export { compliancePage, type CompliancePageOptions } from "./compliance/compliance-page.ts";
export { mapPage } from "./map/map-page.ts";
export {
  organizationMap,
  type LastPlan,
  type MapAccount,
  type MapSources,
  type MapStatus,
  type OrganizationMap,
} from "./map/model.ts";
