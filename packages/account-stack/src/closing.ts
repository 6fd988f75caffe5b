import type { JsonFile } from "./json-file.ts";
import { listed } from "./nearest.ts";
import type { Account, Organization } from "./organization.ts";
import type { AccountFile } from "./schema/account.ts";
import { UserError } from "./user-error.ts";

/** Ways in which one account needs another, as a reader is told. */
const needs: Readonly<Record<string, (account: Account, other: string) => boolean>> = {
  "depends on it": ({ dependsOn }, other) => dependsOn.includes(other),
  "is promoted from it": ({ promoteFrom }, other) => promoteFrom === other,
  "reads from it": ({ reads }, other) => Object.hasOwn(reads, other),
  "is connected with it": ({ connections }, other) => connections.some((connection) => connection.with === other),
};

/**
 * Why an account cannot be closed: accounts that stay need it, or it is the management account.
 *
 * @param file the account's own, for the place
 */
export function closingProblem(
  account: Account,
  accounts: ReadonlyMap<string, Account>,
  organization: Organization,
  { at }: JsonFile<AccountFile>,
): UserError | undefined {
  if (account.name === organization.accounts.management)
    return new UserError("lifecycle: the management account cannot be closed: the organisation would end with it", {
      where: at("lifecycle"),
      allowed: '"active"',
    });
  const staying = [...accounts.values()].flatMap((other) => {
    const way = other.lifecycle === "active" && other !== account ? wayOf(other, account.name) : undefined;
    return way === undefined ? [] : [`${other.name} (${way})`];
  });
  if (staying.length === 0) return undefined;
  return new UserError(`lifecycle: ${account.name} cannot be closed while it is needed: ${listed(staying)}`, {
    where: at("lifecycle"),
    next: `take ${account.name} out of their account.json or environment and apply that first, or close them too`,
  });
}

function wayOf(account: Account, other: string): string | undefined {
  return Object.keys(needs).find((way) => needs[way]!(account, other));
}
