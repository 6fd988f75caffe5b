import type { ResourceActionsTable } from "./resource-actions.ts";

const vault = { on: ["arn:{partition}:backup:{region}:{account}:backup-vault:{backup_vault_name:example}"] };
const testing = "arn:{partition}:backup:{region}:{account}:restore-testing-plan:";

/**
 * The calls are those of terraform-provider-aws internal/service/backup. Left out: a grant on the vault's key, because in
 * the reference an action on recovery points is about any ARN, that of a key too.
 */
export const backup: ResourceActionsTable = {
  aws_backup_global_settings: {
    on: [],
    create: "backup:UpdateGlobalSettings",
    read: "backup:DescribeGlobalSettings",
    update: "backup:UpdateGlobalSettings",
    delete: "",
  },
  aws_backup_restore_testing_plan: {
    on: [`${testing}{name:example}-example`],
    create: "backup:CreateRestoreTestingPlan backup:TagResource",
    read: "backup:GetRestoreTestingPlan backup:ListTags",
    update: "backup:UpdateRestoreTestingPlan backup:TagResource backup:UntagResource",
    delete: "backup:DeleteRestoreTestingPlan",
  },
  aws_backup_restore_testing_selection: {
    on: [`${testing}{restore_testing_plan_name:example}-example`],
    create: "backup:CreateRestoreTestingSelection",
    read: "backup:GetRestoreTestingSelection",
    update: "backup:UpdateRestoreTestingSelection",
    delete: "backup:DeleteRestoreTestingSelection",
    passes: { role: "{iam_role_arn}", to: "backup.amazonaws.com" },
  },
  aws_backup_vault: {
    on: ["arn:{partition}:backup:{region}:{account}:backup-vault:{name:example}"],
    create: "backup:CreateBackupVault backup-storage:MountCapsule backup:TagResource",
    read: "backup:DescribeBackupVault backup:ListTags",
    update: "backup:TagResource backup:UntagResource",
    delete: "backup:DeleteBackupVault",
  },
  aws_backup_vault_lock_configuration: {
    ...vault,
    create: "backup:PutBackupVaultLockConfiguration",
    read: "backup:DescribeBackupVault",
    update: "",
    delete: "backup:DeleteBackupVaultLockConfiguration",
  },
  aws_backup_vault_policy: {
    ...vault,
    create: "backup:PutBackupVaultAccessPolicy",
    read: "backup:GetBackupVaultAccessPolicy",
    update: "backup:PutBackupVaultAccessPolicy",
    delete: "backup:DeleteBackupVaultAccessPolicy",
  },
};
