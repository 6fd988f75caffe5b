import type { Command } from "commander";
import {
  accountFolders,
  didYouMean,
  listed,
  remoteState,
  stateKey,
  UserError,
} from "@archipelago/account-stack/workspace";
import {
  accountBucket,
  accountOf,
  forgetApplies,
  migrateState,
  openSession,
  startedApplies,
  type Session,
} from "@archipelago/runner";
import { describeLock, readLock, restoreState, stateVersions, unlock } from "@archipelago/state";
import { findRoot } from "../root.ts";
import { columns } from "./columns.ts";

interface Flags {
  readonly version?: string;
  readonly id?: string;
  readonly from?: string;
  readonly to?: string;
  readonly apply?: string;
}

type Action = (session: Session, account: string, flags: Flags) => Promise<string>;

const actions: Readonly<Record<string, Action>> = {
  list: async (session, account) => {
    const objects = bucketOf(session, account);
    const lock = await readLock(objects, stateKey);
    const rows = (await objects.list()).map(({ key, size }) => [key, `${size} B`]);
    return [
      `s3://${objects.bucket}`,
      ...(rows.length === 0 ? ["nothing was applied yet"] : columns(["KEY", "SIZE"], rows)),
      lock ? `locked by ${describeLock(lock)}` : "not locked",
    ].join("\n");
  },
  history: async (session, account) => {
    const versions = await stateVersions(bucketOf(session, account), stateKey);
    if (versions.length === 0) return "nothing was applied yet";
    return columns(
      ["VERSION", "TIME", "SERIAL", "RESOURCES", ""],
      versions.map(({ version, modified, summary, latest, deleted }) => [
        version,
        modified.toISOString(),
        summary ? String(summary.serial) : "-",
        summary ? String(summary.resources) : "-",
        deleted ? "deleted" : summary ? (latest ? "current" : "") : "damaged",
      ]),
    ).join("\n");
  },
  restore: async (session, account, { version }) => {
    if (version === undefined)
      throw new UserError("which version?", {
        where: `state ${account} restore`,
        allowed: "--version <version>",
        next: `npm run archipelago -- state ${account} history`,
      });
    const { serial, resources } = await restoreState(bucketOf(session, account), stateKey, account, version);
    return `${account}: version ${version} is the state now, as serial ${serial} with ${resources} resources\nNext: npx nx plan ${account}, which shows what the state no longer knows`;
  },
  unlock: async (session, account, { id }) => {
    const objects = bucketOf(session, account);
    if (id !== undefined)
      return `unlocked: it was held by ${describeLock(await unlock(objects, stateKey, account, id))}`;
    const lock = await readLock(objects, stateKey);
    if (!lock) return "not locked";
    throw new UserError(`the state is locked by ${describeLock(lock)}`, {
      where: `s3://${objects.bucket}/${stateKey}`,
      next: `ask them; surely left by a run that has ended? npm run archipelago -- state ${account} unlock --id ${lock.id}`,
    });
  },
  forget: async (session, name, { apply }) => {
    const account = accountOf(session, name);
    const applies = await startedApplies(session, account);
    if (apply === undefined || !applies.some((each) => each.name === apply))
      throw new UserError(apply === undefined ? "which apply?" : `there is no interrupted apply "${apply}"`, {
        where: `state ${name} forget`,
        allowed: applies.length === 0 ? "none: nothing was interrupted" : `--apply ${listed(applies.map(nameOf))}`,
        next: `npx nx plan ${name} shows what it may have left`,
      });
    await forgetApplies(session, account, [apply]);
    return `${name}: nothing is looked for any more that ${apply} made`;
  },
  migrate: async (session, account, { from, to = "s3" }) => {
    if (from === undefined || to !== "s3")
      throw new UserError("from where, and where to?", {
        where: `state ${account} migrate`,
        allowed: "--from local --to s3, or --from <another bucket> --to s3: to the bucket that organization.json names",
      });
    return (await migrateState(session, account, from)).join("\n");
  },
};

export function addState(program: Command): void {
  program
    .command("state")
    .description("look at the state of an account and repair it, as an administrator")
    .argument("<account>", "name of a folder in accounts/")
    .argument("<action>", Object.keys(actions).join(", "))
    .option("--version <version>", "restore: of history")
    .option("--id <id>", "unlock: of the lock that was shown")
    .option("--from <place>", "migrate: local, or the name of another bucket")
    .option("--apply <name>", "forget: the interrupted apply whose leftovers you have seen to")
    .option("--to <place>", "migrate: s3, the bucket that organization.json names")
    .action((account: string, action: string, flags: Flags) =>
      run(account, action, flags, program.opts<{ organization: string }>().organization),
    );
}

async function run(account: string, name: string, flags: Flags, organization: string): Promise<void> {
  const root = findRoot();
  const known = accountFolders(root);
  if (!known.includes(account))
    throw new UserError(`there is no account "${account}"${didYouMean(account, known)}`, {
      where: "archipelago state",
      allowed: listed(known),
    });
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!action)
    throw new UserError(`there is no action "${name}"${didYouMean(name, Object.keys(actions))}`, {
      where: `archipelago state ${account}`,
      allowed: Object.keys(actions).join(", "),
    });
  // No role of a pipeline may read earlier states: it is an administrator's work, as the bootstrap is.
  const session = await openSession(root, [], { organization }, false, "bootstrap");
  try {
    console.log(await action(session, account, flags));
  } finally {
    await session.close();
  }
}

const nameOf = ({ name }: { readonly name: string }): string => name;

function bucketOf(session: Session, name: string) {
  const { organization, organizationFile } = session.workspace;
  if (!remoteState(organization))
    throw new UserError("the state is a local file, without versions or a server", {
      where: `${organizationFile}: state`,
      next: `it is below .archipelago/state/${organization.name}/${name}`,
    });
  return accountBucket(session.workspace, session.cloud, accountOf(session, name).name);
}
