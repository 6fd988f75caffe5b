// The configuration side: everything but stacks, so that it loads without cdktf.
export { accountIdVariable, closingVariable, offlineAccountId, type ClosingStep } from "./account-id.ts";
export { contains, formatCidr, overlaps, parseCidr, sizeOf, subnetOf, type Cidr } from "./cidr.ts";
export { defaultBase } from "./default-base.ts";
export { findCycle, waves, type Dependencies } from "./dependency-order.ts";
export { accountFolders } from "./folders.ts";
export { readAccountFile } from "./account-file.ts";
export { readOrganizationFile } from "./organization-file.ts";
export { importsPath, readImports } from "./imports-file.ts";
export type { JsonFile } from "./json-file.ts";
export { readAnyJsonFile } from "./json-file.ts";
export { notSecrets } from "./not-secrets.ts";
export { contextOf, knownAccountId, loadWorkspace, type Workspace } from "./load.ts";
export { didYouMean, listed, nearest } from "./nearest.ts";
export type {
  Account,
  AccountContext,
  ConfigurationSource,
  Environment,
  Network,
  NetworkPeer,
  Organization,
  OrganizationAccount,
} from "./organization.ts";
export {
  outputProblem,
  placeholderOf,
  type OutputContract,
  type OutputToken,
  type OutputTokens,
  type OutputType,
} from "./outputs.ts";
export { sharedAddresses } from "./peers.ts";
export { partitionOf } from "./partition.ts";
export type { Connection, ConnectionKind, ConnectionOf } from "./schema/connections.ts";
export type { ImportsFile } from "./schema/imports.ts";
export {
  configurationParameterPath,
  deploymentRoles,
  newAccountEnvironment,
  newAccountRole,
  organizationAccessRole,
  platformPath,
  stateKeyAlias,
  workloadBoundaryName,
} from "./platform-names.ts";
export { applyOrder } from "./relations.ts";
export {
  bootstrapStateKey,
  journalPrefix,
  lastApplyKey,
  publishedOutputsKey,
  remoteState,
  stateBucket,
  stateKey,
  type RemoteState,
} from "./state-location.ts";
export { environmentsInUse, standardTags, tagStandard, type StandardTag } from "./tag-standard.ts";
export { UserError, type UserErrorDetails } from "./user-error.ts";
