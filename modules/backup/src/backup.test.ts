import { exampleOrganization, policyOf, synthStack } from "@archipelago/testing";
import { BackupCopies, type BackupCopiesProps } from "./backup-copies.ts";
import { backupPlans, BackupSwitches } from "./backup-plans.ts";
import { BackupVault, type BackupVaultProps } from "./backup-vault.ts";

const backups = { production: { keepDays: 35, copyDays: 90 }, development: { keepDays: 7 } };
const organization = {
  ...exampleOrganization,
  accounts: { ...exampleOrganization.accounts, backup: "backup" },
  backups,
};
const vaultOf = (props: Partial<BackupVaultProps> = {}) =>
  synthStack((stack) => void new BackupVault(stack, "backups", { keepDays: 7, ...props }));
const copiesOf = (props: Partial<BackupCopiesProps> = {}, overrides = organization) =>
  synthStack((stack) => void new BackupCopies(stack, "copies", { organizationId: "o-example", ...props }), {
    organization: overrides,
  });

describe("an account's vault", () => {
  test("is locked for as long as the plan keeps backups", () => {
    const template = vaultOf();
    expect(template.summary()).toMatchInlineSnapshot(`
      "  1 aws_backup_vault
        1 aws_backup_vault_lock_configuration
        1 aws_iam_role
        4 aws_iam_role_policy_attachment"
    `);
    expect(template.resource("aws_backup_vault")).toMatchObject({ name: "example-backups", region: "eu-west-1" });
    expect(template.resource("aws_backup_vault_lock_configuration")).toEqual({
      backup_vault_name: "${aws_backup_vault.backups.name}",
      region: "eu-west-1",
      min_retention_days: 7,
      max_retention_days: 366,
    });
  });

  test("has a role that AWS Backup uses for this account only, within the boundary", () => {
    const role = vaultOf().resource("aws_iam_role");
    expect(role).toMatchObject({ name: "backup", path: "/archipelago/" });
    expect(role["permissions_boundary"]).toContain("workload-boundary");
    expect(policyOf(role["assume_role_policy"]).statement("AwsBackup")).toMatchObject({
      Principal: { Service: "backup.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": "${var.account_id}" } },
    });
  });

  test("is locked for good only when asked, after three days at least", () => {
    const lock = vaultOf({ lock: { compliance: { coolingOffDays: 3 } } });
    expect(lock.resource("aws_backup_vault_lock_configuration")["changeable_for_days"]).toBe(3);
    expect(() => vaultOf({ lock: { compliance: { coolingOffDays: 2 } } })).toThrow("cools off for 2 days");
  });
});

describe("the copies", () => {
  const template = copiesOf();

  test("have a vault and a key that nothing deletes, locked for their time", () => {
    const kept = { lifecycle: { prevent_destroy: true } };
    expect(template.resource("aws_backup_vault")).toMatchObject({ name: "example-backup-copies", ...kept });
    expect(template.resource("aws_kms_key")).toMatchObject({ enable_key_rotation: true, ...kept });
    expect(template.resource("aws_backup_vault_lock_configuration")).toMatchObject({
      min_retention_days: 90,
      max_retention_days: 90,
    });
  });

  test("are put in by accounts of the organisation, who can do nothing else", () => {
    expect(policyOf(template.resource("aws_backup_vault_policy")["policy"]).statements).toEqual([
      {
        Sid: "OrganizationCopies",
        Effect: "Allow",
        Principal: "*",
        Action: ["backup:CopyIntoBackupVault"],
        Resource: ["*"],
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-example" } },
      },
    ]);
  });

  test("are restored once a month, by kind", () => {
    const kinds = (of: typeof template) =>
      of
        .resources("aws_backup_restore_testing_selection")
        .map(({ properties }) => properties["protected_resource_type"]);
    expect(kinds(template)).toEqual(["DynamoDB"]);
    expect(kinds(copiesOf({ restoreTests: ["EBS", "S3"] }))).toEqual(["EBS", "S3"]);
    const none = copiesOf({ restoreTests: [] });
    expect(none.count("aws_backup_restore_testing_plan") + none.count("aws_iam_role")).toBe(0);
  });

  test("need an environment that asks for them", () => {
    expect(() =>
      copiesOf({}, { ...organization, backups: { ...backups, production: { keepDays: 1, copyDays: 1 } } }),
    ).not.toThrow();
    expect(() =>
      copiesOf({}, { ...organization, backups: { development: { keepDays: 7 } } } as unknown as typeof organization),
    ).toThrow("no environment's backups are copied");
  });
});

describe("the organisation's plans", () => {
  const accountIds = { management: "111111111111", backup: "222222222222" };
  const [policy, ...others] = backupPlans({ organization, accountIds });
  const plans = (policy!.document as { plans: Record<string, Record<string, unknown>> }).plans;

  test("one policy for the units of the environments", () => {
    expect(others).toEqual([]);
    expect(policy).toMatchObject({
      type: "BACKUP_POLICY",
      targets: ["Workloads/Production", "Workloads/Non-Production"],
    });
    expect(backupPlans({ organization: exampleOrganization, accountIds })).toEqual([]);
  });

  test("every night, kept and copied as configured, with the vault and the role every account has", () => {
    const copies = "arn:aws:backup:eu-west-1:222222222222:backup-vault:example-backup-copies";
    expect(plans["production"]).toMatchObject({
      regions: { "@@assign": ["eu-west-1"] },
      rules: {
        daily: {
          target_backup_vault_name: { "@@assign": "example-backups" },
          lifecycle: { delete_after_days: { "@@assign": "35" } },
          copy_actions: {
            [copies]: {
              target_backup_vault_arn: { "@@assign": copies },
              lifecycle: { delete_after_days: { "@@assign": "90" } },
            },
          },
        },
      },
      selections: {
        resources: {
          everything: {
            iam_role_arn: { "@@assign": "arn:aws:iam::$account:role/archipelago/backup" },
            conditions: {
              string_equals: { environment: { condition_value: { "@@assign": "production" } } },
              string_not_equals: { unless: { condition_value: { "@@assign": "none" } } },
            },
          },
        },
      },
    });
    expect(plans["development"]!["rules"]).not.toHaveProperty("daily.copy_actions");
  });

  test.each([
    ["an environment of no unit", { backups: { nowhere: { keepDays: 1 } } }, 'environment "nowhere"'],
    ["copies without an account for them", { accounts: exampleOrganization.accounts }, "does not exist"],
  ])("%s is refused", (_, different, message) => {
    expect(() => backupPlans({ organization: { ...organization, ...different }, accountIds })).toThrow(message);
  });

  test("copies between accounts are switched on", () => {
    const template = synthStack(
      (stack) => void new BackupSwitches(stack, "backups", { dependsOn: [{ fqn: "aws_x.y" }] }),
    );
    expect(template.resource("aws_backup_global_settings")).toEqual({
      global_settings: { isCrossAccountBackupEnabled: "true" },
      depends_on: ["aws_x.y"],
    });
  });
});
