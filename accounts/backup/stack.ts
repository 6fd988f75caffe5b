import { AccountBaseline } from "@archipelago/account-baseline";
import { defineAccount } from "@archipelago/account-stack";
import { BackupCopies } from "@archipelago/backup";
import { logArchiveOutputs, observabilityOutputs } from "@archipelago/logging";
import { organizationOutputs } from "@archipelago/organization";

export default defineAccount((stack, { account, organization: { accounts: parts } }) => {
  const { organizationId, securityAccountId } = stack.read(parts.management, organizationOutputs);
  const { configBucketName } = stack.read(parts.logArchive, logArchiveOutputs);
  const { sinkArns } = stack.read(parts.security, observabilityOutputs);
  new BackupCopies(stack, "copies", { organizationId });
  new AccountBaseline(stack, "baseline", {
    organizationId,
    auditorAccountId: securityAccountId,
    configBucketName,
    sinkArns,
    budget: account.budget,
  });
});
