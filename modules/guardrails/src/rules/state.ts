import type { GuardrailFacts, StatementGuardrail } from "../guardrail.ts";
import { exceptRoles, exceptRootSessions } from "../principals.ts";

/** State holds secrets in clear text, and who writes it decides what Terraform does next. */
export function stateGuardrails({ partition, organization }: GuardrailFacts): StatementGuardrail[] {
  const buckets = `arn:${partition}:s3:::${organization}-*-tfstate`;
  return [
    {
      rule: "protect-state",
      reason: "state holds secrets in clear text, and published outputs are what other accounts build on",
      type: "SERVICE_CONTROL_POLICY",
      targets: ["Root"],
      statements: [
        {
          sid: "ProtectState",
          actions: ["s3:Delete*", "s3:GetObject*", "s3:Put*", "s3:RestoreObject"],
          resources: [buckets, `${buckets}/*`],
          conditions: exceptRoles(partition, "apply", "plan", "bootstrap", "breakGlass"),
        },
        {
          // Published outputs are read across accounts; the state and its lock never are.
          sid: "DenyStateOfOtherAccounts",
          actions: ["s3:*"],
          resources: [`${buckets}/*.tfstate`, `${buckets}/*.tflock`],
          conditions: {
            StringNotEquals: { "aws:ResourceAccount": "${aws:PrincipalAccount}" },
            ...exceptRootSessions,
          },
        },
        {
          // The apply role writes objects; only bootstrap changes the bucket.
          sid: "ProtectStateBucket",
          actions: [
            "s3:DeleteBucket*",
            "s3:PutBucket*",
            "s3:PutEncryptionConfiguration",
            "s3:PutLifecycleConfiguration",
          ],
          resources: [buckets],
          conditions: exceptRoles(partition, "bootstrap", "breakGlass"),
        },
      ],
    },
  ];
}
