import type { ResourceActionsTable } from "./resource-actions.ts";

const instance = "arn:{partition}:sso:::instance/ssoins-0123456789abcdef";
const permissionSet = "arn:{partition}:sso:::permissionSet/ssoins-0123456789abcdef/ps-0123456789abcdef";
const target = "arn:{partition}:sso:::account/{account}";
const store = "arn:{partition}:identitystore::{account}:identitystore/d-0123456789";
const group = "arn:{partition}:identitystore:::group/00000000-0000-4000-8000-000000000000";

/** A change of a permission set reaches the accounts it is used in: the provider provisions it there and waits. */
const provision = `sso:ListAccountsForProvisionedPermissionSet sso:ProvisionPermissionSet
  sso:DescribePermissionSetProvisioningStatus`;

/**
 * IAM Identity Center: called where its instance is, in the management account.
 *
 * Read 2026-11: terraform-provider-aws internal/service/ssoadmin/account_assignment.go.
 */
export const identityCenter: ResourceActionsTable = {
  aws_identitystore_group: {
    on: [store, group],
    create: "identitystore:CreateGroup",
    read: "identitystore:DescribeGroup",
    update: "identitystore:UpdateGroup",
    delete: "identitystore:DeleteGroup",
  },
  aws_ssoadmin_account_assignment: {
    on: [instance, permissionSet, target],
    create: `sso:ListAccountAssignments sso:CreateAccountAssignment
      sso:DescribeAccountAssignmentCreationStatus`,
    read: "sso:ListAccountAssignments",
    update: "",
    delete: "sso:DeleteAccountAssignment sso:DescribeAccountAssignmentDeletionStatus",
  },
  aws_ssoadmin_managed_policy_attachment: {
    on: [instance, permissionSet, target],
    create: `sso:AttachManagedPolicyToPermissionSet ${provision}`,
    read: "sso:ListManagedPoliciesInPermissionSet",
    update: "",
    delete: `sso:DetachManagedPolicyFromPermissionSet ${provision}`,
  },
  aws_ssoadmin_permission_set: {
    on: [instance, permissionSet, target],
    create: "sso:CreatePermissionSet sso:TagResource",
    read: "sso:DescribePermissionSet sso:ListTagsForResource",
    update: `sso:UpdatePermissionSet sso:TagResource sso:UntagResource ${provision}`,
    delete: "sso:DeletePermissionSet",
  },
  aws_ssoadmin_permission_set_inline_policy: {
    on: [instance, permissionSet, target],
    create: `sso:PutInlinePolicyToPermissionSet ${provision}`,
    read: "sso:GetInlinePolicyForPermissionSet",
    update: `sso:PutInlinePolicyToPermissionSet ${provision}`,
    delete: `sso:DeleteInlinePolicyFromPermissionSet ${provision}`,
  },
};
