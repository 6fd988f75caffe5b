import { Construct } from "constructs";
import { AccountStack, type OutputContract } from "@archipelago/account-stack";
import { bucketArn, LogBucket } from "./log-bucket.ts";

/** What the log archive publishes for the accounts that deliver to it. */
export const logArchiveOutputs = { flowLogBucketArn: "bucketArn" } as const satisfies OutputContract;

export interface LogArchiveProps {
  /** Id of the organisation whose accounts may deliver, `organizationId` of `organizationOutputs`. */
  readonly organizationId: string;
  /**
   * Days until a log is deleted.
   * @default 400: a year, and a month to look back over it
   */
  readonly retentionDays?: number;
  /**
   * Days until a log moves to Glacier Instant Retrieval, which bills at least 90 days.
   * @default 90
   */
  readonly coldAfterDays?: number;
  /**
   * True: Terraform refuses to delete the buckets.
   * @default the environment's `deletionProtection`
   */
  readonly deletionProtection?: boolean;
}

/** The buckets of the log-archive account: VPC flow logs of the whole organisation, and who read them. */
export class LogArchive extends Construct {
  readonly flowLogBucketArn: string;

  constructor(scope: Construct, id: string, props: LogArchiveProps) {
    super(scope, id);
    const { accountId, environment, organization } = AccountStack.of(this);
    const flowLogs = `${organization.name}-flow-logs-${accountId}`;
    const accessLogs = `${organization.name}-access-logs-${accountId}`;
    const retentionDays = props.retentionDays ?? 400;
    const preventDestroy = props.deletionProtection ?? environment.deletionProtection;
    // It has no access log of its own: a bucket that logs to itself never stops.
    const accessLogBucket = new LogBucket(this, "access-logs", {
      name: accessLogs,
      retentionDays,
      preventDestroy,
      statements: [
        {
          Sid: "ServerAccessLogs",
          Effect: "Allow",
          Principal: { Service: "logging.s3.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: `${bucketArn(this, accessLogs)}/*`,
          Condition: {
            StringEquals: { "aws:SourceAccount": accountId },
            ArnLike: { "aws:SourceArn": bucketArn(this, flowLogs) },
          },
        },
      ],
    });
    this.flowLogBucketArn = new LogBucket(this, "flow-logs", {
      name: flowLogs,
      retentionDays,
      coldAfterDays: props.coldAfterDays ?? 90,
      accessLogBucket,
      preventDestroy,
      statements: flowLogDelivery(bucketArn(this, flowLogs), props.organizationId),
    }).arn;
  }
}

/**
 * Lets log delivery write for accounts of the organisation only. AWS's example also asks for the ACL
 * bucket-owner-full-control; with BucketOwnerEnforced there is no other owner.
 *
 * Source: Amazon VPC User Guide, "Publish flow logs to Amazon S3".
 */
function flowLogDelivery(arn: string, organizationId: string): object[] {
  const delivery = {
    Effect: "Allow",
    Principal: { Service: "delivery.logs.amazonaws.com" },
    Condition: { StringEquals: { "aws:SourceOrgID": organizationId } },
  };
  return [
    { Sid: "FlowLogWrite", ...delivery, Action: "s3:PutObject", Resource: `${arn}/AWSLogs/*` },
    { Sid: "FlowLogCheck", ...delivery, Action: ["s3:GetBucketAcl", "s3:ListBucket"], Resource: arn },
  ];
}
