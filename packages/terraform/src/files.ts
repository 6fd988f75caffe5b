import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

let counter = 0;

/** A name next to `file` that nobody else uses. */
export function siblingName(file: string, suffix = "tmp"): string {
  counter += 1;
  return `${file}.${process.pid}.${counter}.${suffix}`;
}

/**
 * Replaces a file in one step: a reader sees the old text or the new one. Not flushed to the disk: what is written
 * here is compared or checked when it is read again.
 */
export function writeAtomic(file: string, text: string, mode = 0o600): void {
  const temporary = siblingName(file);
  try {
    writeFileSync(temporary, text, { mode, flag: "wx" });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** The text of a file; undefined when there is none. */
export function readIfExists(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
