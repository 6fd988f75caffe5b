import { AccountBaseline } from "@archipelago/account-baseline";
import { defineAccount } from "@archipelago/account-stack";
import { Organization, organizationOutputs } from "@archipelago/organization";

export default defineAccount((stack, { account, accounts }) => {
  const { organizationId, rootId, accountIds } = new Organization(stack, "organization", { accounts });
  new AccountBaseline(stack, "baseline", { organizationId, budget: account.budget });
  stack.publish(organizationOutputs, { organizationId, rootId, accountIds });
});
