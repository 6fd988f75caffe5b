import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Readable by its owner only: simulated clouds hold what was configured, passwords too. */
const MODE = 0o600;

/**
 * Writes a file so that a reader sees the old content or the new, never a part. Nothing is forced to the disk: after a
 * power cut the simulated cloud may be gone, and is made again by apply. Creates the folder when it is absent.
 */
export function writeAtomically(file: string, content: string): void {
  const temporary = writeTemporary(file, content);
  try {
    renameSync(temporary, file);
  } catch (error) {
    unlinkSync(temporary);
    throw error;
  }
}

/** The same, but only when the file does not exist. Returns whether it was created. Two creators: one wins. */
export function createExclusively(file: string, content: string): boolean {
  const temporary = writeTemporary(file, content);
  try {
    linkSync(temporary, file);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    unlinkSync(temporary);
  }
}

/** Whether an error carries this system error code, for example `ENOENT`. */
export function hasCode(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === code;
}

function writeTemporary(file: string, content: string): string {
  const directory = path.dirname(file);
  const temporary = path.join(directory, `.${randomBytes(6).toString("hex")}.tmp`);
  try {
    writeFileSync(temporary, content, { mode: MODE });
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
    mkdirSync(directory, { recursive: true });
    writeFileSync(temporary, content, { mode: MODE });
  }
  return temporary;
}
