import { Cloudtrail } from "@cdktf/provider-aws/lib/cloudtrail/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { AccountStack, onceKnown, partitionOf, UserError } from "@archipelago/account-stack";
import { workloadBoundaryArn } from "@archipelago/iam-baseline";
import { LogGroup, LogKey, organizationTrailName } from "@archipelago/logging";
import { Construct } from "constructs";
import { Alarms, type AlarmsProps } from "./alarms.ts";
import { objectEvents, type ObjectEvents } from "./object-events.ts";

export interface AuditTrailProps extends Pick<AlarmsProps, "emails" | "thresholds"> {
  /** Id of the organisation, `o-...`. */
  readonly organizationId: string;
  /** Name of the log archive's bucket, `trailBucketName` of `trailArchiveOutputs`: awaited. */
  readonly bucketName: string;
  /** ARN of the log archive's key, `trailKeyArn` of `trailArchiveOutputs`: awaited. */
  readonly keyArn: string;
  /**
   * Which reads and writes of S3 objects are recorded, in every account and region. They cost 0.10 USD per 100,000
   * events, and busy buckets have billions. (CIS 4.8 `write`, 4.9 `all`)
   * @default "none"
   */
  readonly objectEvents?: ObjectEvents;
  /**
   * True: CloudTrail looks for unusual rates of calls and errors. 0.35 USD per 100,000 events it looks at.
   * @default false
   */
  readonly insights?: boolean;
  /**
   * Days until an event is deleted from the log group; the bucket keeps it longer.
   * @default the environment's `logRetentionDays`
   */
  readonly logRetentionDays?: number;
}

/**
 * The organisation's CloudTrail, for the management account's stack: every account, every region, validated and
 * encrypted, to the log archive's bucket and to a log group here, with alarms on it. (CIS 4.1, 4.2, 4.5, 5.1-5.15)
 *
 * The bucket's policy names the organisation, which this stack makes, and the trail needs the bucket: the trail itself is
 * absent until the log archive has published. Everything else is there from the start.
 */
export class AuditTrail extends Construct {
  constructor(scope: Construct, id: string, props: AuditTrailProps) {
    super(scope, id);
    const { account, environment, organization } = AccountStack.of(this);
    if (account.region !== organization.homeRegion) {
      throw new UserError(
        `the organisation's trail would be in ${account.region}, and its bucket expects it elsewhere`,
        {
          where: `${account.directory}/account.json`,
          allowed: `${organization.homeRegion}, the home region, as the first of the management account's regions`,
        },
      );
    }
    const name = organizationTrailName(organization);
    const key = new LogKey(this, "key", { alias: name, alarms: true });
    const group = new LogGroup(this, "logs", {
      name: `/archipelago/${name}`,
      keyArn: key.arn,
      ...(props.logRetentionDays === undefined ? {} : { retentionDays: props.logRetentionDays }),
    });
    const role = this.#deliveryRole(name, group.name, props.organizationId);
    new Cloudtrail(this, "trail", {
      count: onceKnown(props.bucketName, props.keyArn),
      name,
      s3BucketName: props.bucketName,
      kmsKeyId: props.keyArn,
      isOrganizationTrail: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      enableLogging: true,
      cloudWatchLogsGroupArn: `${group.arn}:*`,
      cloudWatchLogsRoleArn: role.arn,
      ...objectEvents(props.objectEvents ?? "none", `arn:${partitionOf(account.region)}:s3:::${props.bucketName}/`),
      ...(props.insights === true
        ? { insightSelector: [{ insightType: "ApiCallRateInsight" }, { insightType: "ApiErrorRateInsight" }] }
        : {}),
      dependsOn: [role.policy],
      // Stopping it is a decision of its own, never a by-product.
      ...(environment.deletionProtection ? { lifecycle: { preventDestroy: true } } : {}),
    });
    new Alarms(this, "alarms", {
      name,
      logGroupName: group.name,
      keyArn: key.arn,
      ...(props.emails === undefined ? {} : { emails: props.emails }),
      ...(props.thresholds === undefined ? {} : { thresholds: props.thresholds }),
    });
  }

  /**
   * Lets CloudTrail write into the log group: streams of the management account and of the organisation.
   *
   * Source: AWS CloudTrail User Guide, "Role policy document for CloudTrail to use CloudWatch Logs for monitoring"
   * (2026-11), which also says that aws:SourceArn and aws:SourceAccount do not work in this role's trust.
   */
  #deliveryRole(name: string, logGroupName: string, organizationId: string): { arn: string; policy: IamRolePolicy } {
    const { account, accountId } = AccountStack.of(this);
    const stream = `arn:${partitionOf(account.region)}:logs:${account.region}:${accountId}:log-group:${logGroupName}:log-stream:`;
    const role = new IamRole(this, "delivery-role", {
      name: `${name}-trail-delivery`,
      path: "/archipelago/",
      permissionsBoundary: workloadBoundaryArn({ partition: partitionOf(account.region), accountId }),
      description: "CloudTrail writes the organisation's events into the log group",
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
    });
    const policy = new IamRolePolicy(this, "delivery-policy", {
      name: "write-events",
      role: role.name,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "WriteEvents",
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: [`${stream}${accountId}_CloudTrail_*`, `${stream}${organizationId}_*`],
          },
        ],
      }),
    });
    return { arn: role.arn, policy };
  }
}
