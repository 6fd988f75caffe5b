import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging/index.js";
import { S3BucketObjectLockConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration/index.js";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls/index.js";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy/index.js";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block/index.js";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning/index.js";
import { AccountStack, partitionOf, UserError } from "@archipelago/account-stack";

/** How long every new object is locked, and whether a permission can lift the lock. */
export interface ObjectLock {
  /** `GOVERNANCE`: s3:BypassGovernanceRetention lifts it. `COMPLIANCE`: nothing does, not even AWS Support. */
  readonly mode: "GOVERNANCE" | "COMPLIANCE";
  /** Days from an object's creation. */
  readonly days: number;
}

export interface LogBucketProps {
  /** The bucket's name: unique across AWS, 3-63 characters. */
  readonly name: string;
  /** Statements of the bucket policy besides those of every log bucket. */
  readonly statements: readonly object[];
  /** Days until an object is deleted. */
  readonly retentionDays: number;
  /** Days until an object moves to Glacier Instant Retrieval. Undefined: never. */
  readonly coldAfterDays?: number;
  /** Bucket that receives the access log of this one. Undefined: none. */
  readonly accessLogBucket?: LogBucket;
  /** ARN of the KMS key new objects are encrypted with. Undefined: SSE-S3. */
  readonly keyArn?: string;
  /** Lock of new objects. Undefined: none. */
  readonly objectLock?: ObjectLock;
  /** True: Terraform refuses to delete the bucket. */
  readonly preventDestroy: boolean;
}

/** Versions that were overwritten or deleted can be brought back for this long. */
const noncurrentDays = 30;

/**
 * A bucket that logs are delivered to: versioned, encrypted, private, reached over TLS 1.2 only, emptied by age and by
 * nobody.
 *
 * Encryption is SSE-S3 unless a key is given: log delivery needs no key grant, readers in other accounts need no key
 * policy, and access logs cannot be delivered to a bucket whose default is SSE-KMS (Amazon S3 User Guide, "Enabling
 * server access logging").
 */
export class LogBucket extends Construct {
  readonly arn: string;
  readonly name: string;
  /** The bucket policy: what delivers waits for it. */
  readonly policy: ITerraformDependable;

  constructor(scope: Construct, id: string, props: LogBucketProps) {
    super(scope, id);
    this.#refuseWhatNeverHappens(props);
    const s3Bucket = new S3Bucket(this, "bucket", {
      bucket: props.name,
      ...(props.objectLock ? { objectLockEnabled: true } : {}),
      ...(props.preventDestroy ? { lifecycle: { preventDestroy: true } } : {}),
    });
    const { bucket } = s3Bucket;
    this.arn = s3Bucket.arn;
    this.name = bucket;
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    if (props.objectLock) {
      new S3BucketObjectLockConfigurationA(this, "lock", {
        bucket,
        rule: { defaultRetention: { mode: props.objectLock.mode, days: props.objectLock.days } },
        dependsOn: [versioning],
      });
    }
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault:
            props.keyArn === undefined
              ? { sseAlgorithm: "AES256" }
              : { sseAlgorithm: "aws:kms", kmsMasterKeyId: props.keyArn },
        },
      ],
    });
    new S3BucketOwnershipControls(this, "ownership", { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } });
    new S3BucketPublicAccessBlock(this, "public-access", {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket,
      dependsOn: [versioning],
      rule: [
        {
          id: "age",
          status: "Enabled",
          filter: [{}],
          ...(props.coldAfterDays === undefined
            ? {}
            : { transition: [{ days: props.coldAfterDays, storageClass: "GLACIER_IR" }] }),
          expiration: [{ days: props.retentionDays }],
          noncurrentVersionExpiration: [{ noncurrentDays }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
    });
    if (props.accessLogBucket) {
      new S3BucketLoggingA(this, "access-log", {
        bucket,
        targetBucket: props.accessLogBucket.name,
        targetPrefix: `${props.name}/`,
      });
    }
    this.policy = new S3BucketPolicy(this, "policy", {
      bucket,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [...denials(bucketArn(this, props.name)), ...props.statements],
      }),
    });
  }

  #refuseWhatNeverHappens({ retentionDays, coldAfterDays, objectLock }: LogBucketProps): void {
    const where = this.node.path;
    if (coldAfterDays !== undefined && coldAfterDays >= retentionDays) {
      throw new UserError(
        `objects would be deleted after ${retentionDays} days, before they move to cold storage on day ${coldAfterDays}`,
        { where, allowed: `retentionDays above ${coldAfterDays}` },
      );
    }
    if (objectLock !== undefined && objectLock.days > retentionDays) {
      throw new UserError(
        `objects would be locked for ${objectLock.days} days and could not be deleted after ${retentionDays}`,
        { where, allowed: `lockDays up to ${retentionDays}` },
      );
    }
  }
}

/** ARN of a bucket from its name: policies made of it are shown in full in the plan, before the bucket exists. */
export function bucketArn(scope: Construct, name: string): string {
  return `arn:${partitionOf(AccountStack.of(scope).account.region)}:s3:::${name}`;
}

/**
 * What nobody may do, whatever else allows it. S3 Lifecycle acts inside S3 and asks no bucket policy: logs still end
 * with age (Amazon S3 User Guide, "Lifecycle and other bucket configurations").
 */
function denials(arn: string): object[] {
  const everything = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: [arn, `${arn}/*`] };
  return [
    { Sid: "DenyWithoutTls", ...everything, Condition: { Bool: { "aws:SecureTransport": "false" } } },
    { Sid: "DenyOldTls", ...everything, Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } },
    {
      Sid: "DenyDelete",
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"],
      Resource: `${arn}/*`,
    },
  ];
}
