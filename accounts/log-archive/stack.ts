import { AccountBaseline } from "@archipelago/account-baseline";
import { defineAccount } from "@archipelago/account-stack";
import { LogArchive, logArchiveOutputs, observabilityOutputs, trailArchiveOutputs } from "@archipelago/logging";
import { organizationOutputs } from "@archipelago/organization";

export default defineAccount((stack, { account, organization: { accounts: parts } }) => {
  const { organizationId, managementAccountId, securityAccountId } = stack.read(parts.management, organizationOutputs);
  const archive = new LogArchive(stack, "archive", {
    organizationId,
    managementAccountId,
    auditorAccountId: securityAccountId,
  });
  stack.publish(logArchiveOutputs, archive);
  stack.publish(trailArchiveOutputs, archive);

  // The security account is applied after this one.
  const { sinkArns } = stack.await(parts.security, observabilityOutputs);
  new AccountBaseline(stack, "baseline", {
    organizationId,
    auditorAccountId: securityAccountId,
    configBucketName: archive.configBucketName,
    sinkArns,
    budget: account.budget,
  });
});
