import { UserError, type GuardrailException } from "@archipelago/account-stack";
import { hasStatements, type Guardrail } from "./guardrail.ts";

/**
 * Refuses exceptions that cannot hold. Whether one has expired is for `check` to say: a synthesis that looks at the
 * clock would give another plan tomorrow.
 *
 * @throws UserError naming the exception and what is wrong with it
 */
export function checkExceptions(
  exceptions: readonly GuardrailException[],
  guardrails: readonly Guardrail[],
  accounts: readonly string[],
): void {
  const rules = new Map(guardrails.map((guardrail) => [guardrail.rule, guardrail]));
  const seen = new Set<string>();
  for (const exception of exceptions) {
    const { rule, account, reason, expires } = exception;
    const where = `exception from ${rule} for ${account}`;
    const guardrail = rules.get(rule);
    if (guardrail === undefined) {
      throw new UserError(`there is no guardrail ${rule}`, { where, allowed: [...rules.keys()].sort().join(", ") });
    }
    if (!hasStatements(guardrail)) {
      throw new UserError(`a ${guardrail.type} is inherited as a whole and has no exceptions`, {
        where,
        next: `attach ${rule} to units or accounts that leave ${account} out`,
      });
    }
    if (!accounts.includes(account)) {
      throw new UserError(`there is no account ${account}`, { where, allowed: [...accounts].sort().join(", ") });
    }
    if (reason.trim() === "") {
      throw new UserError("an exception needs a reason", { where, next: 'say why: reason: "..."' });
    }
    if (!isDay(expires)) {
      throw new UserError(`${expires === "" ? "nothing" : `"${expires}"`} is not a day`, {
        where,
        allowed: "the last day of the exception, 2027-03-31",
      });
    }
    if (seen.has(`${rule} ${account}`)) throw new UserError("the exception is there twice", { where });
    seen.add(`${rule} ${account}`);
  }
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
