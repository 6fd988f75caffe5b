import { AccountBaseline } from "@archipelago/account-baseline";
import { defineAccount } from "@archipelago/account-stack";
import { logArchiveOutputs } from "@archipelago/logging";
import { organizationOutputs } from "@archipelago/organization";
import { VpcBaseline } from "@archipelago/vpc-baseline";

export default defineAccount((stack, { account, environment, organization }) => {
  const { organizationId } = stack.read(organization.accounts.management, organizationOutputs);
  new AccountBaseline(stack, "baseline", { organizationId, budget: account.budget });

  if (account.network) {
    const { flowLogBucketArn } = stack.read(organization.accounts.logArchive, logArchiveOutputs);
    new VpcBaseline(stack, "vpc", {
      ...account.network,
      nat: environment.nat,
      flowLogs: { bucketArn: flowLogBucketArn, traffic: environment.flowLogTraffic },
    });
  }
});
