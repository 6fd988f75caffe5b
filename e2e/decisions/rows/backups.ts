import { all, callers, daily, region, repair, type Row } from "./row.ts";

const copy = "arn:aws:backup:eu-west-1:{backup}:recovery-point:00000000-0000-4000-8000-000000000000";
const copies = "arn:aws:backup:eu-west-1:{backup}:backup-vault:{org}-backup-copies";
const vault = (account: string) => `arn:aws:backup:eu-west-1:{${account}}:backup-vault:{org}-backups`;
const workloads = ["shop-production", "analytics", "shop-dev"];

/** Backups outlive who has taken over an account. */
export const backups: readonly Row[] = [
  ...["DeleteRecoveryPoint", "UpdateRecoveryPointLifecycle", "DisassociateRecoveryPoint"].map((name) => ({
    what: `nobody takes away a copy: ${name}`,
    who: [...workloads.flatMap(all), ...all("backup"), ...all("security")],
    action: `backup:${name}`,
    on: copy,
  })),
  ...[
    "DeleteBackupVault",
    "DeleteBackupVaultAccessPolicy",
    "DeleteBackupVaultLockConfiguration",
    "PutBackupVaultAccessPolicy",
    "PutBackupVaultLockConfiguration",
  ].flatMap((name) => [
    {
      what: `no workload reaches the vault of the copies: ${name}`,
      who: workloads.flatMap(all),
      action: `backup:${name}`,
      on: copies,
    },
    {
      what: `no administrator changes a vault: ${name}`,
      who: workloads.flatMap((account) => callers(account, "Administrator", "Developer", "application", "bootstrap")),
      action: `backup:${name}`,
      on: vault("shop-production"),
    },
    {
      what: `no administrator changes the vault of the copies: ${name}`,
      who: callers("backup", "Administrator", "application", "bootstrap", "plan"),
      action: `backup:${name}`,
      on: copies,
    },
  ]),
  ...["DeleteRecoveryPoint", "UpdateRecoveryPointLifecycle"].map((name) => ({
    what: `backups of an account end when their plan says: ${name}`,
    who: daily("shop-production"),
    action: `backup:${name}`,
    on: "arn:aws:backup:eu-west-1:{shop-production}:recovery-point:00000000-0000-4000-8000-000000000000",
  })),
  ...["DisableKey", "PutKeyPolicy", "ScheduleKeyDeletion"].map((name) => ({
    what: `nobody destroys the key of the copies: kms:${name}`,
    who: callers("backup", "Administrator", "application", ...repair),
    action: `kms:${name}`,
    on: "arn:aws:kms:eu-west-1:{backup}:key/00000000-0000-4000-8000-000000000000",
    context: region("eu-west-1"),
  })),
];

/** And backing up and restoring go on. */
export const backupsAllowed: readonly Row[] = [
  {
    what: "administrators make backups by hand, and restore them",
    who: callers("shop-production", "Administrator"),
    action: "backup:StartBackupJob",
    on: vault("shop-production"),
  },
  {
    what: "administrators restore",
    who: callers("shop-production", "Administrator"),
    action: "backup:StartRestoreJob",
    on: "arn:aws:backup:eu-west-1:{shop-production}:recovery-point:00000000-0000-4000-8000-000000000000",
  },
  {
    what: "the account's stack changes its vault",
    who: [...callers("shop-production", "apply")],
    action: "backup:PutBackupVaultLockConfiguration",
    on: vault("shop-production"),
  },
];
