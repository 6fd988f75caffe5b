export { AccountBaseline, type AccountBaselineProps } from "./account-baseline.ts";
export type { Protection } from "./protections.ts";
