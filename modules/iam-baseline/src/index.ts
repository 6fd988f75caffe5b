export { IamBaseline, type IamBaselineProps } from "./iam-baseline.ts";
export { baselineNames, baselinePath } from "./names.ts";
