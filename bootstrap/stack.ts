import { TerraformResource, TerraformVariable } from "cdktf";
import { defineAccount, remoteState, UserError } from "@archipelago/account-stack";
import { DeploymentRoles, NewAccountRole, OrganizationAccessRole, StateKey } from "@archipelago/deployment-roles";
import { BreakGlassRole } from "@archipelago/iam-baseline";

// What an account has before its first apply, under a state of its own: `archipelago bootstrap <account>` applies it with an
// administrator's rights. No account's own stack may change any of it (docs/state.md).
export default defineAccount((stack, { account, organization }) => {
  const { deployment, repository } = organization;
  if (deployment === undefined)
    throw new UserError("deployment is missing: who may plan and apply is not known", {
      where: "organization.json",
      next: `gh api repos/${repository} --jq '.id, .owner.id', then fill in repositoryId, ownerId and subject`,
    });
  const github = { repository, ...deployment };
  const roles = new DeploymentRoles(stack, "roles", {
    organization,
    account,
    accountId: stack.accountId,
    deployment: github,
  });
  // Values of these are not in git (packages/runner/src/bootstrap.ts).
  const variable = (name: string, description: string): string =>
    new TerraformVariable(stack, name, { type: "string", description, nullable: false }).stringValue;
  const managementAccountId = variable("management_account_id", "Id of the management account");
  const organizationId = variable("organization_id", "Id of the organisation; none before there is one");
  new BreakGlassRole(stack, "break-glass", { managementAccountId, region: account.region });
  if (remoteState(organization)?.encryption === "kms")
    new StateKey(stack, "state-key", { organization, organizationId });
  if (account.name === organization.accounts.management) {
    new NewAccountRole(stack, "new-accounts", { organization, account, deployment: github, github: roles.github });
    return;
  }
  const dependsOn = stack.node.findAll().filter((each) => TerraformResource.isTerraformResource(each));
  new OrganizationAccessRole(stack, "organization-access", { managementAccountId, region: account.region, dependsOn });
});
