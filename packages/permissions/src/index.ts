export { contextOf, type Context } from "./pattern.ts";
export {
  decide,
  type Deciding,
  type Decision,
  type Layer,
  type Level,
  type Policies,
  type Principal,
  type Request,
} from "./decide.ts";
export { explain, type Explanation, type Possible, type Reason } from "./explain.ts";
export { organizationPolicies, type AccountPolicies, type OrganizationPolicies } from "./organization-policies.ts";
export { parsePolicy, type Policy, type Statement } from "./policy.ts";
export type { Question } from "./question.ts";
export type { Access, Role } from "./roles.ts";
export type { SynthesizedAccount } from "./stacks.ts";
export { accessTable, explanationText } from "./text.ts";
