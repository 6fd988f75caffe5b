import { randomUUID } from "node:crypto";
import os from "node:os";
import { UserError } from "@archipelago/account-stack/user-error";
import type { BucketObjects } from "./bucket-objects.ts";

/** Who holds the lock of a state, in Terraform's own form. */
export interface StateLock {
  readonly id: string;
  /** `user@host` */
  readonly who: string;
  /** `OperationTypeApply` and the like. */
  readonly operation: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  /** Of the lock file: it is removed only while it has this. */
  readonly etag: string;
}

const lockKey = (key: string): string => `${key}.tflock`;

/** Undefined when nobody holds it. @param key of the state */
export async function readLock(objects: BucketObjects, key: string): Promise<StateLock | undefined> {
  const stored = await objects.read(lockKey(key));
  if (stored === undefined) return undefined;
  let lock: Partial<Record<"ID" | "Who" | "Operation" | "Created", string>> = {};
  try {
    lock = JSON.parse(stored.text) as typeof lock;
  } catch {
    // Cut off while it was written: it locks all the same.
  }
  return {
    id: lock.ID ?? "unknown",
    who: lock.Who ?? "somebody",
    operation: lock.Operation ?? "unknown",
    since: lock.Created ?? stored.modified.toISOString(),
    etag: stored.etag,
  };
}

/** `ada@laptop since 2026-11-21T10:00:00Z (OperationTypeApply, id 1b4e...)` */
export function describeLock({ id, who, operation, since }: StateLock): string {
  return `${who} since ${since} (${operation}, id ${id})`;
}

/**
 * Removes a lock.
 *
 * @param id of the lock that was shown: another one, taken meanwhile, stays
 * @throws UserError when nobody holds the lock, or another one does
 */
export async function unlock(objects: BucketObjects, key: string, account: string, id: string): Promise<StateLock> {
  const where = `s3://${objects.bucket}/${lockKey(key)}`;
  const lock = await readLock(objects, key);
  if (!lock) throw new UserError("the state is not locked", { where });
  if (lock.id !== id)
    throw new UserError(`the lock is another one: ${describeLock(lock)}`, {
      where,
      next: `surely left by a run that has ended? npm run archipelago -- state ${account} unlock --id ${lock.id}`,
    });
  if (!(await objects.remove(lockKey(key), lock.etag)))
    throw new UserError("the lock changed meanwhile: somebody is at work", {
      where,
      next: `npm run archipelago -- state ${account} list`,
    });
  return lock;
}

/**
 * Does something while holding the lock of a state, as Terraform would.
 *
 * @throws UserError naming who holds it
 */
export async function whileLocked<T>(
  objects: BucketObjects,
  key: string,
  account: string,
  work: () => Promise<T>,
): Promise<T> {
  const text = JSON.stringify({
    ID: randomUUID(),
    Operation: "archipelago state",
    Info: "",
    Who: `${os.userInfo().username}@${os.hostname()}`,
    Version: "",
    Created: new Date().toISOString(),
    Path: `${objects.bucket}/${key}`,
  });
  const etag = await objects.write(lockKey(key), text, null);
  if (etag === undefined) {
    const lock = await readLock(objects, key);
    throw new UserError(`the state is locked${lock ? ` by ${describeLock(lock)}` : ""}`, {
      where: `s3://${objects.bucket}/${key}`,
      next: lock
        ? `wait for it; surely left by a run that has ended? npm run archipelago -- state ${account} unlock --id ${lock.id}`
        : "run the same command again",
    });
  }
  try {
    return await work();
  } finally {
    await objects.remove(lockKey(key), etag);
  }
}
