export { compliancePage, type CompliancePageOptions } from "./compliance/compliance-page.ts";
