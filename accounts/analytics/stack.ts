import { AccountBaseline } from "@archipelago/account-baseline";
import { defineAccount } from "@archipelago/account-stack";
import { ApplicationRole } from "@archipelago/configuration";
import { connectedAccounts, CrossAccountRoleUse } from "@archipelago/cross-account-access";
import { logArchiveOutputs, observabilityOutputs } from "@archipelago/logging";
import { organizationOutputs } from "@archipelago/organization";
import { PrivateDnsUse } from "@archipelago/private-dns";
import { KeyUse } from "@archipelago/shared-keys";
import { VpcBaseline } from "@archipelago/vpc-baseline";

export default defineAccount((stack, { account, environment, organization }) => {
  const management = stack.read(organization.accounts.management, organizationOutputs);
  const archive = stack.read(organization.accounts.logArchive, logArchiveOutputs);
  const { sinkArns } = stack.read(organization.accounts.security, observabilityOutputs);

  new AccountBaseline(stack, "baseline", {
    organizationId: management.organizationId,
    auditorAccountId: management.securityAccountId,
    configBucketName: archive.configBucketName,
    sinkArns,
    budget: account.budget,
  });

  if (account.network) {
    const vpc = new VpcBaseline(stack, "vpc", {
      ...account.network,
      nat: environment.nat,
      flowLogs: { bucketArn: archive.flowLogBucketArn, traffic: environment.flowLogTraffic },
      resolverLogs: { bucketArn: archive.resolverLogBucketArn },
    });
    new PrivateDnsUse(stack, "private-dns", { vpcId: vpc.vpcId });
  }

  // Which shops' orders the report reads is said in account.json.
  const report = new ApplicationRole(stack, "report", { name: "orders-report", service: "ecs-tasks.amazonaws.com" });
  new KeyUse(stack, "keys", { role: report.role });
  const shops = { kind: "role", name: "orders", side: "consumer" } as const;
  for (const provider of connectedAccounts(stack, shops)) {
    new CrossAccountRoleUse(stack, `orders-of-${provider}`, { name: "orders", provider, role: report.role });
  }
});
