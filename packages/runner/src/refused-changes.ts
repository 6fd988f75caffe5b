import { UserError } from "@archipelago/account-stack/workspace";
import type { Plan, ResourceChange } from "@archipelago/terraform";

const leaving = new Set(["delete", "replace", "forget"]);

/**
 * Refuses a plan that would take an account out of the organisation: Terraform's prevent_destroy does not see a resource
 * whose configuration is gone, which is what a deleted folder looks like.
 *
 * @param closing addresses of root users, in lower case, of accounts that are to be closed
 * @throws UserError naming the accounts
 */
export function refuseLeavingAccounts(plan: Plan, closing: ReadonlySet<string> = new Set()): void {
  const accounts = plan.changes
    .filter(({ type, kind }) => type === "aws_organizations_account" && leaving.has(kind))
    .filter((change) => change.kind !== "delete" || !closing.has(emailOf(change)))
    .map(({ before, name }) => String((before as { name?: unknown } | null)?.name ?? name));
  if (accounts.length === 0) return;
  throw new UserError(`the plan would take ${accounts.join(", ")} out of the organisation`, {
    where: accounts.map((account) => `accounts/${account}/account.json`).join(", "),
    allowed: "accounts leave by being closed, never because a folder or a line is missing",
    next: `bring the file back (git checkout main -- accounts/${accounts[0]!}); to close the account, set "lifecycle": "closing" in it`,
  });
}

/** Addresses of the root users of the accounts that a plan closes, in lower case. */
export function closedBy(plan: Pick<Plan, "changes">): string[] {
  return plan.changes
    .filter(({ type, kind }) => type === "aws_organizations_account" && kind === "delete")
    .map(emailOf);
}

function emailOf({ before }: ResourceChange): string {
  return String((before as { email?: unknown } | null)?.email).toLowerCase();
}
