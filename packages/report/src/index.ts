export { planMarkdown, type PlannedAccount } from "./markdown.ts";
export { noCounts, type PlanStatus, type PlanSummary } from "./summary.ts";
export { cloudName, planTable, tally, type TableOptions } from "./table.ts";
