export { BackupCopies, type BackupCopiesProps } from "./backup-copies.ts";
export { backupPlans, BackupSwitches, type BackupPlansProps, type BackupSwitchesProps } from "./backup-plans.ts";
export { BackupVault, type BackupVaultProps } from "./backup-vault.ts";
