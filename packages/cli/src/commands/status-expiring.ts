import { UserError } from "@archipelago/account-stack/light";
import { loadWorkspace } from "@archipelago/account-stack/workspace";
import { expiringAccounts, type ExpiringAccount } from "@archipelago/runner";
import { columns } from "./columns.ts";

export interface ExpiringFlags {
  readonly days?: string;
  readonly json?: boolean;
}

/**
 * `status --expiring`: accounts whose last day is near or past.
 *
 * @param today `2027-03-31`, in UTC
 * @throws UserError for an account that is not valid: whether it expires, nobody can tell
 */
export function expiringText(
  root: string,
  names: readonly string[],
  { days = "14", json }: ExpiringFlags,
  today: string,
  organization?: string,
): string {
  const where = "status --expiring";
  if (names.length > 0)
    throw new UserError("names accounts", { where, allowed: "no names: it is about every account" });
  if (!/^\d{1,4}$/.test(days))
    throw new UserError(`"${days}" is no number of days`, { where, allowed: "0 to 9999", next: "--days 14" });
  const { members, problems } = loadWorkspace(root, organization);
  for (const problem of problems.values()) throw problem;
  const found = expiringAccounts(members.values(), today, Number(days));
  if (json) return JSON.stringify(found, null, 2);
  if (found.length === 0) return `no account expires within ${days} days`;
  return columns(
    ["ACCOUNT", "ENVIRONMENT", "OWNER", "LAST DAY", "STATE"],
    found.map((each) => [each.account, each.environment, each.owner, each.expires, stateText(each)]),
  ).join("\n");
}

function stateText({ daysLeft }: ExpiringAccount): string {
  if (daysLeft === 0) return "today is its last day";
  const days = Math.abs(daysLeft) === 1 ? "1 day" : `${Math.abs(daysLeft)} days`;
  return daysLeft < 0 ? `expired ${days} ago` : `${days} left`;
}
