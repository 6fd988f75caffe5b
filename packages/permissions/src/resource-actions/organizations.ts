import type { ResourceActionsTable } from "./resource-actions.ts";

const organizations = "arn:{partition}:organizations::{management}";
const root = `${organizations}:root/{organization}/r-exam`;
const unit = `${organizations}:ou/{organization}/ou-exam-01234567`;
const member = `${organizations}:account/{organization}/{account}`;
const policy = `${organizations}:policy/{organization}/service_control_policy/p-01234567`;

/**
 * AWS Organizations: called in the management account only.
 *
 * Read 2026-11: terraform-provider-aws internal/service/organizations/organization.go.
 */
export const organizationResources: ResourceActionsTable = {
  aws_organizations_account: {
    on: [member, unit, root, "arn:{partition}:account::{management}:account/{organization}/{account}"],
    create: `organizations:CreateAccount organizations:DescribeCreateAccountStatus organizations:MoveAccount
      organizations:TagResource`,
    read: "organizations:DescribeAccount organizations:ListParents organizations:ListTagsForResource",
    update: `organizations:MoveAccount organizations:TagResource organizations:UntagResource
      account:PutAccountName`,
    // Terraform would close it or let it go. Neither may happen by a plan: every account has prevent_destroy.
    delete: "",
  },
  aws_organizations_delegated_administrator: {
    on: [member],
    create: "organizations:RegisterDelegatedAdministrator",
    read: "organizations:ListDelegatedAdministrators",
    update: "",
    delete: "organizations:DeregisterDelegatedAdministrator",
    context: { "organizations:ServicePrincipal": "{service_principal}" },
  },
  aws_organizations_organization: {
    on: [root],
    create: `organizations:CreateOrganization organizations:EnableAllFeatures organizations:EnableAWSServiceAccess
      organizations:EnablePolicyType`,
    read: `organizations:DescribeOrganization organizations:ListAccounts organizations:ListRoots
      organizations:ListAWSServiceAccessForOrganization`,
    update: `organizations:EnableAWSServiceAccess organizations:DisableAWSServiceAccess
      organizations:EnablePolicyType organizations:DisablePolicyType`,
    delete: "organizations:DeleteOrganization",
    serviceRole: "organizations.amazonaws.com",
  },
  aws_organizations_organizational_unit: {
    on: [unit, root],
    create: "organizations:CreateOrganizationalUnit organizations:TagResource",
    read: `organizations:DescribeOrganizationalUnit organizations:ListAccountsForParent organizations:ListParents
      organizations:ListTagsForResource`,
    update: "organizations:UpdateOrganizationalUnit organizations:TagResource organizations:UntagResource",
    delete: "organizations:DeleteOrganizationalUnit",
  },
  aws_organizations_policy: {
    on: [policy],
    create: "organizations:CreatePolicy organizations:TagResource",
    read: "organizations:DescribePolicy organizations:ListTagsForResource",
    update: "organizations:UpdatePolicy organizations:TagResource organizations:UntagResource",
    delete: "organizations:DeletePolicy",
    context: { "organizations:PolicyType": "{type}" },
  },
  aws_organizations_policy_attachment: {
    on: [policy, unit],
    create: "organizations:AttachPolicy",
    read: "organizations:ListTargetsForPolicy",
    update: "",
    delete: "organizations:DetachPolicy",
    context: { "organizations:PolicyType": "{policy_id.type}" },
  },
};
