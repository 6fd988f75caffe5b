export { accountReport, type AccountReport } from "./account-report.ts";
export { cloudName } from "./cloud-name.ts";
export { wantsColour } from "./colour.ts";
export { planDocument, reviewedDigest, type ReportOptions } from "./document.ts";
export { planHtml } from "./html.ts";
export { githubLimit, planMarkdown } from "./markdown.ts";
export { withoutSecrets } from "./secrets.ts";
export { noCounts, type PlanStatus, type PlanSummary } from "./summary.ts";
export { planTable, tally, type TableOptions } from "./table.ts";
