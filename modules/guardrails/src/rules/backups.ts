import type { GuardrailFacts, StatementGuardrail } from "../guardrail.ts";
import { exceptRoles } from "../principals.ts";

/** Backups outlive whoever has taken over the account they are of. */
export function backupGuardrails({ partition, organization, backup }: GuardrailFacts): StatementGuardrail[] {
  return [
    {
      rule: "protect-backups",
      reason: "who encrypts or deletes data deletes its backups first; they end when their plan says",
      type: "SERVICE_CONTROL_POLICY",
      targets: ["Root"],
      statements: [
        {
          // Of any vault: what is in it has no name that says which.
          sid: "KeepBackups",
          actions: [
            "backup:DeleteRecoveryPoint",
            "backup:DisassociateRecoveryPoint*",
            "backup:UpdateRecoveryPointLifecycle",
          ],
          conditions: exceptRoles(partition, "breakGlass"),
        },
        {
          sid: "ProtectBackupVaults",
          actions: [
            "backup:DeleteBackupVault*",
            "backup:PutBackupVaultAccessPolicy",
            "backup:PutBackupVaultLockConfiguration",
          ],
          resources: [`arn:${partition}:backup:*:*:backup-vault:${organization}-*`],
          conditions: exceptRoles(partition, "apply", "breakGlass"),
        },
      ],
    },
    ...(backup === undefined ? [] : [protectCopies(partition, backup)]),
  ];
}

function protectCopies(partition: string, backup: string): StatementGuardrail {
  return {
    rule: "protect-backup-copies",
    reason: "copies are what is left when everything else is lost: nobody deletes them before they expire",
    type: "SERVICE_CONTROL_POLICY",
    targets: [backup],
    statements: [
      {
        sid: "KeepCopies",
        actions: [
          "backup:DeleteRecoveryPoint",
          "backup:DisassociateRecoveryPoint*",
          "backup:UpdateRecoveryPointLifecycle",
        ],
      },
      {
        // Without its key a copy is worth nothing.
        sid: "ProtectCopiesKey",
        actions: ["kms:DisableKey", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"],
        conditions: exceptRoles(partition, "apply"),
      },
    ],
  };
}
