import { AccountBaseline } from "@archipelago/account-baseline";
import { defineAccount } from "@archipelago/account-stack";
import { logArchiveOutputs, ObservabilitySink, observabilityOutputs } from "@archipelago/logging";
import { organizationOutputs } from "@archipelago/organization";
import { SharedKeys } from "@archipelago/shared-keys";
import { SecurityServices, securityDelegationOutputs } from "@archipelago/security-services";

export default defineAccount((stack, { account, organization: { accounts: parts } }) => {
  const { organizationId, rootId, securityAccountId } = stack.read(parts.management, organizationOutputs);
  const { configBucketName } = stack.read(parts.logArchive, logArchiveOutputs);
  const { securityAdministrator } = stack.await(parts.management, securityDelegationOutputs);
  new AccountBaseline(stack, "baseline", {
    organizationId,
    auditorAccountId: securityAccountId,
    configBucketName,
    budget: account.budget,
  });
  new SecurityServices(stack, "security", { rootId, designated: securityAdministrator });
  // Keys for data that several accounts handle, as account.json says who uses them.
  new SharedKeys(stack, "keys", { organizationId });
  const { sinkArns } = new ObservabilitySink(stack, "observability", { organizationId });
  stack.publish(observabilityOutputs, { sinkArns });
});
