// What this AWS account contains. The file is the same in every account of an application: what differs between them is
// in account.json, beside it, and in environments/. You need not change anything here to get an account.
//
// Each `new Something(stack, "name", { options })` adds a group of AWS resources, which Terraform then makes. The options
// explain themselves in an editor; modules/ says what each group contains and costs. To see what would be made:
//
//   npx nx plan <your folder's name>
import { AccountBaseline } from "@archipelago/account-baseline";
import { defineAccount } from "@archipelago/account-stack";
import { logArchiveOutputs } from "@archipelago/logging";
import { organizationOutputs } from "@archipelago/organization";
import { VpcBaseline } from "@archipelago/vpc-baseline";

export default defineAccount((stack, { account, environment, organization }) => {
  // A value that another account publishes. It appears in no file: it is read when the plan is made.
  const { organizationId } = stack.read(organization.accounts.management, organizationOutputs);

  // What every account has: security switches, a budget with alerts, roles for the security team.
  new AccountBaseline(stack, "baseline", { organizationId, budget: account.budget });

  // A network, if account.json asks for one.
  if (account.network) {
    const { flowLogBucketArn } = stack.read(organization.accounts.logArchive, logArchiveOutputs);
    new VpcBaseline(stack, "vpc", {
      ...account.network,
      nat: environment.nat,
      flowLogs: { bucketArn: flowLogBucketArn, traffic: environment.flowLogTraffic },
    });
  }

  // What your application needs goes here.
});
