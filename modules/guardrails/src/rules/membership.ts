import type { GuardrailFacts, StatementGuardrail } from "../guardrail.ts";
import { exceptRoles, exceptRootSessions } from "../principals.ts";

/** What makes an account part of the organisation, and who may act in it at all. */
export function membershipGuardrails({ partition, suspendedUnit }: GuardrailFacts): StatementGuardrail[] {
  const type = "SERVICE_CONTROL_POLICY";
  return [
    {
      rule: "deny-leaving-the-organization",
      reason: "an account that leaves is rid of every guardrail, of the audit trail and of the bill's owner",
      type,
      targets: ["Root"],
      statements: [{ sid: "DenyLeavingTheOrganization", actions: ["organizations:LeaveOrganization"] }],
    },
    {
      rule: "deny-closing-the-account",
      reason: "an account is closed by its lifecycle in account.json, once its state holds nothing",
      type,
      targets: ["Root"],
      statements: [{ sid: "DenyClosingTheAccount", actions: ["account:CloseAccount"] }],
    },
    {
      rule: "deny-root-user",
      reason:
        "nobody can tell who used a root user, and no IAM policy limits it; what only root can do is done from the management account (CIS 2.1.2, 2.7)",
      type,
      targets: ["Root"],
      statements: [
        {
          sid: "DenyRootUser",
          actions: ["*"],
          conditions: { ArnLike: { "aws:PrincipalArn": `arn:${partition}:iam::*:root` }, ...exceptRootSessions },
        },
      ],
    },
    {
      rule: "suspend",
      reason: "an account that waits to be closed does nothing more; the platform may still remove what is in it",
      type,
      targets: [suspendedUnit],
      statements: [
        {
          sid: "Suspend",
          actions: ["*"],
          conditions: exceptRoles(partition, "apply", "plan", "bootstrap", "breakGlass"),
        },
      ],
    },
  ];
}
