import { AccountBaseline } from "@archipelago/account-baseline";
import { defineAccount } from "@archipelago/account-stack";
import { AuditTrail } from "@archipelago/audit-trail";
import { backupPlans, BackupSwitches } from "@archipelago/backup";
import { CostControls, DataExport } from "@archipelago/cost-controls";
import { Guardrails } from "@archipelago/guardrails";
import { IdentityCenter } from "@archipelago/identity-center";
import { logArchiveOutputs, observabilityOutputs, trailArchiveOutputs } from "@archipelago/logging";
import { Organization, organizationOutputs } from "@archipelago/organization";
import { OrganizationSharing } from "@archipelago/resource-sharing";
import { SecurityDelegation, securityDelegationOutputs } from "@archipelago/security-services";
import { QuotaTemplate } from "@archipelago/service-quotas";
import { additional, exceptions, trial } from "./guardrails.ts";

export default defineAccount((stack, { account, accounts, organization: configuration }) => {
  const { accounts: parts } = configuration;
  const organization = new Organization(stack, "organization", { accounts });
  const { organizationId, accountIds, outputs } = organization;
  stack.publish(organizationOutputs, outputs);

  new OrganizationSharing(stack, "sharing", { dependsOn: [organization.resource] });
  new BackupSwitches(stack, "backups", { dependsOn: [organization.resource] });
  new Guardrails(stack, "guardrails", {
    ...organization,
    exceptions,
    additional: [...backupPlans({ organization: configuration, accountIds }), ...additional],
    trial,
  });

  // What new accounts may have more of; what the organisation spends.
  // Standard tags become cost allocation tags with `costAllocationTags: true`, a day after the first apply.
  new QuotaTemplate(stack, "quotas", { dependsOn: [organization.resource] });
  new CostControls(stack, "costs", { accounts, accountIds, organizationId });
  new DataExport(stack, "cost-data");

  // The security account looks after the whole organisation.
  const { securityAdministrator } = new SecurityDelegation(stack, "security", {
    securityAccountId: outputs.securityAccountId,
  });
  stack.publish(securityDelegationOutputs, { securityAdministrator });

  // Who has what where; what a team has in its own account is in that account's account.json.
  new IdentityCenter(stack, "access", {
    accounts,
    accountIds,
    organizationId,
    everywhere: { "team-security": ["SecurityAudit"], "team-platform": ["ReadOnly"] },
  });

  // These two are applied after this account, so their outputs are awaited.
  const trail = stack.await(parts.logArchive, trailArchiveOutputs);
  const { configBucketName } = stack.await(parts.logArchive, logArchiveOutputs);
  const { sinkArns } = stack.await(parts.security, observabilityOutputs);
  new AuditTrail(stack, "trail", { organizationId, bucketName: trail.trailBucketName, keyArn: trail.trailKeyArn });
  new AccountBaseline(stack, "baseline", {
    organizationId,
    auditorAccountId: outputs.securityAccountId,
    configBucketName,
    awaitsConfigBucket: true,
    sinkArns,
    budget: account.budget,
  });
});
