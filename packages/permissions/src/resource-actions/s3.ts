import type { ResourceActionsTable } from "./resource-actions.ts";

const bucket = "arn:{partition}:s3:::{bucket:example-bucket}";

/** A setting of a bucket that one call puts, and puts back when it is removed. */
function setting(name: string) {
  return { on: [bucket], create: `s3:Put${name}`, read: `s3:Get${name}`, update: `s3:Put${name}` };
}

/**
 * Read 2026-11: terraform-provider-aws internal/service/s3/bucket.go, and its pull request 45251 (tags through S3 Control,
 * since 6.23).
 */
export const s3: ResourceActionsTable = {
  aws_s3_account_public_access_block: {
    on: [],
    create: "s3:PutAccountPublicAccessBlock",
    read: "s3:GetAccountPublicAccessBlock",
    update: "s3:PutAccountPublicAccessBlock",
    delete: "s3:PutAccountPublicAccessBlock",
  },
  aws_s3_bucket: {
    on: [bucket],
    // The last two: a bucket that is made with object lock.
    create:
      "s3:CreateBucket s3:TagResource s3:PutBucketTagging s3:PutBucketObjectLockConfiguration s3:PutBucketVersioning",
    // Everything that once was a block of this type is still read.
    read: `s3:ListBucket s3:ListTagsForResource s3:GetBucketTagging s3:GetBucketPolicy s3:GetBucketAcl s3:GetBucketCORS
      s3:GetBucketWebsite s3:GetBucketVersioning s3:GetAccelerateConfiguration s3:GetBucketRequestPayment
      s3:GetBucketLogging s3:GetLifecycleConfiguration s3:GetReplicationConfiguration s3:GetEncryptionConfiguration
      s3:GetBucketObjectLockConfiguration`,
    update: "s3:TagResource s3:UntagResource s3:PutBucketTagging",
    delete: "s3:DeleteBucket",
  },
  aws_s3_bucket_lifecycle_configuration: {
    ...setting("LifecycleConfiguration"),
    delete: "s3:PutLifecycleConfiguration",
  },
  aws_s3_bucket_logging: { ...setting("BucketLogging"), delete: "s3:PutBucketLogging" },
  aws_s3_bucket_object_lock_configuration: {
    ...setting("BucketObjectLockConfiguration"),
    delete: "s3:PutBucketObjectLockConfiguration",
  },
  aws_s3_bucket_ownership_controls: {
    ...setting("BucketOwnershipControls"),
    delete: "s3:PutBucketOwnershipControls",
  },
  aws_s3_bucket_policy: { ...setting("BucketPolicy"), delete: "s3:DeleteBucketPolicy" },
  aws_s3_bucket_public_access_block: {
    ...setting("BucketPublicAccessBlock"),
    delete: "s3:PutBucketPublicAccessBlock",
  },
  aws_s3_bucket_server_side_encryption_configuration: {
    ...setting("EncryptionConfiguration"),
    delete: "s3:PutEncryptionConfiguration",
  },
  aws_s3_bucket_versioning: { ...setting("BucketVersioning"), delete: "s3:PutBucketVersioning" },
  aws_s3_object: {
    on: [bucket, `${bucket}/{key:example}`],
    create: "s3:PutObject s3:PutObjectTagging",
    // Without ListBucket an object that is gone answers "forbidden", and the refresh fails.
    read: "s3:GetObject s3:GetObjectTagging s3:ListBucket",
    // The default tags never leave an object without any, so DeleteObjectTagging is not called.
    update: "s3:PutObject s3:PutObjectTagging",
    delete: "s3:ListBucketVersions s3:DeleteObject s3:DeleteObjectVersion",
  },
};
