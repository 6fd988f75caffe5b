export { offlineAccountId } from "./account-id.ts";
export {
  accountIdVariable,
  AccountStack,
  standardTags,
  type AccountContext,
  type StackInput,
} from "./account-stack.ts";
export { contains, formatCidr, overlaps, parseCidr, sizeOf, subnetOf, type Cidr } from "./cidr.ts";
export { defineAccount, type AccountDefinition } from "./define-account.ts";
export { findCycle, waves, type Dependencies } from "./dependency-order.ts";
export { accountFolders } from "./folders.ts";
export { knownAccountId, loadWorkspace, type Workspace } from "./load.ts";
export type { Account, Environment, Organization } from "./organization.ts";
export { isOptOut, type OptOut } from "./opt-out.ts";
export {
  outputProblem,
  placeholderOf,
  type OutputContract,
  type OutputToken,
  type OutputTokens,
  type OutputType,
} from "./outputs.ts";
export { partitionOf } from "./partition.ts";
export { publishedOutputsKey, stateBucket, stateKey } from "./state-location.ts";
export { addAccountStack, synthesizeAccount, type SynthesizedStack } from "./synthesize.ts";
export { UserError, type UserErrorDetails } from "./user-error.ts";
