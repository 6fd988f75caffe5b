import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { copyJournal, type JournalCopies, type JournalCopy } from "./journal-copy.ts";

const note = { format: 1, time: "2026-11-21T09:00:00.000Z", who: "ada@laptop", creations: {} } as const;
let journal: string;
let written: (JournalCopy & { etag: string | null })[];
let fails: boolean;
const copies: JournalCopies = {
  read: async () => [],
  write: async (copy, etag) => {
    if (fails) throw new Error("S3 does not answer");
    return `etag-${written.push({ ...copy, etag })}`;
  },
  remove: async () => undefined,
};
const later = async () => jest.advanceTimersByTimeAsync(2000);

beforeEach(() => {
  jest.useFakeTimers();
  [written, fails] = [[], false];
  journal = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-journal-")), "apply-1.jsonl");
});
afterEach(() => {
  jest.useRealTimers();
  fs.rmSync(path.dirname(journal), { recursive: true });
});

test("the note is there before anything is made, then the journal as it grows, and in the end all of it", async () => {
  const copy = await copyJournal(copies, "apply-1", note, journal);
  expect(written).toEqual([{ name: "apply-1", note, journal: "", ended: false, etag: null }]);
  await later();
  fs.writeFileSync(journal, "1\n");
  await later();
  await later();
  fs.appendFileSync(journal, "2\n");
  await copy.close();
  await later();
  expect(written.slice(1).map(({ journal, ended, etag }) => [journal, ended, etag])).toEqual([
    ["1\n", false, "etag-1"],
    ["1\n2\n", true, "etag-2"],
  ]);
});

test("an apply does not start when nobody could learn of it; one that goes on is not stopped", async () => {
  fails = true;
  await expect(copyJournal(copies, "apply-1", note, journal)).rejects.toThrow("S3 does not answer");
  fails = false;
  const copy = await copyJournal(copies, "apply-1", note, journal);
  fs.writeFileSync(journal, "1\n");
  fails = true;
  await later();
  await copy.close();
  fails = false;
  expect(written).toHaveLength(1);
});

test("what could not be copied is in the next copy", async () => {
  const copy = await copyJournal(copies, "apply-1", note, journal);
  fs.writeFileSync(journal, "1\n");
  fails = true;
  await later();
  fails = false;
  await later();
  await copy.close();
  expect(written.map(({ journal }) => journal)).toEqual(["", "1\n", "1\n"]);
});
