export { IamBaseline, type IamBaselineProps } from "./iam-baseline.ts";
export { baselinePath } from "./names.ts";
