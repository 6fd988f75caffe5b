import { asUserError, UserError } from "@archipelago/account-stack/user-error";

/** Why something failed, as a user reads it. A bug of ours comes with its stack: somebody needs it to mend the bug. */
export function failureText(thrown: unknown): string {
  const error = asUserError(thrown, ".archipelago");
  if (error instanceof UserError) return error.format();
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
