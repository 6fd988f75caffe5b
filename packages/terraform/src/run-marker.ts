import { readdirSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { isGroupAlive } from "./alive.ts";
import { readIfExists, writeAtomic } from "./files.ts";

/** A Terraform that was started in a work directory and has not been seen to end. */
export interface RunMarker {
  /** Terraform's command. */
  readonly verb: string;
  readonly processGroup: number;
  readonly host: string;
  /** ISO 8601, UTC. */
  readonly since: string;
}

const PREFIX = "running-";

/**
 * Notes that a Terraform runs. Whoever comes after us, if we are killed, can tell whether it still does.
 * @param logs folder of the work directory's logs
 * @returns removes the note
 */
export function markRunning(logs: string, verb: string, processGroup: number): () => void {
  const file = path.join(logs, `${PREFIX}${processGroup}.json`);
  const marker: RunMarker = { verb, processGroup, host: hostname(), since: new Date().toISOString() };
  writeAtomic(file, JSON.stringify(marker));
  return () => rmSync(file, { force: true });
}

/** Terraforms of a work directory that still run; notes about those that ended are removed. */
export function stillRunning(logs: string): RunMarker[] {
  return names(logs)
    .filter((name) => name.startsWith(PREFIX) && name.endsWith(".json"))
    .flatMap((name) => {
      const marker = parse(readIfExists(path.join(logs, name)));
      if (marker !== undefined && isAlive(marker)) return [marker];
      rmSync(path.join(logs, name), { force: true });
      return [];
    });
}

function names(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function parse(text: string | undefined): RunMarker | undefined {
  try {
    return JSON.parse(text ?? "") as RunMarker;
  } catch {
    return undefined; // gone by now, or cut short with the disk full
  }
}

/** Of another machine nothing is known: a checkout may be on a shared disk. */
function isAlive({ processGroup, host }: RunMarker): boolean {
  return host !== hostname() || isGroupAlive(processGroup);
}
