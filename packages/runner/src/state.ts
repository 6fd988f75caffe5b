import fs from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import {
  lastApplyKey,
  remoteState,
  stateBucket,
  stateKey,
  UserError,
  type Account,
  type Workspace,
} from "@archipelago/account-stack/workspace";
import { stateResources, type StateResource } from "@archipelago/terraform";
import { bucketObjects, stateSummary, unlessNoBucket, type BucketObjects, type StateSummary } from "@archipelago/state";
import type { AccountIdentity, Cloud } from "./cloud.ts";
import { journalObjects, type JournalCopies } from "./journal-copy.ts";
import { paths } from "./paths.ts";
import { localRecords, objectRecords, recordFile, type RecordStore } from "./record-store.ts";

export type { StateSummary } from "@archipelago/state";

/** Where states are kept, and what is kept beside them: local files, or objects in each account's bucket. */
export interface StateStore {
  readonly records: RecordStore;
  /** Undefined when nothing was ever applied. No Terraform runs for it. */
  read(account: Account): Promise<StateSummary | undefined>;
  /** What the state holds; nothing when nothing was ever applied. */
  resources(account: Account): Promise<readonly StateResource[]>;
  /**
   * Number of resources in the state of an account that may have no folder any more, or that the one who asks has no role
   * in; undefined when that cannot be told.
   *
   * @param reader who may read the record of the account's last apply, where its state is for itself
   */
  held(account: AccountIdentity, reader: Account): Promise<number | undefined>;
  /**
   * Moves a state to another name. Undefined where that takes an administrator: between buckets.
   * @throws UserError when there is nothing to move, a lock is held, or the other name has a state of its own
   */
  readonly move?: (from: string, to: string) => Promise<void>;
  /** Where journals of applies are copied to. Undefined where the state does not outlive this machine either. */
  readonly journals?: (account: Pick<Account, "name">) => JournalCopies;
  /** Whether somebody holds the lock of the state. */
  isLocked(account: Account): Promise<boolean>;
}

/** The store that organization.json names. */
export function openStates(workspace: Workspace, cloud: Cloud): StateStore {
  return remoteState(workspace.organization) ? remoteStates(workspace, cloud) : localStates(workspace);
}

function localStates({ root, organization }: Workspace): StateStore {
  const fileOf = ({ name }: Pick<Account, "name">): string => paths(root).state(organization.name, name);
  const whole = async (account: Pick<Account, "name">, tries = 10): Promise<WholeState | undefined> => {
    const file = fileOf(account);
    if (!fs.existsSync(file)) return undefined;
    const backup = fs.existsSync(`${file}.backup`);
    const next = backup ? `cp ${file}.backup ${file}` : "npm run archipelago -- offline reset";
    try {
      return wholeState(fs.readFileSync(file, "utf8"), file, next);
    } catch (error) {
      // Terraform writes a local state in place: beside an apply a reader may see a part of it, for a moment.
      if (tries <= 1) throw error;
      await wait(50);
      return whole(account, tries - 1);
    }
  };
  const held = async (account: Pick<Account, "name">): Promise<number> => resourcesIn(await whole(account)).length;
  return {
    held,
    move: async (from, to) => {
      const [source, target] = [fileOf({ name: from }), fileOf({ name: to })];
      if ((await held({ name: from })) === 0)
        throw new UserError(`the state of ${from} holds nothing to move`, { where: source });
      if ((await held({ name: to })) > 0)
        throw new UserError(`${to} has a state of its own`, {
          where: target,
          next: "two accounts cannot become one: give the folder another name",
        });
      for (const file of [source, target])
        if (fs.existsSync(path.join(path.dirname(file), `.${path.basename(file)}.lock.info`)))
          throw new UserError("the state is locked", { where: file, next: "wait for the run that holds it" });
      fs.mkdirSync(path.dirname(target), { recursive: true });
      // The records stay behind: under the new name everything is planned.
      fs.renameSync(source, target);
    },
    records: localRecords(({ name }) => recordFile(root, organization.name, name)),
    read: async (account) => (await whole(account))?.summary,
    resources: async (account) => resourcesIn(await whole(account)),
    isLocked: async (account) => {
      const file = fileOf(account);
      return fs.existsSync(path.join(path.dirname(file), `.${path.basename(file)}.lock.info`));
    },
  };
}

/** A state that is none of what a fault leaves: Terraform takes an empty one for one that never was. */
interface WholeState {
  readonly text: string;
  readonly summary: StateSummary;
}

/** @throws UserError when it is damaged */
function wholeState(text: string, where: string, next: string): WholeState {
  return { text, summary: stateSummary(text, where, next) };
}

function resourcesIn(state: WholeState | undefined): readonly StateResource[] {
  return state === undefined ? [] : stateResources(state.text);
}

function remoteStates(workspace: Workspace, cloud: Cloud): StateStore {
  const bucket = (name: string, reader?: AccountIdentity): BucketObjects =>
    accountBucket(workspace, cloud, name, reader);
  const whole = async (account: AccountIdentity): Promise<WholeState | undefined> => {
    const { name } = account;
    const stored = await bucket(name, account).read(stateKey);
    const where = `s3://${stateBucket(workspace.organization, name)}/${stateKey}`;
    const next = `npm run archipelago -- state ${name} history, then restore --version <an earlier one>`;
    return stored && wholeState(stored.text, where, next);
  };
  const records = objectRecords(({ name }, reader) => bucket(name, reader), lastApplyKey);
  return {
    records,
    journals: ({ name }) => journalObjects(bucket(name)),
    read: async (account) => (await whole(account))?.summary,
    resources: async (account) => resourcesIn(await whole(account)),
    held: async (account, reader) => {
      const fromState = async () => resourcesIn(await unlessNoBucket(whole(account))).length;
      const fromRecord = async () => {
        const found = await unlessNoBucket(records.read(account, reader));
        return found === undefined ? 0 : found.record?.last?.state.resources;
      };
      const own = cloud.accountId(account) === undefined ? undefined : await unlessDenied(fromState());
      return own ?? (await unlessDenied(fromRecord()));
    },
    // By its name: the plan role may not read it.
    isLocked: async ({ name }) => (await bucket(name).list(`${stateKey}.tflock`)).length > 0,
  };
}

/**
 * The state bucket of an account.
 *
 * @param reader whose role sees it. Default: the account's own
 * @param bucket Default: the one of its name
 * @throws UserError when the account is not valid: its id is not known then
 */
export function accountBucket(
  { organization, accounts, problems }: Workspace,
  cloud: Cloud,
  name: string,
  reader: AccountIdentity | undefined = accounts.get(name),
  bucket = stateBucket(organization, name),
): BucketObjects {
  if (!reader) throw problems.get(name) ?? new Error(`there is no account ${name}`);
  const { region, endpoint } = remoteState(organization)!;
  return bucketObjects(bucket, name, {
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    credentials: async () => cloud.credentials(reader),
  });
}

async function unlessDenied<T>(reading: Promise<T>): Promise<T | undefined> {
  return reading.catch((error: unknown) => {
    if (isDenied(error)) return undefined;
    throw error;
  });
}

/** Whether AWS said that somebody may not. */
export function isDenied(error: unknown): error is Error {
  return (
    error instanceof Error &&
    /AccessDenied|not authorized to perform: sts:AssumeRole/.test(`${error.name} ${error.message}`)
  );
}
