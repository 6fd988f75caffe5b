import { AccountBaseline } from "@archipelago/account-baseline";
import { defineAccount } from "@archipelago/account-stack";
import { LogArchive, logArchiveOutputs } from "@archipelago/logging";
import { organizationOutputs } from "@archipelago/organization";

export default defineAccount((stack, { account, organization }) => {
  const { organizationId } = stack.read(organization.accounts.management, organizationOutputs);
  new AccountBaseline(stack, "baseline", { organizationId, budget: account.budget });
  const { flowLogBucketArn } = new LogArchive(stack, "archive", { organizationId });
  stack.publish(logArchiveOutputs, { flowLogBucketArn });
});
