import { AccountBaseline } from "@archipelago/account-baseline";
import { defineAccount } from "@archipelago/account-stack";
import { ImageRepositories } from "@archipelago/container-images";
import { logArchiveOutputs, observabilityOutputs } from "@archipelago/logging";
import { organizationOutputs } from "@archipelago/organization";
import { PrivateDns, privateDnsOutputs } from "@archipelago/private-dns";
import { TransitGateway } from "@archipelago/transit-gateway";
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

  // A repository for each application, as account.json says who pulls from it.
  new ImageRepositories(stack, "images", { organizationId: management.organizationId });

  if (account.network) {
    const vpc = new VpcBaseline(stack, "vpc", {
      ...account.network,
      nat: environment.nat,
      flowLogs: { bucketArn: archive.flowLogBucketArn, traffic: environment.flowLogTraffic },
      resolverLogs: { bucketArn: archive.resolverLogBucketArn },
    });
    // Nothing until an account attaches its network: by a `transit` connection.
    new TransitGateway(stack, "transit", { vpc });
    const dns = new PrivateDns(stack, "private-dns", { vpcId: vpc.vpcId, organization: management });
    stack.publish(privateDnsOutputs, dns.outputs);
  }
});
