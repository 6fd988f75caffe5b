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

/** The Terraform variable that carries an account's own id: it is known only once the account exists, so never in git. */
export const accountIdVariable = "account_id";
