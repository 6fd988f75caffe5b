import type { OrganizationAccount } from "@archipelago/account-stack/workspace";

/** An account whose last day is near or past. */
export interface ExpiringAccount {
  readonly account: string;
  /** Whom to tell. */
  readonly owner: string;
  readonly environment: string;
  /** Last day, `2027-03-31`. */
  readonly expires: string;
  /** 0 on the last day, negative after it. */
  readonly daysLeft: number;
  readonly state: "expiring" | "expired";
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Accounts that expire within some days, and those that have expired, the first to expire first. What is being closed,
 * or is closed, is left out: nobody has to be told.
 *
 * @param today `2027-03-31`, in UTC
 * @param days how many days ahead are near
 */
export function expiringAccounts(
  accounts: Iterable<OrganizationAccount>,
  today: string,
  days: number,
): ExpiringAccount[] {
  return [...accounts]
    .flatMap(({ name, owner, environment, expires, lifecycle }): ExpiringAccount[] => {
      if (expires === undefined || lifecycle !== "active") return [];
      // Days of the calendar in UTC: none of them has 23 or 25 hours.
      const daysLeft = (Date.parse(expires) - Date.parse(today)) / dayMs;
      if (daysLeft > days) return [];
      return [{ account: name, owner, environment, expires, daysLeft, state: daysLeft < 0 ? "expired" : "expiring" }];
    })
    .sort((one, other) => one.daysLeft - other.daysLeft || (one.account < other.account ? -1 : 1));
}
