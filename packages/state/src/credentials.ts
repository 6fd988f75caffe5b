import { UserError } from "@archipelago/account-stack/user-error";
import type { S3Credentials } from "./s3-client.ts";

/** Credentials, fetched anew when they are about to end. */
export type CredentialSource = () => Promise<S3Credentials>;

/** A role to act as. */
export interface AssumedRole {
  readonly roleArn: string;
  readonly region: string;
  /** A server of STS in AWS's place. @default AWS's own of the region */
  readonly endpoint?: string | undefined;
  /** How long a session lasts, in seconds. @default 3600 */
  readonly durationSeconds?: number;
}

/** What is around: variables, profile, container, instance, in the order of the AWS SDKs. */
export async function ambientCredentials(): Promise<CredentialSource> {
  const { fromNodeProviderChain } = await import("@aws-sdk/credential-providers");
  return fromNodeProviderChain();
}

/** A role that other credentials may assume. */
export async function assumeRole(from: CredentialSource, role: AssumedRole): Promise<CredentialSource> {
  const { fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
  return kept(
    fromTemporaryCredentials({
      masterCredentials: from,
      params: { RoleArn: role.roleArn, RoleSessionName: sessionName, DurationSeconds: role.durationSeconds ?? 3600 },
      clientConfig: clientOf(role),
    }),
  );
}

/** A role that trusts GitHub's workflows. Within a job that may ask for a token: `permissions: id-token: write`. */
export async function assumeRoleFromGitHub(env: NodeJS.ProcessEnv, role: AssumedRole): Promise<CredentialSource> {
  const { fromWebToken } = await import("@aws-sdk/credential-providers");
  return kept(async () =>
    fromWebToken({
      roleArn: role.roleArn,
      roleSessionName: sessionName,
      // A token lives for some minutes only: each session has one of its own.
      webIdentityToken: await gitHubToken(env),
      durationSeconds: role.durationSeconds ?? 3600,
      clientConfig: clientOf(role),
    })(),
  );
}

/** Whether this is a job that GitHub gives tokens to. */
export function isGitHubJob(env: NodeJS.ProcessEnv): boolean {
  return Boolean(env["ACTIONS_ID_TOKEN_REQUEST_URL"] && env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]);
}

/** Shown in CloudTrail. */
const sessionName = "archipelago";

const clientOf = ({ region, endpoint }: AssumedRole) => ({ region, ...(endpoint === undefined ? {} : { endpoint }) });

/**
 * A token for AWS. Source: GitHub Docs, "OpenID Connect reference", "Methods for requesting the OIDC token" (read November
 * 2026).
 */
async function gitHubToken(env: NodeJS.ProcessEnv): Promise<string> {
  const address = new URL(env["ACTIONS_ID_TOKEN_REQUEST_URL"]!);
  address.searchParams.set("audience", "sts.amazonaws.com");
  const answer = await fetch(address, {
    headers: { authorization: `Bearer ${env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]}` },
  });
  const { value } = answer.ok ? ((await answer.json()) as { value?: string }) : {};
  if (value === undefined)
    throw new UserError(`GitHub gives no token: HTTP ${answer.status}`, {
      where: "ACTIONS_ID_TOKEN_REQUEST_URL",
      next: "run the job again; in a workflow of your own: permissions: id-token: write",
    });
  return value;
}

/** Asks again five minutes before a session ends. */
function kept(source: CredentialSource): CredentialSource {
  let current: Promise<S3Credentials & { readonly expiration?: Date }> | undefined;
  return async () => {
    const { expiration } = (await current?.catch(() => undefined)) ?? {};
    if (current === undefined || expiration === undefined || expiration.getTime() - Date.now() < 300_000)
      current = source();
    return current;
  };
}
