import type { S3Client } from "@aws-sdk/client-s3";

/** Access to S3 as one identity. */
export interface S3Access {
  readonly region: string;
  /** A server other than AWS's, addressed in path style. @default AWS's own of the region */
  readonly endpoint?: string;
  readonly credentials: S3Credentials | (() => Promise<S3Credentials>);
}

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A client of S3. The SDK is loaded here and not before: runs with local state do without it. */
export async function openS3({ region, endpoint, credentials }: S3Access): Promise<S3Client> {
  // On Node 20, which is supported here for as long as the pinned version supports it, it says so at every start.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  const { S3Client: Client } = await import("@aws-sdk/client-s3");
  return new Client({
    region,
    credentials,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
  });
}
