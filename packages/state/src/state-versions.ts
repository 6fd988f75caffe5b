import { UserError } from "@archipelago/account-stack/user-error";
import type { BucketObjects, ObjectVersion, StoredText } from "./bucket-objects.ts";
import { whileLocked } from "./state-lock.ts";
import { stateSummary, type StateSummary } from "./state-text.ts";

/** One version of a state. */
export interface StateVersion extends Pick<ObjectVersion, "version" | "modified" | "size" | "latest" | "deleted"> {
  /** Undefined when it was deleted then, or is damaged. */
  readonly summary: StateSummary | undefined;
}

/** Versions of a state, newest first. Each is read, for its serial. */
export async function stateVersions(objects: BucketObjects, key: string): Promise<StateVersion[]> {
  const found: StateVersion[] = [];
  for (const each of await objects.versions(key)) {
    const stored = each.deleted ? undefined : await objects.read(key, each.version);
    found.push({ ...each, summary: stored && readable(stored.text) });
  }
  return found;
}

/**
 * Makes an earlier version of a state the current one: a new version with the old content and a serial above all others,
 * written under the lock. What the state knew since then is forgotten, not destroyed: plan before anything else.
 *
 * @returns the state as it is now
 * @throws UserError when there is no such version, it is of another lineage, or somebody holds the lock
 */
export async function restoreState(
  objects: BucketObjects,
  key: string,
  account: string,
  version: string,
): Promise<StateSummary> {
  const where = `s3://${objects.bucket}/${key}`;
  const history = `npm run archipelago -- state ${account} history`;
  return whileLocked(objects, key, account, async () => {
    const earlier = await objects.read(key, version);
    if (!earlier) throw new UserError(`the state has no version ${version}`, { where, next: history });
    const wanted = stateSummary(earlier.text, `${where} version ${version}`, `choose another one: ${history}`);
    const current = await objects.read(key);
    const now = current && readable(current.text);
    if (now && now.lineage !== wanted.lineage)
      throw new UserError(`that version is of another state: lineage ${wanted.lineage}, now ${now.lineage}`, {
        where,
        next: history,
      });
    const serials = (await stateVersions(objects, key)).map(({ summary }) => summary?.serial ?? 0);
    const serial = Math.max(...serials) + 1;
    const text = `${JSON.stringify({ ...(JSON.parse(earlier.text) as object), serial }, null, 2)}\n`;
    return replace(objects, key, text, current);
  });
}

/** Writes a state and reads it again. @param before what it replaces */
export async function replace(
  objects: BucketObjects,
  key: string,
  text: string,
  before: StoredText | undefined,
): Promise<StateSummary> {
  const where = `s3://${objects.bucket}/${key}`;
  const etag = await objects.write(key, text, before?.etag ?? null);
  if (etag === undefined)
    throw new UserError("somebody wrote the state meanwhile, though it was locked", {
      where,
      next: "look at it first",
    });
  const written = await objects.read(key);
  if (written?.text !== text) throw new UserError("what was written is not what S3 gives back", { where });
  return stateSummary(text, where, "");
}

function readable(text: string): StateSummary | undefined {
  try {
    return stateSummary(text, "", "");
  } catch {
    return undefined;
  }
}
