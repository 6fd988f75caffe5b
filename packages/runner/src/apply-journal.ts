import fs from "node:fs";
import path from "node:path";
import type { Account } from "@archipelago/account-stack/workspace";
import { readJournal, resourceNames, type JournalLine, type Plan } from "@archipelago/terraform";
import writeFileAtomic from "write-file-atomic";
import { thisUser } from "./account-lock.ts";
import { copyJournal, type JournalCopies, type JournalCopy } from "./journal-copy.ts";
import { paths } from "./paths.ts";
import { creationsOf, type PlannedCreation } from "./planned-creations.ts";
import type { Session } from "./session.ts";

/** An apply that was started and has not been seen to succeed. */
export interface StartedApply {
  /** Its notes have this name, wherever they are. */
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** `user@host` */
  readonly who: string;
  /** What it was to create, by address. */
  readonly creations: Readonly<Record<string, PlannedCreation>>;
  /** What Terraform wrote, one event a line (`apply -json`). */
  readonly journal: readonly JournalLine[];
  /** Whether that is all it wrote. The machine of another one may be gone: its copy lacks the last seconds. */
  readonly complete: boolean;
}

/** The note of an apply; Terraform's journal has the same name among the logs, ending in .jsonl. */
export interface Note extends Pick<StartedApply, "time" | "who" | "creations"> {
  readonly format: 1;
  /** What the state held, as `resourceNames`. Left out by applies of before it was noted. */
  readonly before?: readonly string[];
  /** Whether there was a copy before Terraform started: if it is gone, somebody has taken it away. */
  readonly copied?: boolean;
}

/** The note of an apply that is under way. */
export interface StartedNote {
  /** File for Terraform's journal. */
  readonly journal: string;
  /** To be called when Terraform has ended, whatever way. */
  close(): Promise<void>;
  /** To be called when the apply has succeeded. */
  forget(): Promise<void>;
}

/**
 * Notes what an apply is about to create. Terraform that is killed has made what no state knows: its journal says what,
 * and this note what import ids are made of. With the state in a bucket both are there too: a machine may be gone for good.
 */
export async function noteApply(
  session: Session,
  account: Account,
  plan: Plan,
  configuration: string,
): Promise<StartedNote> {
  const { logs } = paths(session.workspace.root);
  const time = new Date().toISOString();
  const name = `apply-${time.replaceAll(":", "-")}`;
  const who = thisUser();
  const before = resourceNames(await session.states.resources(account));
  const copies = session.states.journals?.(account);
  const creations = creationsOf(plan, configuration);
  const known = await copies?.read();
  for (const old of notesHere(session, account))
    if (isSettled(session, account, old, known)) fs.rmSync(noteFile(session, account, old[0]));
  const note: Note = { format: 1, time, who, creations, before, copied: copies !== undefined };
  const file = noteFile(session, account, name);
  const journal = path.join(logs(account.name), `${name}.jsonl`);
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeFileAtomic.sync(file, JSON.stringify(note), { mode: 0o600 });
  const copy = await copyJournal(copies, name, note, journal);
  return { journal, close: copy.close, forget: async () => forgetApplies(session, account, [name]) };
}

/** Applies that were not seen to succeed, oldest first. */
export async function startedApplies(session: Session, account: Account): Promise<StartedApply[]> {
  return appliesOf(session, account, session.states.journals?.(account));
}

/**
 * The same of an account that may have another name by now.
 *
 * @param from where its journals are copied to
 */
export async function appliesOf(
  session: Session,
  account: Pick<Account, "name">,
  from: JournalCopies | undefined,
): Promise<StartedApply[]> {
  const notes = notesHere(session, account);
  const copies = await from?.read();
  const here = notes
    .filter((each) => !isSettled(session, account, each, copies))
    .map(([name, { time, who, creations }]): StartedApply => {
      const text = journalHere(session, account, name) ?? "";
      return { name, time, who, creations, journal: readJournal(text), complete: true };
    });
  const elsewhere = (copies ?? [])
    .filter(({ name }) => !here.some((each) => each.name === name))
    .map(({ name, note: { time, who, creations }, journal, ended }): StartedApply => ({
      ...{ name, time, who, creations, journal: readJournal(journal) },
      complete: ended,
    }));
  return [...here, ...elsewhere].sort((a, b) => a.name.localeCompare(b.name));
}

/** What the state held when the last apply of this machine that was not seen to succeed began; empty when nobody noted it. */
export function heldBefore(session: Session, account: Account): readonly string[] {
  return notesHere(session, account).at(-1)?.[1].before ?? [];
}

/** Notes of this machine by name, oldest first. */
function notesHere(session: Session, account: Pick<Account, "name">): (readonly [string, Note])[] {
  const directory = path.dirname(noteFile(session, account, ""));
  const files = fs.existsSync(directory) ? fs.readdirSync(directory).filter((file) => file.endsWith(".json")) : [];
  return files
    .sort()
    .map((file) => [path.parse(file).name, JSON.parse(fs.readFileSync(path.join(directory, file), "utf8")) as Note]);
}

/** Terraform's journal of an apply of this machine; undefined when Terraform was never started. */
function journalHere({ workspace }: Session, account: Pick<Account, "name">, name: string): string | undefined {
  const file = path.join(paths(workspace.root).logs(account.name), `${name}.jsonl`);
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined;
}

/** What another machine has settled is gone from the bucket only: here it would be looked for, and listed, for ever. */
function isSettled(
  session: Session,
  account: Pick<Account, "name">,
  [name, { copied }]: readonly [string, Note],
  copies: readonly JournalCopy[] | undefined,
): boolean {
  if (copied !== true || copies === undefined || copies.some((copy) => copy.name === name)) return false;
  return journalHere(session, account, name) !== undefined;
}

/** To be called when all that these applies made is in the state. Their journals stay on this machine: they are logs. */
export async function forgetApplies(session: Session, account: Account, names: readonly string[]): Promise<void> {
  for (const name of names) {
    fs.rmSync(noteFile(session, account, name), { force: true });
    await session.states.journals?.(account).remove(name);
  }
}

/** @param name of the apply */
export function noteFile({ workspace }: Session, account: Pick<Account, "name">, name: string): string {
  return path.join(paths(workspace.root).journals(workspace.organization.name, account.name), `${name}.json`);
}
