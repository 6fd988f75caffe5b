import fs from "node:fs";
import { journalPrefix } from "@archipelago/account-stack/workspace";
import type { BucketObjects } from "@archipelago/state";
import type { Note } from "./apply-journal.ts";

/** A note and its journal, as they were when last seen. */
export interface JournalCopy {
  readonly name: string;
  readonly note: Note;
  /** Text of Terraform's journal. */
  readonly journal: string;
  /** Whether Terraform had ended: the journal is all there is then. */
  readonly ended: boolean;
}

/** Copies of the journals of one account, where its state is. */
export interface JournalCopies {
  read(): Promise<JournalCopy[]>;
  /** @param etag of what it replaces; null for a new one. @returns the new one's; undefined when there is another one */
  write(copy: JournalCopy, etag: string | null): Promise<string | undefined>;
  remove(name: string): Promise<void>;
}

/** How often a journal that has grown is copied: what is made within so many milliseconds may be made unseen. */
const INTERVAL_MS = 2000;

/** Copies as objects of the account's bucket. */
export function journalObjects(bucket: BucketObjects): JournalCopies {
  const keyOf = (name: string): string => `${journalPrefix}${name}.json`;
  return {
    read: async () => {
      const keys = (await bucket.list(journalPrefix)).map(({ key }) => key).sort();
      const texts = await Promise.all(keys.map(async (key) => bucket.read(key)));
      return texts.flatMap((stored) => (stored === undefined ? [] : [JSON.parse(stored.text) as JournalCopy]));
    },
    write: async (copy, etag) => bucket.write(keyOf(copy.name), JSON.stringify(copy), etag),
    remove: async (name) => {
      const stored = await bucket.read(keyOf(name));
      if (stored !== undefined) await bucket.remove(keyOf(name), stored.etag);
    },
  };
}

/**
 * Keeps a copy of a journal that is being written.
 *
 * @param copies undefined where there is nowhere to copy to
 * @param journal file, perhaps not there yet
 * @returns once the first copy is written: an apply that nobody could learn of does not start
 */
export async function copyJournal(
  copies: JournalCopies | undefined,
  name: string,
  note: Note,
  journal: string,
): Promise<{ close(): Promise<void> }> {
  if (!copies) return { close: async () => undefined };
  const text = (): string => (fs.existsSync(journal) ? fs.readFileSync(journal, "utf8") : "");
  let last = text();
  let etag = await copies.write({ name, note, journal: last, ended: false }, null);
  const copy = async (ended: boolean): Promise<void> => {
    const now = text();
    if (now === last && !ended) return;
    try {
      etag = await copies.write({ name, note, journal: now, ended }, etag ?? null);
      last = now;
    } catch {
      // The apply goes on without: its journal is on this machine too, and the next copy has all of it.
    }
  };
  let copying = Promise.resolve();
  const timer = setInterval(() => void (copying = copying.then(async () => copy(false))), INTERVAL_MS);
  return {
    close: async () => {
      clearInterval(timer);
      await copying;
      await copy(true);
    },
  };
}
