import { lstatSync, readdirSync } from "node:fs";
import path from "node:path";
import { UserError } from "@archipelago/account-stack/user-error";
import { readJournal } from "./diagnostics.ts";
import { readIfExists } from "./files.ts";
import { canonicalJson, isObject } from "./json.ts";
import type { Json, JsonObject } from "./json.ts";
import { resourceNames, stateResources } from "./state-resources.ts";

/** A whole state, as a file or the remote has it. */
export interface StateText {
  readonly text: string;
  readonly lineage: string;
  readonly serial: number;
}

/** Where Terraform puts a state that it cannot save. */
export function erroredStateFile(directory: string): string {
  return path.join(directory, "errored.tfstate");
}

/** Whether an earlier apply could not save its state. */
export function hasErroredState(directory: string): boolean {
  return lstatSync(erroredStateFile(directory), { throwIfNoEntry: false }) !== undefined;
}

/**
 * The state that an earlier apply could not save: from errored.tfstate, or from the apply's journal, where Terraform
 * writes it when it cannot write that file either (a full disk leaves it empty).
 * @throws UserError when it is nowhere
 */
export function readErroredState(directory: string, logs: string): StateText {
  const file = erroredStateFile(directory);
  const state = parseState(readIfExists(file)) ?? dumpedState(logs);
  if (state !== undefined) return state;
  throw new UserError("holds no state, and the journal of the last apply has none either (was the disk full?)", {
    where: file,
    next: `rm ${file}, then apply again: what the journal says was made is taken over`,
  });
}

/** @returns undefined for a text that is no state */
export function parseState(text: string | undefined): StateText | undefined {
  try {
    const { lineage, serial } = JSON.parse(text ?? "") as JsonObject;
    return typeof lineage === "string" && typeof serial === "number" ? { text: text!, lineage, serial } : undefined;
  } catch {
    return undefined;
  }
}

/** Terraform's "Emergency state dump" in the newest journal. */
function dumpedState(logs: string): StateText | undefined {
  const newest = readdirSync(logs)
    .filter((name) => /^apply-.*\.jsonl$/.test(name))
    .sort()
    .at(-1);
  if (newest === undefined) return undefined;
  const lines = readJournal(readIfExists(path.join(logs, newest)) ?? "");
  const dump = lines.map(({ state }) => state).filter((state): state is Json => state !== undefined);
  return parseState(dump.length === 0 ? undefined : JSON.stringify(dump.at(-1)));
}

/** Whether the remote holds this state. Its serial may be another one: `state push` raises it. */
export function isSaved(state: StateText, remote: StateText | undefined): boolean {
  return remote?.lineage === state.lineage && content(remote) === content(state);
}

function content({ text }: StateText): string {
  const { resources = null, outputs = null } = JSON.parse(text) as { resources?: Json; outputs?: Json };
  return canonicalJson(isObject(outputs) ? { resources, outputs } : { resources, outputs: {} });
}

/**
 * Why saving a state over the remote one would lose something; undefined when it would not. The serial alone does not
 * say so: Terraform raises it before every attempt to save, failed ones too. The resources do: all that an apply saves
 * on its way has those it both begins and ends with, and none but those it begins or ends with.
 *
 * @param remote undefined when there is none
 * @param before what the apply began with, as {@link resourceNames}. Without it, what the apply destroyed may look as if
 *   somebody else had made it
 */
export function whyNotSave(
  state: StateText,
  remote: StateText | undefined,
  before: readonly string[],
): string | undefined {
  if (remote === undefined) return undefined;
  if (remote.lineage !== state.lineage)
    return `belongs to another state (lineage ${state.lineage}, the remote has ${remote.lineage})`;
  if (remote.serial >= state.serial)
    return `has serial ${state.serial}, and the remote has moved on to ${remote.serial}`;
  const [ours, theirs] = [names(state), names(remote)];
  const foreign = [
    ...theirs.filter((name) => !ours.includes(name) && !before.includes(name)).map((name) => `made ${name}`),
    ...before.filter((name) => ours.includes(name) && !theirs.includes(name)).map((name) => `removed ${name}`),
  ];
  if (foreign.length === 0) return undefined;
  const more = foreign.length > NAMED ? ` and ${foreign.length - NAMED} more` : "";
  return `does not follow what the remote holds by now: somebody else has ${foreign.slice(0, NAMED).join(", ")}${more}`;
}

const NAMED = 5;

function names({ text }: StateText): string[] {
  return resourceNames(stateResources(text));
}

/** Saving would lose something: only a person can say what. @param why of {@link whyNotSave} */
export function erroredStateConflict(file: string, why: string): UserError {
  const terraform = `terraform -chdir=${path.dirname(file)}`;
  return new UserError(`an earlier apply could not save its state, and what it left ${why}`, {
    where: file,
    next: `compare the two (${terraform} state pull); to keep the remote's: rm ${file}, then apply again: what the journal says was made is taken over; to take the one here, whatever the remote holds: ${terraform} state push -force ${path.basename(file)}; then rm ${file}`,
  });
}
