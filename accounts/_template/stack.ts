// What this AWS account contains. The file is the same in every account of an application: what differs between them is
// in account.json, beside it, and in environments/. You need not change anything here to get an account.
//
// Each `new Something(stack, "name", { options })` adds a group of AWS resources, which Terraform then makes. The options
// explain themselves in an editor; modules/ says what each group contains and costs. To see what would be made:
//
//   npx nx plan <your folder's name>
import { AccountBaseline } from "@archipelago/account-baseline";
import { defineAccount } from "@archipelago/account-stack";
import { logArchiveOutputs, observabilityOutputs } from "@archipelago/logging";
import { organizationOutputs } from "@archipelago/organization";
import { VpcBaseline } from "@archipelago/vpc-baseline";

export default defineAccount((stack, { account, environment, organization }) => {
  // Values that other accounts publish. They appear in no file: they are read when the plan is made.
  const management = stack.read(organization.accounts.management, organizationOutputs);
  const archive = stack.read(organization.accounts.logArchive, logArchiveOutputs);
  const { sinkArns } = stack.read(organization.accounts.security, observabilityOutputs);

  // What every account has: security switches, a record of its configuration, a budget with alerts, roles for auditors.
  new AccountBaseline(stack, "baseline", {
    organizationId: management.organizationId,
    auditorAccountId: management.securityAccountId,
    configBucketName: archive.configBucketName,
    sinkArns,
    budget: account.budget,
  });

  // A network, if account.json asks for one.
  if (account.network) {
    new VpcBaseline(stack, "vpc", {
      ...account.network,
      nat: environment.nat,
      flowLogs: { bucketArn: archive.flowLogBucketArn, traffic: environment.flowLogTraffic },
      resolverLogs: { bucketArn: archive.resolverLogBucketArn },
    });
  }

  // What your application needs goes here.
});
