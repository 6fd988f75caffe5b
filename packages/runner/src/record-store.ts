import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import writeFileAtomic from "write-file-atomic";
import type { Account } from "@archipelago/account-stack/workspace";
import type { BucketObjects } from "@archipelago/state";
import { paths } from "./paths.ts";
import type { ApplyRecord } from "./record.ts";

/** Tells one content of a record from another, as an ETag does; undefined when there is no record. */
export type RecordVersion = string | undefined;

/** Where last-apply records are kept: beside the states. */
export interface RecordStore {
  /**
   * `record` is undefined when there is none that can be read: an unreadable one is no proof of anything.
   *
   * @param reader whose role reads it. Default: the account's own
   */
  read(
    account: Pick<Account, "name">,
    reader?: Account,
  ): Promise<{ readonly record: ApplyRecord | undefined; readonly version: RecordVersion }>;
  /**
   * Writes a record, durably.
   *
   * @param ifVersion nothing is written unless the record still has this version
   * @returns the version now
   */
  write(account: Pick<Account, "name">, record: ApplyRecord, ifVersion: RecordVersion): Promise<RecordVersion>;
}

/** Where the record of an account is, offline. */
export function recordFile(root: string, organization: string, account: string): string {
  return path.join(path.dirname(paths(root).state(organization, account)), "last-apply.json");
}

/** Records in local files. */
export function localRecords(fileOf: (account: Pick<Account, "name">) => string): RecordStore {
  const textOf = (account: Pick<Account, "name">): string | undefined => {
    try {
      return fs.readFileSync(fileOf(account), "utf8");
    } catch {
      return undefined;
    }
  };
  return {
    read: async (account) => {
      const text = textOf(account);
      return text === undefined
        ? { record: undefined, version: undefined }
        : { record: parse(text), version: versionOf(text) };
    },
    write: async (account, record, ifVersion) => {
      const before = textOf(account);
      const version = before === undefined ? undefined : versionOf(before);
      if (version !== ifVersion) return version;
      const text = `${JSON.stringify(record, null, 2)}\n`;
      fs.mkdirSync(path.dirname(fileOf(account)), { recursive: true });
      writeFileAtomic.sync(fileOf(account), text);
      return versionOf(text);
    },
  };
}

/** Records as objects. Written conditionally, so that of two who write at once one notices; their versions are ETags. */
export function objectRecords(
  bucketOf: (account: Pick<Account, "name">, reader?: Account) => BucketObjects,
  key: string,
): RecordStore {
  return {
    read: async (account, reader) => {
      const stored = await bucketOf(account, reader).read(key);
      return { record: stored && parse(stored.text), version: stored?.etag };
    },
    write: async (account, record, ifVersion) => {
      const bucket = bucketOf(account);
      const text = `${JSON.stringify(record, null, 2)}\n`;
      return (await bucket.write(key, text, ifVersion ?? null)) ?? (await bucket.read(key))?.etag;
    },
  };
}

function versionOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function parse(text: string): ApplyRecord | undefined {
  try {
    const record = JSON.parse(text) as ApplyRecord;
    return record.format === 1 && Array.isArray(record.history) ? record : undefined;
  } catch {
    return undefined;
  }
}
