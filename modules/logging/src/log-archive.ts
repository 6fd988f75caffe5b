import { Construct } from "constructs";
import { AccountStack, partitionOf, type OutputContract } from "@archipelago/account-stack";
import { accessLogDelivery, configDelivery, trailDelivery, vendedLogDelivery } from "./delivery.ts";
import { bucketArn, LogBucket, type LogBucketProps, type ObjectLock } from "./log-bucket.ts";
import { organizationTrailArn } from "./organization-trail.ts";
import { TrailKey } from "./trail-key.ts";

/** What the log archive publishes for the accounts that deliver to it. */
export const logArchiveOutputs = {
  flowLogBucketArn: "bucketArn",
  resolverLogBucketArn: "bucketArn",
  configBucketName: "string",
} as const satisfies OutputContract;

/** What the log archive publishes for the account of the organisation's trail. */
export const trailArchiveOutputs = {
  trailBucketName: "string",
  trailKeyArn: "arn",
} as const satisfies OutputContract;

export interface LogArchiveProps {
  /** Id of the organisation whose accounts may deliver, `organizationId` of `organizationOutputs`. */
  readonly organizationId: string;
  /** Id of the management account, whose trail may deliver, `managementAccountId` of `organizationOutputs`. */
  readonly managementAccountId: string;
  /**
   * Id of the account whose people may read the trail's log files, `securityAccountId` of `organizationOutputs`.
   * @default none: only who acts in the log archive
   */
  readonly auditorAccountId?: string;
  /**
   * Identity Center permission set whose holders in the auditors' account may read them.
   * @default "SecurityAudit"
   */
  readonly auditorPermissionSet?: string;
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
   * Days for which a log file of the trail is locked against deletion.
   * @default 365, or retentionDays when that is less
   */
  readonly lockDays?: number;
  /**
   * `COMPLIANCE`: nobody lifts a lock, and the bucket stays until the last one has ended, whatever happens.
   * @default "GOVERNANCE"
   */
  readonly lockMode?: ObjectLock["mode"];
  /**
   * True: Terraform refuses to delete buckets and key.
   * @default the environment's `deletionProtection`
   */
  readonly deletionProtection?: boolean;
}

/**
 * The buckets of the log-archive account: the organisation's trail, AWS Config, VPC flow logs and Resolver query logs of
 * all accounts, and who read them. And the trail's key.
 */
export class LogArchive extends Construct {
  readonly flowLogBucketArn: string;
  readonly resolverLogBucketArn: string;
  readonly configBucketName: string;
  readonly trailBucketName: string;
  readonly trailKeyArn: string;

  constructor(scope: Construct, id: string, props: LogArchiveProps) {
    super(scope, id);
    const { accountId, environment, organization } = AccountStack.of(this);
    const { organizationId, managementAccountId } = props;
    const retentionDays = props.retentionDays ?? 400;
    const preventDestroy = props.deletionProtection ?? environment.deletionProtection;
    const name = (kind: string) => `${organization.name}-${kind}-${accountId}`;
    const arn = (kind: string) => bucketArn(this, name(kind));

    const logged = ["trail", "config", "flow-logs", "resolver-logs"];
    // It has no access log of its own: a bucket that logs to itself never stops.
    const accessLogBucket = new LogBucket(this, "access-logs", {
      name: name("access-logs"),
      retentionDays,
      preventDestroy,
      statements: accessLogDelivery(arn("access-logs"), accountId, logged.map(arn)),
    });
    const bucket = (kind: string, more: Pick<LogBucketProps, "statements" | "keyArn" | "objectLock">) =>
      new LogBucket(this, kind, {
        name: name(kind),
        retentionDays,
        coldAfterDays: props.coldAfterDays ?? 90,
        accessLogBucket,
        preventDestroy,
        ...more,
      });

    this.flowLogBucketArn = bucket("flow-logs", {
      statements: vendedLogDelivery("FlowLog", { arn: arn("flow-logs"), organizationId }),
    }).arn;
    this.resolverLogBucketArn = bucket("resolver-logs", {
      statements: vendedLogDelivery("ResolverLog", { arn: arn("resolver-logs"), organizationId }),
    }).arn;
    this.configBucketName = bucket("config", {
      statements: configDelivery({ arn: arn("config"), organizationId }),
    }).name;

    const trailArn = organizationTrailArn(organization, managementAccountId);
    const auditors = this.#auditors(props);
    this.trailKeyArn = new TrailKey(this, "trail-key", {
      trailArn,
      managementAccountId,
      auditors,
      preventDestroy,
    }).arn;
    this.trailBucketName = bucket("trail", {
      keyArn: this.trailKeyArn,
      objectLock: { mode: props.lockMode ?? "GOVERNANCE", days: props.lockDays ?? Math.min(365, retentionDays) },
      statements: [
        ...trailDelivery({ arn: arn("trail"), organizationId }, { trailArn, managementAccountId }),
        ...(auditors === undefined ? [] : auditorsRead(arn("trail"), auditors)),
      ],
    }).name;
  }

  /** The condition that holds for auditors: no role is named as principal, AWS refuses those that do not exist yet. */
  #auditors(props: LogArchiveProps): object | undefined {
    if (props.auditorAccountId === undefined) return undefined;
    const partition = partitionOf(AccountStack.of(this).account.region);
    const role = `AWSReservedSSO_${props.auditorPermissionSet ?? "SecurityAudit"}_????????????????`;
    return {
      StringEquals: { "aws:PrincipalOrgID": props.organizationId },
      ArnLike: {
        "aws:PrincipalArn": `arn:${partition}:iam::${props.auditorAccountId}:role/aws-reserved/sso.amazonaws.com/*${role}`,
      },
    };
  }
}

function auditorsRead(arn: string, auditors: object): object[] {
  const reading = { Effect: "Allow", Principal: { AWS: "*" }, Condition: auditors };
  return [
    { Sid: "AuditorsRead", ...reading, Action: ["s3:GetObject", "s3:GetObjectVersion"], Resource: `${arn}/*` },
    { Sid: "AuditorsList", ...reading, Action: "s3:ListBucket", Resource: arn },
  ];
}
