import type { Rule } from "../finding.ts";

/**
 * Accounts an organisation may have before AWS is asked for more.
 *
 * Source: AWS Organizations User Guide, "Quotas and service limits", read 2026-11. New organisations may get less.
 */
export const defaultAccountQuota = 10;

/** Closed accounts count for another 90 days; what is left of them here is a tombstone that never goes away. */
export const accountQuota: Rule = {
  name: "account-quota",
  holds: "AWS lets the organisation have as many accounts as there are folders.",
  find: ({ account }, { organization, members }) => {
    if (account.name !== organization.accounts.management) return [];
    const quota = organization.accountQuota ?? defaultAccountQuota;
    const count = members.filter(({ lifecycle }) => lifecycle !== "closed").length;
    if (count <= quota) return [];
    return [
      {
        where: "accounts/",
        message: `${count} accounts, and the organisation's quota is ${quota}`,
        next: "ask Service Quotas in us-east-1 for more accounts, then set accountQuota in organization.json",
      },
    ];
  },
};
