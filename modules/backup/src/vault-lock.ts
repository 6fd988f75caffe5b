import type { Construct } from "constructs";
import { BackupVaultLockConfiguration } from "@cdktf/provider-aws/lib/backup-vault-lock-configuration/index.js";
import { UserError } from "@archipelago/account-stack";

/**
 * `governance`: who may (the apply role and break-glass) can take the lock away. `compliance`: after `coolingOffDays`, three
 * at least, nobody can, neither AWS nor root; the account cannot be rid of what is in the vault before it expires.
 */
export type VaultLockMode = "governance" | { readonly compliance: { readonly coolingOffDays: number } };

export interface VaultLock {
  readonly vaultName: string;
  readonly region: string;
  readonly minDays: number;
  readonly maxDays: number;
  readonly mode: VaultLockMode;
}

/** A coolingOffDays AWS accepts. Source: AWS Backup API Reference, PutBackupVaultLockConfiguration, from memory 2026-11. */
const shortestCoolingOff = 3;

/** Backups end neither before `minDays` nor after `maxDays`: AWS Backup refuses a job that asks for anything else. */
export function lockVault(scope: Construct, { vaultName, region, minDays, maxDays, mode }: VaultLock): void {
  const coolingOffDays = mode === "governance" ? undefined : mode.compliance.coolingOffDays;
  if (coolingOffDays !== undefined && coolingOffDays < shortestCoolingOff) {
    throw new UserError(`a vault lock in compliance mode cools off for ${coolingOffDays} days`, {
      where: `${scope.node.path}: lock`,
      allowed: `${shortestCoolingOff} or more: afterwards nobody can undo it`,
    });
  }
  new BackupVaultLockConfiguration(scope, "lock", {
    backupVaultName: vaultName,
    region,
    minRetentionDays: minDays,
    maxRetentionDays: maxDays,
    ...(coolingOffDays === undefined ? {} : { changeableForDays: coolingOffDays }),
  });
}
