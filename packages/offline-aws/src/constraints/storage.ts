import type { Attributes, CloudView, Constraint } from "../contract.ts";
import { awsPrincipalsOf, listOf, statementsOf } from "../policy-document.ts";
import { blocksAt, refusal, textAt } from "./resources.ts";

const nameFree: Constraint = ({ attributes, id }, caller, cloud) => {
  const owner = id === undefined ? cloud.bucketOwner(String(attributes.bucket)) : undefined;
  if (owner === undefined) return undefined;
  return owner === caller.accountId
    ? refusal(
        "BucketAlreadyOwnedByYou",
        `Your previous request to create the named bucket succeeded and you already own it: ${String(attributes.bucket)}`,
        "bucket",
      )
    : refusal(
        "BucketAlreadyExists",
        `The requested bucket name is not available: ${String(attributes.bucket)} is taken by another account`,
        "bucket",
      );
};

/** A bucket's parts are set by the account that owns it. */
const ownBucket: Constraint = ({ attributes }, caller, cloud) => {
  const owner = cloud.bucketOwner(String(attributes.bucket));
  return owner !== undefined && owner !== caller.accountId
    ? refusal(
        "AccessDenied",
        `Access Denied: bucket ${String(attributes.bucket)} belongs to account ${owner}`,
        "bucket",
      )
    : undefined;
};

const partsOf = (type: string, bucket: unknown, cloud: CloudView): Attributes[] =>
  cloud
    .list(type)
    .map((each) => each.attributes)
    .filter((each) => each.bucket === bucket);

const isVersioned = (bucket: unknown, cloud: CloudView): boolean =>
  partsOf("aws_s3_bucket_versioning", bucket, cloud).some(
    (each) => textAt(each, "versioning_configuration.status") === "Enabled",
  ) ||
  // Object lock turns versioning on with it.
  partsOf("aws_s3_bucket", bucket, cloud).some(
    (each) => each.object_lock_enabled === true || blocksAt(each, "versioning")[0]?.enabled === true,
  );

const needsVersioning =
  (code: string, message: string): Constraint =>
  ({ attributes }, _caller, cloud) =>
    isVersioned(attributes.bucket, cloud) ? undefined : refusal(code, message, "bucket");

const isLocking = (bucket: unknown, cloud: CloudView): boolean =>
  partsOf("aws_s3_bucket", bucket, cloud).some((each) => each.object_lock_enabled === true) ||
  partsOf("aws_s3_bucket_object_lock_configuration", bucket, cloud).length > 0;

const lockKeepsVersioning: Constraint = ({ attributes }, _caller, cloud) =>
  isLocking(attributes.bucket, cloud) && textAt(attributes, "versioning_configuration.status") === "Suspended"
    ? refusal(
        "InvalidBucketState",
        "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed",
      )
    : undefined;

const policyIsOfBucket: Constraint = ({ attributes }) => {
  const bucket = String(attributes.bucket);
  const arn = new RegExp(`^(\\*|arn:[\\w-]+:s3:::(${escape(bucket)}(/.*)?|\\*.*))$`);
  const stray = statementsOf(String(attributes.policy))
    .flatMap(({ Resource, NotResource }) => [...listOf(Resource), ...listOf(NotResource)])
    .find((resource) => !arn.test(resource));
  return stray === undefined
    ? undefined
    : refusal("MalformedPolicy", `Policy has invalid resource: ${stray} is not of bucket ${bucket}`, "policy");
};

const policyNotPublic: Constraint = ({ attributes }, _caller, cloud) => {
  const blocks = [
    ...partsOf("aws_s3_bucket_public_access_block", attributes.bucket, cloud),
    ...cloud.list("aws_s3_account_public_access_block").map((each) => each.attributes),
  ];
  // A condition makes a statement less than public to AWS in most cases; which ones is not modelled.
  const isPublic = statementsOf(String(attributes.policy)).some(
    (statement) =>
      statement.Effect === "Allow" &&
      !statement.Condition &&
      awsPrincipalsOf(JSON.stringify({ Statement: statement })).includes("*"),
  );
  return isPublic && blocks.some((each) => each.block_public_policy === true)
    ? refusal(
        "AccessDenied",
        "Access Denied: public policies are blocked by the BlockPublicPolicy setting in S3 Block Public Access",
        "policy",
      )
    : undefined;
};

/** Whether every object put into the bucket is locked, in whichever account the bucket is. */
export const locksByDefault = (bucket: unknown, cloud: CloudView): boolean =>
  cloud
    .list("aws_s3_bucket_object_lock_configuration", cloud.bucketOwner(String(bucket)))
    .some(
      ({ attributes }) =>
        attributes.bucket === bucket && textAt(attributes, "rule.default_retention.mode") !== undefined,
    );

/** Amazon S3 User Guide, "Object Lock considerations" (2026-11): not even without a default retention. */
const logTargetUnlocked: Constraint = ({ attributes }, _caller, cloud) =>
  isLocking(attributes.target_bucket, cloud)
    ? refusal(
        "InvalidTargetBucketForLogging",
        `The target bucket ${String(attributes.target_bucket)} has Object Lock: access logs cannot be delivered to it`,
        "target_bucket",
      )
    : undefined;

const logTargetBeside: Constraint = ({ attributes }, caller, cloud) => {
  const target = cloud.get("aws_s3_bucket", String(attributes.target_bucket));
  const source = cloud.get("aws_s3_bucket", String(attributes.bucket));
  const elsewhere = !target && cloud.bucketOwner(String(attributes.target_bucket)) !== caller.accountId;
  return elsewhere || (target && source && target.region !== source.region)
    ? refusal(
        "InvalidTargetBucketForLogging",
        "The target bucket for logging must be of the same account and region as the bucket",
        "target_bucket",
      )
    : undefined;
};

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

export const storage: Record<string, readonly Constraint[]> = {
  aws_s3_bucket: [nameFree],
  aws_s3_bucket_lifecycle_configuration: [ownBucket],
  aws_s3_bucket_logging: [ownBucket, logTargetBeside, logTargetUnlocked],
  aws_s3_bucket_notification: [ownBucket],
  aws_s3_bucket_object_lock_configuration: [
    ownBucket,
    needsVersioning(
      "InvalidBucketState",
      "Versioning must be 'Enabled' on the bucket to apply an Object Lock configuration",
    ),
  ],
  aws_s3_bucket_ownership_controls: [ownBucket],
  aws_s3_bucket_policy: [policyIsOfBucket, policyNotPublic],
  aws_s3_bucket_public_access_block: [ownBucket],
  aws_s3_bucket_replication_configuration: [
    ownBucket,
    needsVersioning(
      "InvalidRequest",
      "Versioning must be 'Enabled' on the bucket to apply a replication configuration",
    ),
  ],
  aws_s3_bucket_server_side_encryption_configuration: [ownBucket],
  aws_s3_bucket_versioning: [ownBucket, lockKeepsVersioning],
};
