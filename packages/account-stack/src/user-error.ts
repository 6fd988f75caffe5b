/** What a {@link UserError} carries besides its message. */
export interface UserErrorDetails {
  /** File, place in it or address the error is about, for example `accounts/shop-dev/account.json:10:13`. */
  readonly where?: string;
  /** What would have been accepted. */
  readonly allowed?: string;
  /** The next command or edit that mends it. */
  readonly next?: string;
}

/**
 * An error that a user of the repository can mend. It is printed without a stack trace, as what is wrong, where,
 * what is allowed and what to do next. Every other error is a bug and is printed with its stack.
 */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly details: UserErrorDetails;

  constructor(message: string, details: UserErrorDetails = {}) {
    super(message);
    this.details = details;
  }

  /** The lines a user sees. */
  format(): string {
    const { where, allowed, next } = this.details;
    const lines = [where === undefined ? this.message : `${where}: ${this.message}`];
    if (allowed !== undefined) lines.push(`  allowed: ${allowed}`);
    if (next !== undefined) lines.push(`  next: ${next}`);
    return lines.join("\n");
  }
}

// What is wrong, and what mends it.
const FILE_SYSTEM_ERRORS: Readonly<Record<string, readonly [reason: string, next: string]>> = {
  EACCES: ["no permission to read or write here", "make it writable for you"],
  EPERM: ["no permission to read or write here", "make it writable for you"],
  EROFS: ["the file system is read-only", "make it writable, or work in another clone"],
  ENOSPC: ["the disk is full", "free some space"],
  ENOTDIR: ["a part of this path is a file, not a directory", "remove the file that stands in its place"],
  EEXIST: ["is a file, not a directory", "remove the file"],
  EISDIR: ["is a directory, not a file", "remove the directory"],
};

/**
 * File system errors that a user can mend, as such; anything else as it is.
 *
 * @param where used when the error does not say which file it is about
 */
export function asUserError(error: unknown, where: string): unknown {
  const { code = "", path = where } = (error ?? {}) as { code?: string; path?: string };
  const known = FILE_SYSTEM_ERRORS[code];
  return known === undefined ? error : new UserError(`${known[0]} (${code})`, { where: path, next: known[1] });
}
