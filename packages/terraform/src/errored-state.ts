import { lstatSync, readdirSync } from "node:fs";
import path from "node:path";
import { UserError } from "@archipelago/account-stack/user-error";
import { readJournal } from "./diagnostics.ts";
import { readIfExists } from "./files.ts";
import { canonicalJson, isObject } from "./json.ts";
import type { Json, JsonObject } from "./json.ts";

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

/** Whether saving a state over what the remote holds loses nothing. */
export type Comparison = "newer" | "same" | "older" | "unrelated";

/** @param remote undefined when there is none */
export function compareStates(state: StateText, remote: StateText | undefined): Comparison {
  if (remote === undefined) return "newer";
  if (remote.lineage !== state.lineage) return "unrelated";
  if (remote.serial < state.serial) return "newer";
  // `state push` raises the serial by one.
  return content(remote) === content(state) ? "same" : "older";
}

function content({ text }: StateText): string {
  const { resources = null, outputs = null } = JSON.parse(text) as { resources?: Json; outputs?: Json };
  return canonicalJson(isObject(outputs) ? { resources, outputs } : { resources, outputs: {} });
}

/** Saving would lose something: only a person can say what. */
export function erroredStateConflict(
  file: string,
  errored: StateText,
  remote: StateText,
  comparison: "older" | "unrelated",
): UserError {
  const why =
    comparison === "unrelated"
      ? `belongs to another state (lineage ${errored.lineage}, the remote has ${remote.lineage})`
      : `has serial ${errored.serial}, and the remote has moved on to ${remote.serial}`;
  return new UserError(`an earlier apply could not save its state, and what it left ${why}`, {
    where: file,
    next: `compare the two (terraform -chdir=${path.dirname(file)} state pull); to take the one here, whatever the remote holds: terraform -chdir=${path.dirname(file)} state push -force ${path.basename(file)}; then rm ${file}`,
  });
}
