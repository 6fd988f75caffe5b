import { AccountBaseline } from "@archipelago/account-baseline";
import { defineAccount } from "@archipelago/account-stack";
import { logArchiveOutputs, observabilityOutputs } from "@archipelago/logging";
import { organizationOutputs } from "@archipelago/organization";
import { PrivateDnsUse } from "@archipelago/private-dns";
import { shopConfiguration, ShopService } from "@archipelago/shop-service";
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

  const network =
    account.network &&
    new VpcBaseline(stack, "vpc", {
      ...account.network,
      nat: environment.nat,
      flowLogs: { bucketArn: archive.flowLogBucketArn, traffic: environment.flowLogTraffic },
      resolverLogs: { bucketArn: archive.resolverLogBucketArn },
    });
  if (network) new PrivateDnsUse(stack, "private-dns", { vpcId: network.vpcId });

  new ShopService(stack, "shop", {
    configuration: stack.configuration(shopConfiguration),
    organization: management,
    network,
  });
});
