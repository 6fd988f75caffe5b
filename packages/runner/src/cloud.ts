import {
  knownAccountId,
  publishedOutputsKey,
  remoteState,
  stateBucket,
  UserError,
  type Account,
  type Workspace,
} from "@archipelago/account-stack/workspace";
import { bucketObjects, type BucketObjects, type S3Credentials } from "@archipelago/state";
import { openAws } from "./aws.ts";
import type { JsonObject } from "@archipelago/terraform";
import {
  bootstrapOffline,
  removeSimulatedBoundary,
  simulateOrganizationRole,
  simulateStateBucket,
} from "./bootstrapped.ts";
import { importedTypes } from "./imported-types.ts";
import { paths } from "./paths.ts";
import { readPublished } from "./published.ts";

/**
 * What one acts as in an account: reading for plan and drift, writing for apply and destroy. The bootstrap, which makes these
 * two roles, acts as an administrator.
 */
export type Role = "plan" | "apply" | "bootstrap";

/** An account as the organisation lists it. One that was closed is listed for 90 days. */
export interface MemberAccount {
  readonly id: string;
  readonly email: string;
  /** `SUSPENDED`: closed. */
  readonly status: "ACTIVE" | "PENDING_CLOSURE" | "SUSPENDED";
}

/** What tells one AWS account from another, also when its folder is gone. */
export type AccountIdentity = Pick<Account, "name" | "email" | "existingAccountId">;

/** The cloud that Terraform talks to, and what the runner itself reads of it. */
export interface Cloud {
  readonly name: "offline" | "aws";
  /** Accounts to work on at the same time, unless the user says otherwise. */
  readonly parallel: number;
  /** Undefined while the account does not exist. */
  accountId(account: AccountIdentity): string | undefined;
  /** Gives Terraform access to one account: additions to its environment. */
  access(account: Account): Promise<Record<string, string>>;
  /** Credentials of an account. @param role @default that of the verb which runs */
  credentials(account: AccountIdentity, role?: Role): Promise<S3Credentials>;
  /** What an account published, unchecked, as `reader` sees it; undefined when it has published nothing. */
  publishedOutputs(account: Account, reader: Account): Promise<unknown>;
  /** Everything of a type that an account has, whatever any state says; undefined where nobody can list it. */
  existing(
    account: Account,
    type: string,
  ): Promise<readonly { readonly id: string; readonly attributes: JsonObject }[] | undefined>;
  /** Accounts of the organisation, whatever any state says; undefined when the runner cannot ask. */
  organizationAccounts(management: Account): Promise<readonly MemberAccount[] | undefined>;
  /** Told that the bootstrap has made the state bucket of an account. */
  stateBucketMade(account: Account): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the cloud organization.json names. Nothing falls back from one to the other.
 *
 * @param accounts those that Terraform will have access to; without any, nothing is started
 * @param role of the verb that runs
 * @param start when the simulated provider starts: ahead of its use, unless perhaps nobody will use it
 * @param reviewed ids of accounts on AWS, as reviewed plans say them
 */
export async function openCloud(
  workspace: Workspace,
  accounts: readonly Account[] = [],
  start: "at once" | "when needed" = "at once",
  role: Role = "plan",
  reviewed?: ReadonlyMap<string, string>,
): Promise<Cloud> {
  return workspace.organization.cloud === "offline"
    ? openOfflineCloud(workspace, accounts, start)
    : openAws(workspace, accounts, role, process.env, reviewed);
}

async function openOfflineCloud(
  workspace: Workspace,
  accounts: readonly Account[],
  start: "at once" | "when needed",
): Promise<Cloud> {
  const { openCloud: openStore, startOfflineAws } = await import("@archipelago/offline-aws");
  const { cloud: cloudDirectory, cache: cacheDirectory } = paths(workspace.root);
  const { organization } = workspace;
  const idOf = (account: AccountIdentity): string => knownAccountId(account, organization)!;
  const remote = remoteState(organization);
  const { work, state } = paths(workspace.root);
  const sources = ({ name }: Account): string[] => [`${work(name)}/cdk.tf.json`, state(organization.name, name)];
  const names = [...workspace.accounts.keys()];
  const buckets = Object.fromEntries(names.map((name) => [stateBucket(organization, name), name]));
  let starting: ReturnType<typeof startOfflineAws> | undefined;
  const provider = (): ReturnType<typeof startOfflineAws> => {
    starting ??= startOfflineAws({
      cloudDirectory,
      cacheDirectory,
      accounts: accounts.map(idOf),
      types: importedTypes(workspace.root),
      // Of a state on a server the types are not known yet: the provider serves them all.
      ...(remote ? {} : { sources: Object.fromEntries(accounts.map((account) => [idOf(account), sources(account)])) }),
      ...(remote?.endpoint === undefined
        ? {}
        : { objects: { endpoint: remote.endpoint, region: remote.region, buckets } }),
      applyDelayMs: applyDelay(),
    });
    starting.catch(() => undefined); // reported by whoever awaits it first
    return starting;
  };
  // Before anything else is loaded: it gets ready while the stacks are synthesised.
  if (accounts.length > 0 && start === "at once") void provider();
  const store = openStore(cloudDirectory);
  // With states on a server, an account is bootstrapped by the verb of that name, as on AWS.
  if (!remote) for (const account of accounts) bootstrapOffline(store, organization, account, idOf(account));
  const management = workspace.accounts.get(organization.accounts.management);
  const made = (account: AccountIdentity): boolean => {
    if (account.existingAccountId !== undefined) return true;
    const members = management ? store.list(idOf(management), "aws_organizations_account") : [];
    return members.length === 0 || members.some(({ id }) => id === idOf(account));
  };
  // Servers like MiniStack take an account's id for the key of its root user.
  const credentials = (account: AccountIdentity): S3Credentials => ({
    accessKeyId: idOf(account),
    secretAccessKey: "test",
  });
  const simulated = (account: Account): string | undefined => {
    const bucket = stateBucket(organization, account.name);
    const objects = store.list(idOf(account), "aws_s3_object");
    const content = objects.find(
      ({ attributes }) => attributes["bucket"] === bucket && attributes["key"] === publishedOutputsKey,
    )?.attributes["content"];
    return typeof content === "string" ? content : undefined;
  };
  // As the publisher: what the bucket's policy asks of others, the organisation and TLS, such a server does not know.
  const onServer = (account: Account): BucketObjects =>
    bucketObjects(stateBucket(organization, account.name), account.name, {
      region: remote!.region,
      endpoint: remote!.endpoint!,
      credentials: credentials(account),
    });
  return {
    name: "offline",
    parallel: (await import("node:os")).availableParallelism(),
    // With states on a server an account has no id before management has made it, as on AWS.
    accountId: (account) => (!remote || account.name === management?.name || made(account) ? idOf(account) : undefined),
    access: async (account) => {
      if (accounts.length === 0) throw new Error(`the cloud was opened without access to ${account.name}`);
      const { accessKeyId, secretAccessKey } = credentials(account);
      return {
        TF_REATTACH_PROVIDERS: (await provider()).reattach(idOf(account)),
        ...(remote ? { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } : {}),
      };
    },
    credentials: async (account) => credentials(account),
    publishedOutputs: async (account) => {
      if (remote) return readPublished(onServer(account), account);
      const text = simulated(account);
      return text === undefined ? undefined : (JSON.parse(text) as unknown);
    },
    existing: async (account, type) => store.list(idOf(account), type),
    organizationAccounts: async (management) =>
      store.list(idOf(management), "aws_organizations_account").map(({ id, attributes }) => ({
        id,
        email: String(attributes["email"]),
        status: attributes["status"] === "SUSPENDED" ? "SUSPENDED" : "ACTIVE",
      })),
    stateBucketMade: async (account) => {
      simulateStateBucket(store, organization, account, idOf(account));
      removeSimulatedBoundary(store, organization, idOf(account));
      if (management && account.name !== management.name)
        simulateOrganizationRole(store, organization, idOf(account), idOf(management));
      // Published while the state was a local file. What is there by now stays.
      const text = simulated(account);
      if (text !== undefined) await onServer(account).write(publishedOutputsKey, text, null);
    },
    close: async () => {
      await (await starting?.catch(() => undefined))?.stop();
    },
  };
}

/** Real resources take their time: what an interrupt does can only be seen while an apply is running. */
function applyDelay(): number {
  const text = process.env["ARCHIPELAGO_OFFLINE_APPLY_DELAY_MS"] ?? "0";
  if (!/^\d{1,6}$/.test(text))
    throw new UserError(`"${text}" is no number of milliseconds`, {
      where: "ARCHIPELAGO_OFFLINE_APPLY_DELAY_MS",
      allowed: "0 to 999999: how long the simulated cloud takes to make, change or delete a resource",
    });
  return Number(text);
}
