export { type Cloud, openCloud } from "./cloud/cloud.ts";
export type { Attributes, StoredResource, Value } from "./contract.ts";
export { type OfflineAws, type OfflineAwsOptions, startOfflineAws } from "./server/start.ts";
