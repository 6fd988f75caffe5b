import { UserError } from "./user-error.ts";

/** What a module takes instead of a protection: going without it is allowed, going without saying why is not. */
export interface OptOut {
  /** For the person who reviews the change: why this account goes without. */
  readonly reason: string;
}

/**
 * True when `value` opts out.
 *
 * @param what the protection, for the message
 * @throws UserError when the reason is blank
 */
export function isOptOut(value: object | undefined, what: string): value is OptOut {
  if (value === undefined || !("reason" in value)) return false;
  if (typeof value.reason !== "string" || value.reason.trim() === "") {
    throw new UserError(`${what} is switched off without a reason`, {
      next: 'say why: { reason: "..." }',
    });
  }
  return true;
}
