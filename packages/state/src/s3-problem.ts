import { UserError } from "@archipelago/account-stack/user-error";

/** What was asked of S3. */
export interface S3Question {
  readonly bucket: string;
  readonly key: string;
  readonly account: string;
  readonly endpoint: string | undefined;
}

class MissingBucketError extends UserError {}

/** What was read, or undefined when there is no such bucket: its account was not bootstrapped. */
export async function unlessNoBucket<T>(reading: Promise<T>): Promise<T | undefined> {
  return reading.catch((error: unknown) => {
    if (error instanceof MissingBucketError) return undefined;
    throw error;
  });
}

/** Whether S3 or the SDK calls an error one of these. */
export function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

/** What Node says when a server cannot be reached or hangs up. */
const unreachable =
  /\b(ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|socket hang up)\b/;

/** An answer of S3 as somebody can act on it; any other error as it is. */
export function asS3Problem(error: unknown, { bucket, key, account, endpoint }: S3Question): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error;
  const where = `s3://${bucket}/${key}`;
  const { name, message } = error;
  const status = (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode;
  if (name === "NoSuchBucket")
    return new MissingBucketError(`the state bucket of ${account} does not exist`, {
      where: bucket,
      next: `npm run archipelago -- bootstrap ${account}`,
    });
  if (name === "CredentialsProviderError" || name === "ExpiredToken" || name === "InvalidAccessKeyId")
    return new UserError(`no credentials that S3 takes: ${message}`, {
      where,
      next: "npm run archipelago -- doctor says which are found; aws sso login renews a session",
    });
  if (status === 403)
    return new UserError(`access to the state of ${account} is denied (${name})`, {
      where,
      allowed: "the plan role and the apply role of the account itself, each to the keys it needs",
      next: `if you are one of them: npm run archipelago -- bootstrap ${account} repairs roles and bucket`,
    });
  const [code] = unreachable.exec(message) ?? (name === "TimeoutError" ? [name] : []);
  if (code !== undefined)
    return new UserError(`S3 does not answer (${code})`, {
      where: endpoint ?? where,
      next:
        endpoint === undefined
          ? "look at the network, then run the same command again"
          : "start the server that organization.json names (state.s3.endpoint)",
    });
  return error;
}
