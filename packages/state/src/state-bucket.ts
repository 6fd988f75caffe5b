import { partitionOf, UserError } from "@archipelago/account-stack/workspace";
import { stateBucketPolicy } from "./bucket-policy.ts";
import { createBucket, repairBucket, type BucketSettings } from "./bucket-settings.ts";
import { openS3, type S3Access } from "./s3-client.ts";
import { asS3Problem, isNamed } from "./s3-problem.ts";

/** The state bucket that an account shall have. */
export interface WantedBucket extends Pick<BucketSettings, "encryption" | "accessLogs"> {
  readonly bucket: string;
  /** Name of the account. */
  readonly account: string;
  readonly accountId: string;
  /** `o-...`; undefined while there is no organisation. */
  readonly organizationId: string | undefined;
  /** As an administrator of the account. */
  readonly access: S3Access;
}

/**
 * Makes the state bucket of an account, or repairs it. What is right is left alone, and so is what is in it.
 *
 * @returns what was done, or with `dryRun` would be, a line each; empty when all was right
 * @throws UserError when the bucket or the credentials belong to another account
 */
export async function ensureStateBucket(wanted: WantedBucket, dryRun = false): Promise<string[]> {
  const { bucket, account, accountId, organizationId, access } = wanted;
  const s3 = await openS3(access);
  const { DeleteBucketCommand, HeadBucketCommand } = await import("@aws-sdk/client-s3");
  const partition = partitionOf(access.region);
  const policy = stateBucketPolicy({ bucket, partition, organizationId });
  /** "none", "ours" or "of another account". */
  const owner = async (): Promise<"none" | "ours" | "another"> => {
    try {
      await s3.send(new HeadBucketCommand({ Bucket: bucket, ExpectedBucketOwner: accountId }));
      return "ours";
    } catch (error) {
      const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
      if (status === 404) return "none";
      if (status === 403) return "another";
      throw error;
    }
  };
  try {
    const found = await owner();
    if (found === "another") throw notOurs(bucket, account);
    const done: string[] = [];
    if (found === "none") {
      done.push(`${bucket}: made in ${access.region}`);
      if (!dryRun) {
        await createBucket(s3, bucket, access.region);
        if ((await owner()) !== "ours") {
          // It is empty and a moment old: it goes as it came.
          await s3.send(new DeleteBucketCommand({ Bucket: bucket }));
          throw new UserError(`the credentials are not those of ${account} (${accountId})`, {
            where: `bootstrap ${account}`,
            next: "sign in to the management account as an administrator: aws sso login, then export AWS_PROFILE=<profile>",
          });
        }
      }
    }
    const settings = { ...wanted, policy, region: access.region };
    // Nothing can be asked of a bucket that is not there.
    if (found === "none" && dryRun) return done;
    const repaired = await repairBucket(s3, bucket, settings, dryRun);
    return [
      ...done,
      ...repaired.map((name) => `${bucket}: ${found === "none" ? "" : "was not as it should be, now "}${name}`),
    ];
  } catch (error) {
    if (isNamed(error, "BucketAlreadyExists", "BucketAlreadyOwnedByYou", "PermanentRedirect"))
      throw notOurs(bucket, account);
    throw asS3Problem(error, { bucket, key: "", account, endpoint: access.endpoint });
  }
}

function notOurs(bucket: string, account: string): UserError {
  return new UserError(`the bucket ${bucket} belongs to somebody else, or lies in another region`, {
    where: `bootstrap ${account}`,
    allowed: "names of buckets are unique across AWS: <name of organization.json>-<account>-tfstate",
    next: 'choose another "name" in organization.json, before anything was applied with this one',
  });
}
