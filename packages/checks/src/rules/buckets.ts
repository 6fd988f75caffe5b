import { objectTo, type Objection, type Rule } from "../finding.ts";
import { blocksEverything, isOf } from "../cis/storage.ts";
import { policiesOf } from "../policies.ts";
import { blocks, resourcesOf, type Resource, type SynthesizedAccount } from "../synthesized.ts";

/** Canned access lists that let strangers in. */
const publicAcls = ["public-read", "public-read-write", "authenticated-read", "website"];

export const privateBuckets: Rule = {
  name: "private-buckets",
  holds: "Every bucket blocks public access by itself, also when the account's switch is off.",
  find: (stack) => [
    ...resourcesOf(stack, "aws_s3_bucket")
      .filter((bucket) => !resourcesOf(stack, "aws_s3_bucket_public_access_block").some((block) => isOf(bucket, block)))
      .map((bucket) => objectTo(bucket, "the bucket has no public access block", "add S3BucketPublicAccessBlock")),
    ...resourcesOf(stack, "aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block")
      .filter((block) => !blocksEverything(block))
      .map((block) => objectTo(block, "public access is not blocked altogether", "set all four of its switches")),
    ...resourcesOf(stack, "aws_s3_bucket_acl", "aws_s3_bucket", "aws_s3_object")
      .filter(({ properties }) => publicAcls.includes(properties["acl"]))
      .map((resource) => objectTo(resource, "the access list is public", "leave the acl out")),
    ...resourcesOf(stack, "aws_s3_bucket_website_configuration").map((resource) =>
      objectTo(resource, "a website needs a public bucket", "serve it through CloudFront"),
    ),
  ],
};

/** Days for which logs are kept at least: a year to look back over. (CIS 4.7, rationale) */
const leastRetentionDays = 365;

/** What a bucket of logs has, besides not being public: each part with what is lost without it. */
const parts: readonly {
  readonly what: string;
  readonly type: string;
  readonly right: (properties: Resource["properties"]) => boolean;
  readonly next: string;
}[] = [
  {
    what: "old versions: what is overwritten is gone",
    type: "aws_s3_bucket_versioning",
    right: ({ versioning_configuration }) =>
      blocks(versioning_configuration).some(({ status }) => status === "Enabled"),
    next: "enable versioning",
  },
  {
    what: "encryption",
    type: "aws_s3_bucket_server_side_encryption_configuration",
    right: ({ rule }) => blocks(rule).length > 0,
    next: "add a default encryption rule",
  },
  {
    what: `retention of ${leastRetentionDays} days`,
    type: "aws_s3_bucket_lifecycle_configuration",
    right: ({ rule }) =>
      blocks(rule).every(({ expiration, status }) =>
        blocks(expiration).every(
          ({ days }) => status !== "Enabled" || days === undefined || days >= leastRetentionDays,
        ),
      ),
    next: `let objects expire after ${leastRetentionDays} days or more`,
  },
];

export const logBuckets: Rule = {
  name: "log-buckets",
  holds: "What is in the log archive stays there: versioned, encrypted, kept for a year, protected from Terraform.",
  find: (stack, { organization }) =>
    stack.account.name === organization.accounts.logArchive
      ? resourcesOf(stack, "aws_s3_bucket").flatMap((bucket) => weaknesses(bucket, stack))
      : [],
};

function weaknesses(bucket: Resource, stack: SynthesizedAccount): Objection[] {
  const { properties } = bucket;
  const found = parts
    .filter(({ type, right }) => !resourcesOf(stack, type).some((part) => isOf(bucket, part) && right(part.properties)))
    .map(({ what, next }) => objectTo(bucket, `the log bucket is without ${what}`, next));
  if (properties["lifecycle"]?.prevent_destroy !== true)
    found.push(objectTo(bucket, "Terraform may delete the log bucket", "set lifecycle.preventDestroy"));
  if (properties["force_destroy"] === true)
    found.push(objectTo(bucket, "logs are deleted with the bucket", "leave forceDestroy out"));
  if (receivesTrail(bucket, stack) && !isLocked(bucket, stack))
    found.push(
      objectTo(bucket, "files of the trail can be deleted: the bucket has no object lock", "add a default retention"),
    );
  return found;
}

/** The bucket whose policy lets CloudTrail write. */
function receivesTrail(bucket: Resource, stack: SynthesizedAccount): boolean {
  return policiesOf(stack, "resource").some(
    ({ resource, statements = [] }) =>
      isOf(bucket, resource) &&
      statements.some(
        ({ effect, principals }) =>
          effect === "Allow" && principals?.["Service"]?.includes("cloudtrail.amazonaws.com") === true,
      ),
  );
}

function isLocked(bucket: Resource, stack: SynthesizedAccount): boolean {
  return (
    bucket.properties["object_lock_enabled"] === true &&
    resourcesOf(stack, "aws_s3_bucket_object_lock_configuration").some(
      (lock) =>
        isOf(bucket, lock) &&
        blocks(lock.properties["rule"]).some(({ default_retention }) => blocks(default_retention).length > 0),
    )
  );
}
