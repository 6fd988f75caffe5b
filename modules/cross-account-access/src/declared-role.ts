import type { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { UserError, type Account, type Connection } from "@archipelago/account-stack";

/**
 * Refuses a role that is not the one both accounts declare.
 *
 * @throws UserError
 */
export function requireDeclaredRole(
  account: Account,
  { name, with: provider, role: declared }: Extract<Connection, { role: string }>,
  role: IamRole,
): void {
  const actual = `${(role.pathInput ?? "/").slice(1)}${role.nameInput}`;
  if (actual === declared) return;
  throw new UserError(`the role "${name}" of ${provider} is for ${declared}, not for ${actual}`, {
    where: `${account.directory}/account.json`,
    next: "declare this role, in both accounts, or use the other one",
  });
}
