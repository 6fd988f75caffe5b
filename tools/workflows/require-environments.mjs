// GitHub makes an environment that a job names and that does not exist, without anybody's approval. So it must exist.
import { fail, github } from "./github.mjs";

/**
 * @param {string[]} accounts
 * @returns {Promise<string[]>} those without a GitHub environment of their name
 */
export async function missingEnvironments(accounts, { ask }) {
  const missing = [];
  for (const account of accounts)
    if ((await ask(`environments/${encodeURIComponent(account)}`)) === undefined) missing.push(account);
  return missing;
}

if (process.argv[1] === import.meta.filename) {
  const { ROUNDS, NEW_ROUNDS = "[]", BOOTSTRAP } = process.env;
  const accountsOf = (rounds) => JSON.parse(rounds).flatMap(({ include }) => include.map(({ account }) => account));
  const fresh = accountsOf(NEW_ROUNDS);
  const bootstraps = fresh.length > 0 || BOOTSTRAP === "true";
  try {
    const names = [...accountsOf(ROUNDS), ...fresh, ...(bootstraps ? ["new_accounts"] : [])];
    const missing = await missingEnvironments(names, github(process.env));
    if (missing.length > 0)
      throw new Error(
        `no GitHub environment: ${missing.join(", ")}. An account is applied in the environment of its name, and new ones are bootstrapped in new_accounts, which say who approves: make it first (docs/delivery.md)`,
      );
  } catch (error) {
    fail(error);
  }
}
