export { FlowLogs, flowLogFields, type FlowLogsProps, type FlowLogTraffic } from "./flow-logs.ts";
export { LogArchive, logArchiveOutputs, trailArchiveOutputs, type LogArchiveProps } from "./log-archive.ts";
export { bucketArn, LogBucket, type LogBucketProps, type ObjectLock } from "./log-bucket.ts";
export { LogGroup, type LogGroupProps } from "./log-group.ts";
export { LogKey, type LogKeyProps } from "./log-key.ts";
export { organizationTrailName } from "./organization-trail.ts";
export { ResolverLogs, type ResolverLogsProps } from "./resolver-logs.ts";
export {
  ObservabilityLinks,
  observabilityOutputs,
  ObservabilitySink,
  type ObservabilityLinksProps,
  type ObservabilitySinkProps,
} from "./observability.ts";
