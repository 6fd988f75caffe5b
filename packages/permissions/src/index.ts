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
export { parsePolicy, type Policy, type Statement } from "./policy.ts";
