import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { BackupGlobalSettings } from "@cdktf/provider-aws/lib/backup-global-settings/index.js";
import { partitionOf, platformPath, UserError, type Organization } from "@archipelago/account-stack";
import type { DocumentGuardrail } from "@archipelago/guardrails";
import { backupRoleName, copiesVaultName, vaultName } from "./names.ts";

export interface BackupPlansProps {
  readonly organization: Organization;
  /** Ids of all accounts by name: `accountIds` of `Organization`. */
  readonly accountIds: Readonly<Record<string, string>>;
}

export interface BackupSwitchesProps {
  /** The organisation, in which AWS Backup is trusted: it must be there first. */
  readonly dependsOn: readonly ITerraformDependable[];
}

type Plan = NonNullable<Organization["backups"]>[string];

/** Every night, UTC. */
const schedule = "cron(0 2 * * ? *)";

/**
 * The backup policy of the units whose environments have `backups` in organization.json: once a day everything AWS Backup
 * can back up, unless it is tagged `backup = none`; kept, and copied to the backup account. An account cannot leave it out.
 *
 * Source: AWS Organizations User Guide, "Backup policy syntax and examples", read 2026-11.
 *
 * @throws UserError when an environment has no unit, or there are copies and no account for them
 */
export function backupPlans({ organization, accountIds }: BackupPlansProps): DocumentGuardrail[] {
  const plans = Object.entries(organization.backups ?? {});
  const units = Object.entries(organization.organizationalUnits);
  for (const [environment] of plans) {
    if (!units.some(([, environments]) => environments.includes(environment))) {
      throw new UserError(`no unit has accounts of the environment "${environment}"`, {
        where: "organization.json: backups",
        allowed: units.flatMap(([, environments]) => environments).join(", "),
      });
    }
  }
  if (plans.length === 0) return [];
  const withBackups = ([, environments]: (typeof units)[number]) => plans.some(([name]) => environments.includes(name));
  return [
    {
      rule: "backups",
      reason: "what nobody thought of backing up is backed up, and a copy is where the account cannot reach it",
      type: "BACKUP_POLICY",
      targets: units.filter(withBackups).map(([unit]) => unit),
      document: {
        plans: Object.fromEntries(
          plans.map(([environment, plan]) => [
            environment,
            planDocument(organization, environment, plan, copiesVaultArn(organization, accountIds, plan)),
          ]),
        ),
      },
    },
  ];
}

function copiesVaultArn(
  organization: Organization,
  accountIds: BackupPlansProps["accountIds"],
  { copyDays }: Plan,
): string | undefined {
  if (copyDays === undefined) return undefined;
  const id = accountIds[organization.accounts.backup ?? ""];
  if (id === undefined) {
    throw new UserError("backups are copied to an account that does not exist", {
      where: "organization.json: accounts.backup",
      allowed: Object.keys(accountIds).join(", "),
    });
  }
  const { homeRegion } = organization;
  return `arn:${partitionOf(homeRegion)}:backup:${homeRegion}:${id}:backup-vault:${copiesVaultName(organization)}`;
}

function planDocument(
  organization: Organization,
  environment: string,
  { keepDays, copyDays }: Plan,
  copiesVault: string | undefined,
): object {
  const assign = (value: unknown) => ({ "@@assign": value });
  const endsAfter = (days: number) => ({ delete_after_days: assign(`${days}`) });
  const tag = (key: string, value: string) => ({
    condition_key: assign(`aws:ResourceTag/${key}`),
    condition_value: assign(value),
  });
  return {
    regions: assign([organization.homeRegion]),
    rules: {
      daily: {
        schedule_expression: assign(schedule),
        start_backup_window_minutes: assign("60"),
        target_backup_vault_name: assign(vaultName(organization)),
        lifecycle: endsAfter(keepDays),
        ...(copiesVault !== undefined && {
          copy_actions: {
            [copiesVault]: { target_backup_vault_arn: assign(copiesVault), lifecycle: endsAfter(copyDays!) },
          },
        }),
      },
    },
    selections: {
      resources: {
        everything: {
          // AWS puts each account's id in the place of $account.
          iam_role_arn: assign(
            `arn:${partitionOf(organization.homeRegion)}:iam::$account:role${platformPath}${backupRoleName}`,
          ),
          resource_types: assign(["*"]),
          conditions: {
            string_equals: { environment: tag("environment", environment) },
            string_not_equals: { unless: tag("backup", "none") },
          },
        },
      },
    },
  };
}

/**
 * Lets accounts copy backups to each other. For the management account's stack: there is one switch for the organisation,
 * and which kinds of resource a backup policy covers is decided there as well.
 */
export class BackupSwitches extends Construct {
  constructor(scope: Construct, id: string, { dependsOn }: BackupSwitchesProps) {
    super(scope, id);
    new BackupGlobalSettings(this, "copies", {
      globalSettings: { isCrossAccountBackupEnabled: "true" },
      dependsOn: [...dependsOn],
    });
  }
}
