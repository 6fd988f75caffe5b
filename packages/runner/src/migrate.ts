import fs from "node:fs";
import path from "node:path";
import {
  bootstrapStateKey,
  lastApplyKey,
  remoteState,
  stateKey,
  UserError,
  type Account,
} from "@archipelago/account-stack/workspace";
import { replace, stateSummary, whileLocked, type StateSummary } from "@archipelago/state";
import { holdAccount } from "./account-lock.ts";
import { journalObjects, type JournalCopies } from "./journal-copy.ts";
import { paths } from "./paths.ts";
import { recordFile } from "./record-store.ts";
import { accountOf, type Session } from "./session.ts";
import { accountBucket } from "./state.ts";
import { refuseUnsettled } from "./unsettled.ts";

/** A place that holds the state of an account, locked. */
interface Place {
  /** For messages. */
  readonly name: string;
  /** Of journals. */
  readonly copies?: JournalCopies;
  read(): Promise<string | undefined>;
  /** Undefined when nothing was ever applied. */
  readRecord(): Promise<string | undefined>;
  /** Takes the state away; where it can still be found. */
  retire(): Promise<string>;
}

/**
 * Moves the state of an account into its bucket, with the record of its last apply. Both places are locked meanwhile; the
 * source is retired only when the target gives back the same lineage, serial and number of resources.
 *
 * @param from `local`, or the name of another bucket on the same server
 * @param key of the state: that of the stack, or the one that the bootstrap keeps in a bucket
 * @returns what was done, a line each
 * @throws UserError when there is nothing to move, an apply has left something beside it, or the target holds a state
 */
export async function migrateState(
  session: Session,
  name: string,
  from: string,
  key: typeof stateKey | typeof bootstrapStateKey = stateKey,
): Promise<string[]> {
  const { workspace, cloud } = session;
  const { organization, organizationFile } = workspace;
  const account = accountOf(session, name);
  if (!remoteState(organization))
    throw new UserError("states are local files, so there is no bucket to move one to", {
      where: `${organizationFile}: state`,
      allowed: '"state": { "s3": { "endpoint": "http://127.0.0.1:4566" } }',
    });
  const target = accountBucket(workspace, cloud, name);
  const where = `s3://${target.bucket}/${key}`;
  if (from === target.bucket) throw new UserError("that is where the state is", { where });
  return fromPlace(session, account, from, key, async (source) => {
    const text = await source.read();
    if (text === undefined) throw new UserError("there is no state to move", { where: source.name });
    const before = stateSummary(text, source.name, "mend it first");
    const applyFirst = `with "state" of ${organizationFile} as it was: npx nx apply ${name}; then this again`;
    if (key === stateKey) await refuseUnsettled(session, name, source.copies, applyFirst);
    return whileLocked(target, key, name, async () => {
      const there = await target.read(key);
      if (there !== undefined)
        throw new UserError("there is a state already; nothing was moved", {
          where,
          next: `npm run archipelago -- state ${name} history`,
        });
      const after = await replace(target, key, text, undefined);
      requireSame(before, after, where);
      const record = await source.readRecord();
      const moved = record !== undefined && (await target.write(lastApplyKey, record, null)) !== undefined;
      const kept = await source.retire();
      return [
        `${name}: moved to ${where}`,
        `  lineage ${after.lineage}, serial ${after.serial}, ${after.resources} resources: the same in both places`,
        ...(moved ? [`  with the record of its last apply`] : []),
        `  ${kept}`,
      ];
    });
  });
}

function requireSame(before: StateSummary, after: StateSummary, where: string): void {
  for (const key of ["lineage", "serial", "resources"] as const)
    if (before[key] !== after[key])
      throw new UserError(`${key} is ${after[key]}, and was ${before[key]}; the source is as it was`, { where });
}

async function fromPlace<T>(
  session: Session,
  account: Account,
  from: string,
  key: string,
  work: (source: Place) => Promise<T>,
): Promise<T> {
  const { workspace, cloud, interruption } = session;
  const { root, organization } = workspace;
  if (from === "local") {
    const file = paths(root).state(organization.name, account.name);
    const release = await holdAccount(paths(root).work(account.name), account.name, interruption);
    try {
      if (fs.existsSync(path.join(path.dirname(file), `.${path.basename(file)}.lock.info`)))
        throw new UserError("the state is locked: a Terraform works with it, or was killed", { where: file });
      return await work({
        name: file,
        read: async () => textOf(file),
        readRecord: async () => textOf(recordFile(root, organization.name, account.name)),
        retire: async () => {
          fs.renameSync(file, `${file}.migrated`);
          return `the file is kept as ${path.relative(root, file)}.migrated`;
        },
      });
    } finally {
      release();
    }
  }
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(from))
    throw new UserError(`"${from}" is no place of a state`, {
      where: "--from",
      allowed: '"local", or the name of a bucket',
    });
  const source = accountBucket(workspace, cloud, account.name, account, from);
  return whileLocked(source, key, account.name, async () =>
    work({
      name: `s3://${from}/${key}`,
      copies: journalObjects(source),
      read: async () => (await source.read(key))?.text,
      readRecord: async () => (key === stateKey ? (await source.read(lastApplyKey))?.text : undefined),
      retire: async () => {
        const { etag } = (await source.read(key))!;
        if (!(await source.remove(key, etag)))
          throw new UserError("the source changed meanwhile: look at both", { where: `s3://${from}/${key}` });
        return `in ${from} it is deleted; its versions are kept there`;
      },
    }),
  );
}

function textOf(file: string): string | undefined {
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined;
}
