// What needs neither cdktf nor zod: for programs that should start at once.
export { inDependencyOrder, openAccounts, readAccounts, type AccountFacts } from "./account-facts.ts";
export { defaultBase } from "./default-base.ts";
export { accountFolders } from "./folders.ts";
export { findCycle, waves, type Dependencies } from "./dependency-order.ts";
export { didYouMean, listed } from "./nearest.ts";
export { UserError, type UserErrorDetails } from "./user-error.ts";
