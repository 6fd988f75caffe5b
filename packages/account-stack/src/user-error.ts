/** What a {@link UserError} carries besides its message. */
export interface UserErrorDetails {
  /** File, JSON path or address the error is about, for example `accounts/shop-dev/account.json: network.cidr`. */
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
