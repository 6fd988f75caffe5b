import { applyOrder, UserError, type Account } from "@archipelago/account-stack/workspace";
import type { Session } from "./session.ts";

/**
 * Refuses to empty an account while one that needs it, and closes too, still holds resources.
 *
 * @throws UserError naming that one
 */
export async function refuseBeforeDependents(session: Session, account: Account): Promise<void> {
  for (const name of applyOrder(session.workspace.accounts).get(account.name) ?? []) {
    const left = (await session.states.resources(session.workspace.accounts.get(name)!)).length;
    if (left === 0) continue;
    throw new UserError(`${name}, which needs ${account.name}, still holds ${left} resources`, {
      where: account.name,
      next: `empty it first: npx nx apply ${name}`,
    });
  }
}
