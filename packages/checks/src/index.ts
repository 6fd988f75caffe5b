export { addressPlanProblems } from "./address-plan.ts";
export { formatTypeError, typeErrors, type TypeError } from "./type-errors.ts";
