import { existsSync, readFileSync, statfsSync } from "node:fs";
import { UserError } from "@archipelago/account-stack/user-error";

/** Room for an apply's journal and, when it can be saved nowhere else, its state: megabytes at most. */
const NEEDED_BYTES = 16 * 1024 * 1024;

/** Ends every zip file: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.16. */
const END_OF_ZIP = Buffer.from("PK\x05\x06", "latin1");
const LONGEST_END = 22 + 65_535;

/**
 * `plan` ends with 0 on a full disk and leaves an empty plan file, or a part of one, which `apply` would refuse with a riddle.
 * @throws UserError when there is no whole plan in the file
 */
export function assertPlanFile(file: string): void {
  const content = existsSync(file) ? readFileSync(file) : undefined;
  if (content?.subarray(-LONGEST_END).includes(END_OF_ZIP)) return;
  const problem =
    content === undefined
      ? "there is no plan file"
      : `the plan file is ${content.length === 0 ? "empty" : "cut short"}: is the disk full?`;
  throw new UserError(problem, { where: file, next: "plan again" });
}

/**
 * `show`, `output` and `state pull` end with 0 on a full disk, too, and leave a part of their answer.
 * @param where it was written
 * @returns what it says
 * @throws UserError when the answer is no whole JSON
 */
export function readAnswer(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const next = "free some space, then run the same command again";
    throw new UserError("Terraform's answer is cut short: is the disk full?", { where, next });
  }
}

/**
 * The text of a state, which is empty when there is none; see `readAnswer`.
 * @throws UserError when the text is no whole JSON
 */
export function readStateText(text: string, where: string): string {
  if (text.trim() !== "") readAnswer(text, where);
  return text;
}

/**
 * What an apply has made would be known nowhere when it can write neither journal nor state.
 * @param directory one that exists; another one is made later, and says itself that it cannot be
 * @throws UserError when its disk is nearly full
 */
export function assertSpace(directory: string): void {
  if (!existsSync(directory)) return;
  const { bavail, bsize } = statfsSync(directory);
  if (bavail * bsize >= NEEDED_BYTES) return;
  throw new UserError(`the disk is nearly full: ${Math.floor((bavail * bsize) / 1024)} KiB are free`, {
    where: directory,
    allowed: "16 MiB, for the journal of an apply and a state that can be saved nowhere else",
    next: "free some space, then run the same command again",
  });
}
