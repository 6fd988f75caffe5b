export { openS3, type S3Access, type S3Credentials } from "./s3-client.ts";
export { bucketObjects, type BucketObjects, type ObjectVersion, type StoredText } from "./bucket-objects.ts";
export {
  ambientCredentials,
  assumeRole,
  assumeRoleFromGitHub,
  isGitHubJob,
  type AssumedRole,
  type CredentialSource,
} from "./credentials.ts";
export { unlessNoBucket } from "./s3-problem.ts";
export { stateSummary, type StateSummary } from "./state-text.ts";
export { stateBucketPolicy, type BucketPolicyProps } from "./bucket-policy.ts";
export { ensureStateBucket, type WantedBucket } from "./state-bucket.ts";
export { describeLock, readLock, unlock, whileLocked, type StateLock } from "./state-lock.ts";
export { replace, restoreState, stateVersions, type StateVersion } from "./state-versions.ts";
