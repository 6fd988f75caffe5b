import {
  deploymentRoles,
  knownAccountId,
  newAccountRole,
  organizationAccessRole,
  outputProblem,
  partitionOf,
  platformPath,
  remoteState,
  stateBucket,
  UserError,
  type Account,
  type Workspace,
} from "@archipelago/account-stack/workspace";
import {
  ambientCredentials,
  assumeRole,
  assumeRoleFromGitHub,
  bucketObjects,
  isGitHubJob,
  type CredentialSource,
} from "@archipelago/state";
import type { AccountIdentity, Cloud, Role } from "./cloud.ts";
import { departedSince } from "./departed.ts";
import { readPublished } from "./published.ts";

/** Tells the id of the management account: the only one that a pipeline has to be told. */
const managementVariable = "ARCHIPELAGO_MANAGEMENT_ACCOUNT_ID";

/** Seconds that a session lasts: as long as the roles allow (modules/deployment-roles). */
const sessionSeconds = { plan: 3600, apply: 7200, bootstrap: 3600 } as const;

/** What a job of GitHub's acts as. The one that bootstraps enters other accounts from the management account. */
const roles = { ...deploymentRoles, bootstrap: newAccountRole } as const;

/**
 * AWS itself. In a job of GitHub's each account is reached through its plan role or apply role, and a new one through the
 * role of the management account that bootstraps; elsewhere with the credentials that are around, and Terraform refuses
 * those of another account.
 *
 * Account ids come from what management published, and management's own from its account.json or
 * `ARCHIPELAGO_MANAGEMENT_ACCOUNT_ID`. The job that applies one account cannot read what management published before it has
 * a role of that account: it knows the id from what was reviewed.
 *
 * @param accounts to work on
 * @param role of the verb that runs
 * @param reviewed ids of accounts by name, as reviewed plans say them: nothing else is applied than what they are of
 */
export async function openAws(
  workspace: Workspace,
  accounts: readonly Account[],
  role: Role,
  env: NodeJS.ProcessEnv,
  reviewed: ReadonlyMap<string, string> = new Map(),
): Promise<Cloud> {
  const { organization } = workspace;
  const remote = remoteState(organization)!;
  const { region, endpoint } = remote;
  const sources = new Map<string, Promise<CredentialSource>>();
  const ids = new Map<string, string>();
  const management = workspace.accounts.get(organization.accounts.management);
  for (const account of workspace.accounts.values()) {
    const own = account.name === organization.accounts.management ? idFrom(env, managementVariable) : undefined;
    const id = knownAccountId(account, organization) ?? own ?? reviewed.get(account.name);
    if (id !== undefined) ids.set(account.name, id);
  }
  const sourceOf = async ({ name }: AccountIdentity, as: Role): Promise<CredentialSource> => {
    const arn = (role: string): string => {
      const id = ids.get(name);
      if (id === undefined)
        throw new UserError("its id is not known, so no role of it can be assumed", { where: name });
      return `arn:${partitionOf(region)}:iam::${id}:role${role}`;
    };
    if (as === "bootstrap" && name !== management?.name) {
      const administrator = async () => credentials(management!, as);
      return assumeRole(administrator, { roleArn: arn(`/${organizationAccessRole}`), region, endpoint });
    }
    if (!isGitHubJob(env)) return ambientCredentials();
    const roleArn = arn(`${platformPath}${roles[as]}`);
    return assumeRoleFromGitHub(env, { roleArn, region, endpoint, durationSeconds: sessionSeconds[as] });
  };
  const credentials = async (account: AccountIdentity, as = role) => {
    const key = `${account.name} ${as}`;
    if (!sources.has(key)) sources.set(key, sourceOf(account, as));
    return (await sources.get(key)!)();
  };
  // Names of buckets are known beforehand, and for whoever comes first: in any organisation.
  let everyIdIsKnown = false;
  const published = async (publisher: Account, reader: Account, as?: Role): Promise<unknown> => {
    const { name } = publisher;
    const ownerId = ids.get(name);
    if (ownerId === undefined && everyIdIsKnown) return undefined;
    const access = {
      region,
      ...(endpoint === undefined ? {} : { endpoint }),
      credentials: async () => credentials(reader, as),
    };
    return readPublished(bucketObjects(stateBucket(organization, name), name, access, ownerId), publisher);
  };
  // The plan of the management account asks about any account, also one whose folder is gone.
  const asksAbout = (name: string): boolean => role === "plan" && name === management?.name;
  const enough = accounts.length > 0 && accounts.every(({ name }) => ids.has(name) && !asksAbout(name));
  if (management && ids.has(management.name) && !enough) {
    const as = role === "bootstrap" ? role : "plan";
    for (const [name, id] of Object.entries(accountIds(await published(management, management, as))))
      if (!ids.has(name)) ids.set(name, id);
    for (const [name, before] of renamed(workspace, ids)) if (ids.has(before)) ids.set(name, ids.get(before)!);
    everyIdIsKnown = true;
  }
  return {
    name: "aws",
    // Bound by the latency of AWS, not by this machine.
    parallel: 8,
    accountId: ({ name }) => ids.get(name),
    credentials,
    access: async (account) => {
      // Terraform finds what is around by itself, and renews it.
      if (!isGitHubJob(env) && (role !== "bootstrap" || account.name === management?.name)) return {};
      const { accessKeyId, secretAccessKey, sessionToken } = await credentials(account);
      return {
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
      };
    },
    publishedOutputs: async (publisher, reader) => published(publisher, reader),
    existing: async () => undefined,
    // Needs leave to list accounts, which only management's own roles have; the adoption asks Terraform there.
    organizationAccounts: async () => undefined,
    stateBucketMade: async () => undefined,
    close: async () => undefined,
  };
}

/** Accounts without an id whose folder has another name than management knows them by, with that name. */
function renamed({ root, organization, accounts }: Workspace, ids: ReadonlyMap<string, string>): [string, string][] {
  const unknown = [...accounts.values()].filter(({ name }) => !ids.has(name));
  if (unknown.length === 0) return [];
  return (departedSince(root, organization)?.departed ?? []).flatMap((before): [string, string][] => {
    const now = unknown.find(({ email }) => email.toLowerCase() === before.email.toLowerCase());
    return now ? [[now.name, before.name]] : [];
  });
}

function idFrom(env: NodeJS.ProcessEnv, variable: string): string | undefined {
  const id = env[variable];
  if (id === undefined || id === "") return undefined;
  if (!/^\d{12}$/.test(id)) throw new UserError(`"${id}" is no account id`, { where: variable, allowed: "12 digits" });
  return id;
}

/** Ids that management publishes, by name; none before it was applied. */
function accountIds(outputs: unknown): Record<string, string> {
  const ids = (outputs as Record<string, unknown> | undefined)?.["accountIds"];
  if (ids === undefined) return {};
  const problem = outputProblem("accountIds", ids);
  if (problem !== undefined)
    throw new UserError(`what management publishes as accountIds is not that: ${problem}`, {
      where: "published outputs of management",
      next: "apply management again",
    });
  return ids as Record<string, string>;
}
