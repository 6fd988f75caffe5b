import { Construct } from "constructs";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log/index.js";
import type { Environment } from "@archipelago/account-stack";

export type FlowLogTraffic = Environment["flowLogTraffic"];

/**
 * Fields of a record, in order. The first fourteen are AWS's default format; the others tell through which zone and
 * gateway a packet went and who it was from behind a NAT gateway.
 *
 * Source: Amazon VPC User Guide, "Flow log records".
 */
export const flowLogFields = [
  "version",
  "account-id",
  "interface-id",
  "srcaddr",
  "dstaddr",
  "srcport",
  "dstport",
  "protocol",
  "packets",
  "bytes",
  "start",
  "end",
  "action",
  "log-status",
  "vpc-id",
  "subnet-id",
  "az-id",
  "instance-id",
  "tcp-flags",
  "pkt-srcaddr",
  "pkt-dstaddr",
  "flow-direction",
  "traffic-path",
] as const;

export interface FlowLogsProps {
  readonly vpcId: string;
  /** ARN of the log archive's bucket, `flowLogBucketArn` of `logArchiveOutputs`. */
  readonly bucketArn: string;
  /**
   * Which traffic is recorded.
   * @default "ALL"
   */
  readonly traffic?: FlowLogTraffic;
  /**
   * Seconds over which packets of one connection become one record.
   * @default 600
   */
  readonly aggregationSeconds?: 60 | 600;
  /**
   * Name tag.
   * @default none
   */
  readonly name?: string;
}

/**
 * Flow logs of a VPC to the log archive: hourly Parquet files in Hive partitions, which Athena reads by account, region
 * and hour at about a tenth of the text format's cost. (CIS 4.7)
 */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    new FlowLog(this, "log", {
      vpcId: props.vpcId,
      logDestinationType: "s3",
      logDestination: props.bucketArn,
      trafficType: props.traffic ?? "ALL",
      maxAggregationInterval: props.aggregationSeconds ?? 600,
      // Doubled dollar signs: the braces are AWS's, not Terraform's.
      logFormat: flowLogFields.map((field) => `$\${${field}}`).join(" "),
      destinationOptions: { fileFormat: "parquet", hiveCompatiblePartitions: true, perHourPartition: true },
      ...(props.name === undefined ? {} : { tags: { Name: props.name } }),
    });
  }
}
