import type { ResourceActionsTable } from "./resource-actions.ts";

const iam = "arn:{partition}:iam::{account}";
const roleOfPolicy = `${iam}:role{role.path:/}{role.name:example}`;

/**
 * Taking a role's permission boundary away (iam:DeleteRolePermissionsBoundary) is left out of `aws_iam_role`: nothing in
 * an account may do that, so the stack that tries it is meant to fail.
 *
 * The calls are those of terraform-provider-aws internal/service/iam.
 */
export const iamResources: ResourceActionsTable = {
  aws_iam_account_alias: {
    on: [],
    create: "iam:CreateAccountAlias",
    read: "iam:ListAccountAliases",
    update: "",
    delete: "iam:DeleteAccountAlias",
  },
  aws_iam_account_password_policy: {
    on: [],
    create: "iam:UpdateAccountPasswordPolicy",
    read: "iam:GetAccountPasswordPolicy",
    update: "iam:UpdateAccountPasswordPolicy",
    delete: "iam:DeleteAccountPasswordPolicy",
  },
  aws_iam_openid_connect_provider: {
    on: [`${iam}:oidc-provider/token.actions.githubusercontent.com`],
    create: "iam:CreateOpenIDConnectProvider iam:TagOpenIDConnectProvider",
    read: "iam:GetOpenIDConnectProvider",
    update: `iam:UpdateOpenIDConnectProviderThumbprint iam:AddClientIDToOpenIDConnectProvider
      iam:RemoveClientIDFromOpenIDConnectProvider iam:TagOpenIDConnectProvider iam:UntagOpenIDConnectProvider`,
    delete: "iam:DeleteOpenIDConnectProvider",
  },
  aws_iam_organizations_features: {
    on: [],
    create: "iam:EnableOrganizationsRootCredentialsManagement iam:EnableOrganizationsRootSessions",
    read: "iam:ListOrganizationsFeatures",
    update: `iam:EnableOrganizationsRootCredentialsManagement iam:EnableOrganizationsRootSessions
      iam:DisableOrganizationsRootCredentialsManagement iam:DisableOrganizationsRootSessions`,
    delete: "iam:DisableOrganizationsRootCredentialsManagement iam:DisableOrganizationsRootSessions",
  },
  aws_iam_policy: {
    on: [`${iam}:policy{path:/}{name:example}`],
    create: "iam:CreatePolicy iam:TagPolicy",
    read: "iam:GetPolicy iam:GetPolicyVersion",
    update: "iam:ListPolicyVersions iam:CreatePolicyVersion iam:DeletePolicyVersion iam:TagPolicy iam:UntagPolicy",
    delete: "iam:ListPolicyVersions iam:DeletePolicyVersion iam:DeletePolicy",
  },
  aws_iam_role: {
    on: [`${iam}:role{path:/}{name:example}`],
    create: "iam:CreateRole iam:TagRole",
    read: "iam:GetRole iam:ListRolePolicies iam:GetRolePolicy iam:ListAttachedRolePolicies",
    update: `iam:UpdateAssumeRolePolicy iam:UpdateRole iam:UpdateRoleDescription iam:PutRolePermissionsBoundary
      iam:TagRole iam:UntagRole`,
    delete: "iam:ListInstanceProfilesForRole iam:ListRolePolicies iam:ListAttachedRolePolicies iam:DeleteRole",
    context: { "iam:PermissionsBoundary": "{permissions_boundary}" },
  },
  aws_iam_role_policy: {
    on: [roleOfPolicy],
    create: "iam:PutRolePolicy",
    read: "iam:GetRolePolicy",
    update: "iam:PutRolePolicy",
    delete: "iam:DeleteRolePolicy",
    context: { "iam:PermissionsBoundary": "{role.permissions_boundary}" },
  },
  aws_iam_role_policy_attachment: {
    on: [roleOfPolicy],
    create: "iam:AttachRolePolicy",
    read: "iam:ListAttachedRolePolicies",
    update: "",
    delete: "iam:DetachRolePolicy",
    context: { "iam:PermissionsBoundary": "{role.permissions_boundary}", "iam:PolicyARN": "{policy_arn}" },
  },
  aws_iam_service_linked_role: {
    on: [`${iam}:role/aws-service-role/{aws_service_name:example.amazonaws.com}/AWSServiceRoleForExample`],
    create: "iam:CreateServiceLinkedRole iam:TagRole",
    read: "iam:GetRole",
    update: "iam:UpdateRoleDescription iam:TagRole iam:UntagRole",
    delete: "iam:DeleteServiceLinkedRole iam:GetServiceLinkedRoleDeletionStatus",
    context: { "iam:AWSServiceName": "{aws_service_name}" },
  },
};
