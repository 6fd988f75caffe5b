import type { Organization } from "@archipelago/account-stack";

/** Vault of an account, of this name in each: the organisation's plans name it. */
export function vaultName({ name }: Organization): string {
  return `${name}-backups`;
}

/** Vault of the backup account, in which the copies are. */
export function copiesVaultName({ name }: Organization): string {
  return `${name}-backup-copies`;
}

/** Role that AWS Backup uses in every account with a vault, below the platform's path. */
export const backupRoleName = "backup";
