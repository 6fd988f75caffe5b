export { addressPlanProblems } from "./address-plan.ts";
export { benchmark, compliance, controls, type JudgedControl } from "./cis/compliance.ts";
export { complianceMarkdown, complianceTable } from "./cis/compliance-report.ts";
export { formatFinding, type Finding, type Rule } from "./finding.ts";
export { findingsOf, rules } from "./rules/index.ts";
export type { OrganizationFacts, StackTemplate, SynthesizedAccount, SynthesizedOrganization } from "./synthesized.ts";
export { connectionProblems } from "./connections.ts";
export { formatTypeError, typeErrors, type TypeError } from "./type-errors.ts";
