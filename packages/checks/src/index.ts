export { judgeAccountData, type AccountData } from "./account-data.ts";
export { nextBlock } from "./free-block.ts";
export { benchmark, compliance, controls, type JudgedControl } from "./cis/compliance.ts";
export { complianceMarkdown, complianceTable, complianceTotals, evidenceGroups } from "./cis/compliance-report.ts";
export { costs, costsBy, totals, type AccountCosts, type Costs } from "./costs/costs.ts";
export { costsMarkdown } from "./costs/costs-page.ts";
export { priceList } from "./costs/prices.ts";
export { codeowners, codeownersFile, codeownersProblems, ownersOf } from "./codeowners.ts";
export { formatFinding, type Finding, type Rule } from "./finding.ts";
export { findingsOf, rules } from "./rules/index.ts";
export { knownQuotas, type KnownQuota } from "./known-quotas.ts";
export { networkPlan, type AccountNetwork, type LedgerBlock, type NetworkPlan } from "./network-plan.ts";
export {
  resourcesOf,
  type OrganizationFacts,
  type StackTemplate,
  type SynthesizedAccount,
  type SynthesizedOrganization,
} from "./synthesized.ts";
export { partsOf } from "./naming.ts";
export { formatTypeError, typeErrors, type TypeError } from "./type-errors.ts";
