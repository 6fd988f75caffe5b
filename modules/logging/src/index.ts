export { FlowLogs, flowLogFields, type FlowLogsProps, type FlowLogTraffic } from "./flow-logs.ts";
export { LogArchive, logArchiveOutputs, type LogArchiveProps } from "./log-archive.ts";
export { LogGroup, type LogGroupProps } from "./log-group.ts";
export { LogKey, type LogKeyProps } from "./log-key.ts";
