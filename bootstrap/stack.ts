import { TerraformVariable } from "cdktf";
import { defineAccount, remoteState, UserError } from "@archipelago/account-stack";
import { DeploymentRoles, StateKey } from "@archipelago/deployment-roles";
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
  new DeploymentRoles(stack, "roles", {
    organization,
    account,
    accountId: stack.accountId,
    deployment: { repository, ...deployment },
  });
  // Values of these are not in git (packages/runner/src/bootstrap.ts).
  const variable = (name: string, description: string): string =>
    new TerraformVariable(stack, name, { type: "string", description, nullable: false }).stringValue;
  const managementAccountId = variable("management_account_id", "Id of the management account");
  const organizationId = variable("organization_id", "Id of the organisation; none before there is one");
  new BreakGlassRole(stack, "break-glass", { managementAccountId, region: account.region });
  if (remoteState(organization)?.encryption === "kms")
    new StateKey(stack, "state-key", { organization, organizationId });
});
