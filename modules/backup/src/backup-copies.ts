import { Construct } from "constructs";
import { BackupRestoreTestingPlan } from "@cdktf/provider-aws/lib/backup-restore-testing-plan/index.js";
import { BackupRestoreTestingSelection } from "@cdktf/provider-aws/lib/backup-restore-testing-selection/index.js";
import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault/index.js";
import { BackupVaultPolicy } from "@cdktf/provider-aws/lib/backup-vault-policy/index.js";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias/index.js";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import { AccountStack, UserError } from "@archipelago/account-stack";
import { keyAdministration } from "@archipelago/iam-baseline";
import { copiesVaultName } from "./names.ts";
import { ServiceRole } from "./service-role.ts";
import { lockVault, type VaultLockMode } from "./vault-lock.ts";

export interface BackupCopiesProps {
  /** Id of the organisation whose accounts may copy into the vault, `organizationId` of `organizationOutputs`. */
  readonly organizationId: string;
  /**
   * How final the vault's lock is.
   * @default "governance"
   */
  readonly lock?: VaultLockMode;
  /**
   * Kinds of resource whose newest copy is restored once a month, to see that it can be, and deleted again.
   * @default DynamoDB: it restores without a network
   */
  readonly restoreTests?: readonly string[];
}

/**
 * The vault of the backup account: copies of what other accounts back up. They can put copies in and nothing else, so that
 * who has taken over a workload's account cannot reach them.
 */
export class BackupCopies extends Construct {
  constructor(scope: Construct, id: string, props: BackupCopiesProps) {
    super(scope, id);
    const { organization } = AccountStack.of(this);
    const kept = Object.values(organization.backups ?? {}).flatMap(({ copyDays }) => copyDays ?? []);
    if (kept.length === 0) {
      throw new UserError("no environment's backups are copied", {
        where: "organization.json: backups",
        next: 'give one "copyDays", or remove the backup account',
      });
    }
    const region = organization.homeRegion;
    const vault = new BackupVault(this, "Resource", {
      name: copiesVaultName(organization),
      region,
      kmsKeyArn: this.#key(region),
      lifecycle: { preventDestroy: true },
    });
    lockVault(this, {
      vaultName: vault.name,
      region,
      minDays: Math.min(...kept),
      maxDays: Math.max(...kept),
      mode: props.lock ?? "governance",
    });
    // The only action AWS Backup takes from another account, whatever the policy says.
    new BackupVaultPolicy(this, "policy", {
      backupVaultName: vault.name,
      region,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "OrganizationCopies",
            Effect: "Allow",
            Principal: "*",
            Action: "backup:CopyIntoBackupVault",
            Resource: "*",
            Condition: { StringEquals: { "aws:PrincipalOrgID": props.organizationId } },
          },
        ],
      }),
    });
    this.#testRestores(vault.arn, region, props.restoreTests ?? ["DynamoDB"]);
  }

  /** Copies cannot be encrypted with `aws/backup`: no other account may use an AWS managed key. */
  #key(region: string): string {
    const { organization } = AccountStack.of(this);
    const key = new KmsKey(this, "key", {
      region,
      description: "Copies of the organisation's backups",
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [keyAdministration(this)],
      }),
      lifecycle: { preventDestroy: true },
    });
    new KmsAlias(this, "alias", { region, name: `alias/${organization.name}-backup-copies`, targetKeyId: key.keyId });
    return key.arn;
  }

  #testRestores(vaultArn: string, region: string, kinds: readonly string[]): void {
    if (kinds.length === 0) return;
    const role = new ServiceRole(this, "restore-role", {
      name: "backup-restore-tests",
      description: "AWS Backup restores copies to see that it can",
      may: ["restore"],
    });
    const plan = new BackupRestoreTestingPlan(this, "restore-tests", {
      region,
      name: "monthly", // letters, digits and underscores only
      scheduleExpression: "cron(0 4 2 * ? *)",
      scheduleExpressionTimezone: "Etc/UTC",
      startWindowHours: 24,
      recoveryPointSelection: [
        {
          algorithm: "LATEST_WITHIN_WINDOW",
          includeVaults: [vaultArn],
          recoveryPointTypes: ["SNAPSHOT"],
          selectionWindowDays: 30,
        },
      ],
    });
    for (const kind of kinds) {
      new BackupRestoreTestingSelection(this, `restore-tests-${kind}`, {
        region,
        name: kind.replaceAll(/[^A-Za-z0-9]/g, "_"),
        restoreTestingPlanName: plan.name,
        protectedResourceType: kind,
        protectedResourceArns: ["*"],
        iamRoleArn: role.arn,
        validationWindowHours: 1,
      });
    }
  }
}
