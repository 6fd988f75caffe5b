import path from "node:path";
import {
  bootstrapStateKey,
  contextOf,
  organizationAccessRole,
  partitionOf,
  remoteState,
  stateBucket,
  stateKeyAlias,
  UserError,
  type Account,
} from "@archipelago/account-stack/workspace";
import { ensureStateBucket, stateSummary, unlessNoBucket } from "@archipelago/state";
import {
  cleanEnvironment,
  prepareWorkDirectory,
  SHARED_MACHINE,
  stateResources,
  Terraform,
} from "@archipelago/terraform";
import { loadDefinition, stackError } from "./definitions.ts";
import { describePlan } from "./describe.ts";
import { migrateState } from "./migrate.ts";
import { paths } from "./paths.ts";
import { requireAccountId } from "./prepare.ts";
import { accountOf, type Session } from "./session.ts";
import { accountBucket, isDenied } from "./state.ts";

/** The folder whose stack.ts says what bootstrap makes in every account. */
const directory = "bootstrap";

/**
 * Makes what an account has before its first apply, or repairs it: the state bucket, then the stack of bootstrap/ under a
 * state key of its own. As an administrator: of the management account, or through the role that AWS makes in the others.
 *
 * @param session opened with the role `bootstrap`
 * @param inherits bucket in which the account's bootstrap kept its state under another name
 * @returns what was done, or with `dryRun` would be, a line each; empty when all was right
 * @throws UserError when the account does not exist yet, cannot be entered, or states are local files
 */
export async function bootstrapAccount(
  session: Session,
  name: string,
  dryRun = false,
  inherits?: string,
): Promise<string[]> {
  const account = accountOf(session, name);
  const { workspace, cloud } = session;
  const { organization } = workspace;
  const remote = remoteState(organization);
  if (!remote)
    throw new UserError("states are local files, so there is nothing to bootstrap", {
      where: `${workspace.organizationFile}: state`,
      next: 'for a rehearsal against a server of S3: "state": { "s3": { "endpoint": "http://127.0.0.1:4566" } }',
    });
  const accountId = requireAccountId(session, account);
  await requireAccount(session, account, accountId);
  const organizationId = await organizationIdOf(session);
  const credentials = async () =>
    cloud.credentials(account).catch((error: unknown) => refused(error, account, session));
  const wanted = {
    bucket: stateBucket(organization, name),
    account: name,
    accountId,
    organizationId,
    accessLogs: remote.accessLogs,
    access: {
      region: remote.region,
      ...(remote.endpoint === undefined ? {} : { endpoint: remote.endpoint }),
      credentials,
    },
  };
  const kms = remote.encryption === "kms";
  const made = await ensureStateBucket({ ...wanted, encryption: kms ? undefined : "s3" }, dryRun);
  const isNew = made.some((line) => line.includes(": made in "));
  if (!dryRun) await cloud.stateBucketMade(account);
  const inherited =
    inherits !== undefined && (await accountBucket(workspace, cloud, name, account, inherits).read(bootstrapStateKey))
      ? await migrateState(session, name, inherits, bootstrapStateKey)
      : [];
  const stack = await applyStack(
    session,
    account,
    accountId,
    {
      organization_id: organizationId ?? "none",
      management_account_id: requireAccountId(session, accountOf(session, organization.accounts.management)),
    },
    dryRun,
    isNew,
  );
  // The key is there now.
  const kmsKey = `arn:${partitionOf(remote.region)}:kms:${remote.region}:${accountId}:${stateKeyAlias}`;
  const encrypted =
    kms && !(dryRun && isNew) ? await ensureStateBucket({ ...wanted, encryption: { kmsKey } }, dryRun) : [];
  return [...made, ...inherited, ...stack, ...encrypted];
}

/**
 * Members that exist and were not bootstrapped, in the order of their names, and those that this identity cannot enter: what
 * was bootstrapped does not let the pipeline in that bootstraps new accounts.
 *
 * @param session opened with the role `bootstrap`
 */
export async function pendingAccounts(session: Session): Promise<{ pending: string[]; closed: string[] }> {
  const { workspace, cloud } = session;
  const { organization } = workspace;
  const [pending, closed]: [string[], string[]] = [[], []];
  for (const account of workspace.accounts.values()) {
    const { name, lifecycle } = account;
    if (name === organization.accounts.management || lifecycle !== "active" || cloud.accountId(account) === undefined)
      continue;
    try {
      await cloud.credentials(account);
    } catch (error) {
      if (!isDenied(error)) throw error;
      closed.push(name);
      continue;
    }
    if (!(await isBootstrapped(session, account))) pending.push(name);
  }
  return { pending, closed };
}

/** Whether the last thing that the bootstrap makes is there. */
async function isBootstrapped({ workspace, cloud }: Session, account: Account): Promise<boolean> {
  const stored = await unlessNoBucket(accountBucket(workspace, cloud, account.name).read(bootstrapStateKey));
  const resources = stored === undefined ? [] : stateResources(stored.text);
  return resources.some(
    ({ type, attributes }) => type === "aws_iam_role" && attributes["name"] === organizationAccessRole,
  );
}

/** What Terraform says of the stack, a line for each resource that changes. */
async function applyStack(
  session: Session,
  account: Account,
  accountId: string,
  inputs: Readonly<Record<string, string>>,
  dryRun: boolean,
  isNew: boolean,
): Promise<string[]> {
  const { root } = session.workspace;
  const work = paths(root).bootstrap(account.name);
  const json = await synthesizeBootstrap(session, account);
  if (dryRun && isNew) {
    const { resource = {} } = JSON.parse(json) as { resource?: Record<string, Record<string, unknown>> };
    return Object.entries(resource).flatMap(([type, each]) => Object.keys(each).map((name) => `+ ${type}.${name}`));
  }
  prepareWorkDirectory(work, { configuration: json, inputs: { account_id: accountId, ...inputs } });
  const terraform = new Terraform({
    directory: work,
    name: `${account.name} (bootstrap)`,
    environment: cleanEnvironment(process.env, {
      cloud: session.cloud.name,
      add: { ...(session.cloud.name === "offline" ? SHARED_MACHINE : {}), ...(await session.cloud.access(account)) },
    }),
    logDirectory: path.join(paths(root).logs(account.name), "bootstrap"),
    interruption: session.interruption,
  });
  await terraform.init({ args: [`-backend-config=allowed_account_ids=["${accountId}"]`] });
  await refuseDamagedState(session, account);
  const planFile = path.join(work, "bootstrap.tfplan");
  const { hasChanges } = await terraform.plan({ out: planFile, lock: !dryRun });
  if (!hasChanges) return [];
  const plan = await terraform.show(planFile);
  if (!dryRun) await terraform.apply(planFile);
  return describePlan(plan).split("\n");
}

/** @throws UserError for what Terraform would take for no state */
async function refuseDamagedState({ workspace, cloud }: Session, { name }: Account): Promise<void> {
  const objects = accountBucket(workspace, cloud, name);
  const stored = await objects.read(bootstrapStateKey);
  const versions = `aws s3api list-object-versions --bucket ${objects.bucket} --prefix ${bootstrapStateKey}`;
  const next = `restore an earlier version of it: ${versions}, aws s3api get-object --version-id, put-object`;
  if (stored) stateSummary(stored.text, `s3://${objects.bucket}/${bootstrapStateKey}`, next);
}

async function synthesizeBootstrap({ workspace }: Session, account: Account): Promise<string> {
  const { synthesizeAccount } = await import("@archipelago/account-stack");
  const { root } = workspace;
  const definition = loadDefinition(root, { directory });
  const outdir = path.join(paths(root).synth(account.name), directory);
  try {
    return synthesizeAccount(contextOf(workspace, account), definition, outdir, bootstrapStateKey).json;
  } catch (error) {
    throw stackError(root, `${directory}/stack.ts`, error);
  }
}

/** Offline an id is known before the account exists. @throws UserError then, as AWS would */
async function requireAccount({ workspace, cloud }: Session, account: Account, accountId: string): Promise<void> {
  const { management } = workspace.organization.accounts;
  if (cloud.name === "aws" || account.name === management) return;
  const existing = await cloud.organizationAccounts(workspace.accounts.get(management)!);
  if (existing?.some(({ id }) => id === accountId)) return;
  throw new UserError("the account does not exist yet", {
    where: account.name,
    next: `apply ${management} first: it creates the account`,
  });
}

/** Undefined before management was applied for the first time. */
async function organizationIdOf(session: Session): Promise<string | undefined> {
  const management = accountOf(session, session.workspace.organization.accounts.management);
  const outputs = await session.cloud.publishedOutputs(management, management);
  const id = (outputs as { readonly organizationId?: unknown } | undefined)?.organizationId;
  if (id === undefined) return undefined;
  if (typeof id === "string" && /^o-[a-z0-9]{10,32}$/.test(id)) return id;
  throw new UserError(`${management.name} publishes ${JSON.stringify(id)} as organizationId`, {
    where: `published outputs of ${management.name}`,
    allowed: "the id of an organisation, o-...",
  });
}

/**
 * An account that joins by invitation has no role for the management account, and once it has joined the guardrails keep it
 * from making one. Source: AWS Organizations User Guide,
 * "Creating OrganizationAccountAccessRole for an invited account with AWS Organizations" (from memory, 2026-11).
 */
function refused(error: unknown, { name }: Account, { workspace, cloud }: Session): never {
  if (!isDenied(error)) throw error;
  const management = cloud.accountId(workspace.accounts.get(workspace.organization.accounts.management)!)!;
  const arn = `arn:${partitionOf(workspace.organization.homeRegion)}:iam::`;
  const trust = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: `${arn}${management}:root` }, Action: "sts:AssumeRole" }],
  });
  throw new UserError(`the role ${organizationAccessRole} of ${name} cannot be assumed: ${error.message}`, {
    where: name,
    allowed:
      "an administrator of the management account; an account that is invited needs the role made before it accepts",
    next: [
      "before the account accepts the invitation, signed in to it as an administrator (if it is a member already, a guardrail denies this: docs/joining.md):",
      `aws iam create-role --role-name ${organizationAccessRole} --assume-role-policy-document '${trust}'`,
      `aws iam attach-role-policy --role-name ${organizationAccessRole} --policy-arn ${arn}aws:policy/AdministratorAccess`,
    ].join("\n    "),
  });
}
