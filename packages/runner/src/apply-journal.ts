import fs from "node:fs";
import path from "node:path";
import type { Account } from "@archipelago/account-stack/workspace";
import { readJournal, type Json, type JsonObject, type JournalLine, type Plan } from "@archipelago/terraform";
import writeFileAtomic from "write-file-atomic";
import { paths } from "./paths.ts";
import type { Session } from "./session.ts";

/** Where the value of an attribute comes from that is known only after apply: an attribute of another resource. */
export interface Reference {
  readonly address: string;
  readonly attribute: string;
}

/** A resource that an apply was to create. */
export interface PlannedCreation {
  readonly type: string;
  /** What the plan knew, without what is sensitive. */
  readonly values: JsonObject;
  readonly references: Readonly<Record<string, Reference>>;
}

/** An apply that was started and has not been seen to succeed. */
export interface StartedApply {
  /** The note itself: removing it forgets what the apply made. */
  readonly file: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** What it was to create, by address. */
  readonly creations: Readonly<Record<string, PlannedCreation>>;
  /** What Terraform wrote, one event a line (`apply -json`). */
  readonly journal: readonly JournalLine[];
}

/** The note of an apply; Terraform's journal has the same name among the logs, ending in .jsonl. */
interface Note extends Pick<StartedApply, "time" | "creations"> {
  readonly format: 1;
}

/**
 * Notes what an apply is about to create. Terraform that is killed has made what no state knows: its journal says what,
 * and this note what import ids are made of.
 *
 * @returns file for Terraform's journal, and what to call when the apply has succeeded
 */
export function noteApply(
  { workspace }: Session,
  account: Account,
  plan: Plan,
  configuration: string,
): { readonly journal: string; readonly forget: () => void } {
  const { logs, journals } = paths(workspace.root);
  const directory = journals(workspace.organization.name, account.name);
  const time = new Date().toISOString();
  const name = `apply-${time.replaceAll(":", "-")}`;
  const file = path.join(directory, `${name}.json`);
  const note: Note = { format: 1, time, creations: creationsOf(plan, configuration) };
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeFileAtomic.sync(file, JSON.stringify(note), { mode: 0o600 });
  return { journal: path.join(logs(account.name), `${name}.jsonl`), forget: () => fs.rmSync(file) };
}

/** Applies that were not seen to succeed, oldest first. */
export function startedApplies({ workspace }: Session, account: Account): StartedApply[] {
  const directory = paths(workspace.root).journals(workspace.organization.name, account.name);
  const names = fs.existsSync(directory) ? fs.readdirSync(directory).filter((name) => name.endsWith(".json")) : [];
  return names.sort().map((name) => {
    const file = path.join(directory, name);
    const { time, creations } = JSON.parse(fs.readFileSync(file, "utf8")) as Note;
    // Terraform was never started when there is none.
    const journal = path.join(paths(workspace.root).logs(account.name), `${name}l`);
    const text = fs.existsSync(journal) ? fs.readFileSync(journal, "utf8") : "";
    return { file, time, creations, journal: readJournal(text) };
  });
}

/** To be called when all that these applies made is in the state. Their journals stay: they are logs. */
export function forgetApplies(applies: readonly StartedApply[]): void {
  for (const { file } of applies) fs.rmSync(file, { force: true });
}

function creationsOf({ changes }: Plan, configuration: string): StartedApply["creations"] {
  const created = changes.filter(({ mode, actions }) => mode === "managed" && actions.includes("create"));
  const { resource = {} } = JSON.parse(configuration) as { resource?: Record<string, Record<string, JsonObject>> };
  return Object.fromEntries(
    created.map(({ address, type, name, after, afterUnknown, afterSensitive }) => {
      const values = Object.entries(after as JsonObject).filter(
        ([attribute, value]) =>
          value !== null && !hasMark(afterUnknown, attribute) && !hasMark(afterSensitive, attribute),
      );
      const references = Object.entries(resource[type]?.[name] ?? {}).flatMap(([attribute, value]) => {
        const reference = referenceOf(value, address);
        return reference === undefined ? [] : [[attribute, reference] as const];
      });
      const creation: PlannedCreation = {
        type,
        values: Object.fromEntries(values),
        references: Object.fromEntries(references),
      };
      return [address, creation];
    }),
  );
}

/** Whether a mark of the plan's covers any part of an attribute. */
function hasMark(marks: Json, attribute: string): boolean {
  const mark = (marks as JsonObject)[attribute];
  return mark !== undefined && JSON.stringify(mark).includes("true");
}

/** An expression that is one attribute of one resource, for example `${aws_vpc.main[0].id}`. */
function referenceOf(value: Json, address: string): Reference | undefined {
  if (typeof value !== "string") return undefined;
  const key = /\[(.*)\]$/.exec(address)?.[1] ?? "";
  const expression = value.replace(/\b(each\.key|count\.index)\b/g, key);
  const [, resource, attribute] = /^\$\{(\w+\.[\w-]+(?:\[(?:\d+|"[^"]*")\])?)\.(\w+)\}$/.exec(expression) ?? [];
  return resource === undefined || attribute === undefined ? undefined : { address: resource, attribute };
}
