import { Construct } from "constructs";
import { BackupVault as Vault } from "@cdktf/provider-aws/lib/backup-vault/index.js";
import { AccountStack } from "@archipelago/account-stack";
import { backupRoleName, vaultName } from "./names.ts";
import { ServiceRole } from "./service-role.ts";
import { lockVault, type VaultLockMode } from "./vault-lock.ts";

export interface BackupVaultProps {
  /** Days that the organisation's plan keeps a backup here, `keepDays` of `backups` in organization.json. */
  readonly keepDays: number;
  /**
   * How final the vault's lock is.
   * @default "governance"
   */
  readonly lock?: VaultLockMode;
}

/**
 * Where AWS Backup keeps an account's backups, and the role it makes them with. What is backed up and how often is the
 * business of the organisation's backup policy, `backupPlans` in the management account.
 *
 * In the home region, and with the account's own `aws/backup` key: a key of its own would cost a dollar a month and
 * protect against nobody, as copies are encrypted again with the backup account's key.
 */
export class BackupVault extends Construct {
  constructor(scope: Construct, id: string, { keepDays, lock = "governance" }: BackupVaultProps) {
    super(scope, id);
    const { organization } = AccountStack.of(this);
    const region = organization.homeRegion;
    const vault = new Vault(this, "Resource", { name: vaultName(organization), region });
    // Backups made by hand may live longer than the plan's, a month or a year, and no shorter.
    lockVault(this, { vaultName: vault.name, region, minDays: keepDays, maxDays: Math.max(keepDays, 366), mode: lock });
    new ServiceRole(this, "role", {
      name: backupRoleName,
      description: "AWS Backup makes and restores backups",
      may: ["backup", "restore"],
    });
  }
}
