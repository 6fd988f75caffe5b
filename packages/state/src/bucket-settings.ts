import type { BucketLocationConstraint, S3Client } from "@aws-sdk/client-s3";
import { isNamed } from "./s3-problem.ts";

type Sdk = typeof import("@aws-sdk/client-s3");

/** How a state bucket shall be. */
export interface BucketSettings {
  readonly region: string;
  /** The whole bucket policy. */
  readonly policy: object;
  /** `s3`: S3's own keys. A KMS key or its alias. Undefined: as it is. */
  readonly encryption: "s3" | { readonly kmsKey: string } | undefined;
  /** Bucket that gets access logs; undefined: as it is. */
  readonly accessLogs: string | undefined;
}

/** Days that an earlier version of a state is kept: a year, as long as somebody may ask what was there. */
export const keptDays = 365;

/** Earlier versions that are kept however old they are. */
export const keptVersions = 100;

/** One setting: how it is, how it shall be, and how it gets there. */
interface Setting {
  readonly name: string;
  /** What S3 says; undefined when it was never set. */
  readonly read: (s3: S3Client, sdk: Sdk, Bucket: string) => Promise<unknown>;
  /** Undefined: it is left as it is. */
  readonly wanted: (settings: BucketSettings) => object | undefined;
  readonly write: (s3: S3Client, sdk: Sdk, Bucket: string, wanted: object) => Promise<unknown>;
}

/** In the order they are made. Source: AWS prescriptive guidance for Terraform backends, and the CIS benchmark's section on S3. */
export const bucketSettings: readonly Setting[] = [
  {
    name: "public access blocked",
    read: async (s3, { GetPublicAccessBlockCommand }, Bucket) =>
      (await s3.send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration,
    wanted: () => ({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    }),
    write: async (s3, { PutPublicAccessBlockCommand }, Bucket, wanted) =>
      s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: wanted })),
  },
  {
    name: "objects owned by the account",
    read: async (s3, { GetBucketOwnershipControlsCommand }, Bucket) =>
      (await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }))).OwnershipControls,
    wanted: () => ({ Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] }),
    write: async (s3, { PutBucketOwnershipControlsCommand }, Bucket, wanted) =>
      s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: wanted as never })),
  },
  {
    name: "versioned",
    read: async (s3, { GetBucketVersioningCommand }, Bucket) => s3.send(new GetBucketVersioningCommand({ Bucket })),
    wanted: () => ({ Status: "Enabled" }),
    write: async (s3, { PutBucketVersioningCommand }, Bucket, wanted) =>
      s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: wanted })),
  },
  {
    name: "encrypted",
    read: async (s3, { GetBucketEncryptionCommand }, Bucket) =>
      (await s3.send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration,
    wanted: ({ encryption }) =>
      encryption && {
        Rules: [
          encryption === "s3"
            ? { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }
            : {
                ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: encryption.kmsKey },
                BucketKeyEnabled: true,
              },
        ],
      },
    write: async (s3, { PutBucketEncryptionCommand }, Bucket, wanted) =>
      s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: wanted as never })),
  },
  {
    name: `earlier versions kept ${keptDays} days`,
    read: async (s3, { GetBucketLifecycleConfigurationCommand }, Bucket) => {
      const { Rules } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
      return { Rules };
    },
    wanted: () => ({
      Rules: [
        {
          ID: "earlier-versions",
          Status: "Enabled",
          Filter: { Prefix: "" },
          NoncurrentVersionExpiration: { NoncurrentDays: keptDays, NewerNoncurrentVersions: keptVersions },
          // Of locks that are gone.
          Expiration: { ExpiredObjectDeleteMarker: true },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
        },
      ],
    }),
    write: async (s3, { PutBucketLifecycleConfigurationCommand }, Bucket, wanted) =>
      s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: wanted as never })),
  },
  {
    name: "access logged",
    read: async (s3, { GetBucketLoggingCommand }, Bucket) =>
      (await s3.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled,
    wanted: ({ accessLogs }) =>
      accessLogs === undefined ? undefined : { TargetBucket: accessLogs, TargetPrefix: "state/" },
    write: async (s3, { PutBucketLoggingCommand }, Bucket, wanted) =>
      s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled: wanted as never } })),
  },
  {
    // Last: from then on only whom it lets in can go on.
    name: "policy",
    read: async (s3, { GetBucketPolicyCommand }, Bucket) =>
      JSON.parse((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy ?? "null") as unknown,
    wanted: ({ policy }) => policy,
    write: async (s3, { PutBucketPolicyCommand }, Bucket, wanted) =>
      s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(wanted) })),
  },
];

/** What S3 answers for a setting that nobody made. */
const unset = [
  "NoSuchPublicAccessBlockConfiguration",
  "OwnershipControlsNotFoundError",
  "ServerSideEncryptionConfigurationNotFoundError",
  "NoSuchLifecycleConfiguration",
  "NoSuchBucketPolicy",
];

/**
 * Brings the settings of a bucket to what they shall be.
 *
 * @returns names of those that were not, in order
 */
export async function repairBucket(
  s3: S3Client,
  bucket: string,
  settings: BucketSettings,
  dryRun: boolean,
): Promise<string[]> {
  const sdk = await import("@aws-sdk/client-s3");
  const repaired: string[] = [];
  for (const { name, read, wanted, write } of bucketSettings) {
    const shall = wanted(settings);
    if (shall === undefined) continue;
    const is = await read(s3, sdk, bucket).catch((error: unknown) => {
      if (isNamed(error, ...unset)) return undefined;
      throw error;
    });
    if (includes(is, shall)) continue;
    if (!dryRun) await write(s3, sdk, bucket, shall);
    repaired.push(name);
  }
  return repaired;
}

/** Makes an empty bucket. */
export async function createBucket(s3: S3Client, Bucket: string, region: string): Promise<void> {
  const { CreateBucketCommand } = await import("@aws-sdk/client-s3");
  // The oldest region has no name here. Source: Amazon S3 API Reference, CreateBucket.
  const LocationConstraint = region as BucketLocationConstraint;
  await s3.send(
    new CreateBucketCommand({
      Bucket,
      ...(region === "us-east-1" ? {} : { CreateBucketConfiguration: { LocationConstraint } }),
    }),
  );
}

/** Whether an answer says at least what was wanted; S3 adds defaults to some. Lists have to be equal. */
function includes(is: unknown, shall: unknown): boolean {
  if (Array.isArray(shall))
    return Array.isArray(is) && is.length === shall.length && shall.every((each, i) => includes(is[i], each));
  if (typeof shall !== "object" || shall === null) return is === shall;
  if (typeof is !== "object" || is === null) return false;
  return Object.entries(shall).every(([key, value]) => includes((is as Record<string, unknown>)[key], value));
}
