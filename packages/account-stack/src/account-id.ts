import { createHash } from "node:crypto";

/**
 * The account id the simulated cloud gives to an e-mail address: 12 digits, the same on every machine.
 *
 * On AWS an id exists only after CreateAccount. Offline it is a pure function, shared by the simulated
 * CreateAccount and the loader, so that a folder that was just copied can be planned in full.
 */
export function offlineAccountId(email: string): string {
  const digest = createHash("sha256").update(email.trim().toLowerCase()).digest();
  // A first digit of 1-9 keeps ids at 12 digits wherever a tool reads them as numbers.
  return String(100_000_000_000n + (digest.readBigUInt64BE(0) % 900_000_000_000n));
}

/** The Terraform variable by which the management account's stack is told how far the closing of accounts has come. */
export const closingVariable = "closing_accounts";

/**
 * How far the closing of an account has come. `holding`: its stack still has resources. `emptied`: it has none, so the
 * account belongs into the unit of accounts that wait. `leaving`: it is there, so it can be closed, or is.
 */
export type ClosingStep = "holding" | "emptied" | "leaving";

/** The Terraform variable that carries an account's own id: it is known only once the account exists, so never in git. */
export const accountIdVariable = "account_id";
