import { globalServices } from "../global-services.ts";
import type { GuardrailFacts, StatementGuardrail } from "../guardrail.ts";

/** Nothing is made where nobody looks. */
export function regionGuardrails({ regions, globalActions }: GuardrailFacts): StatementGuardrail[] {
  const everywhere = [...globalServices.flatMap(({ actions }) => actions), ...Object.keys(globalActions)];
  return [
    {
      rule: "allowed-regions",
      reason: "detection, configuration records and budgets exist in the governed regions of organization.json only",
      type: "SERVICE_CONTROL_POLICY",
      targets: ["Root"],
      statements: [
        {
          sid: "AllowedRegions",
          notActions: everywhere,
          conditions: { StringNotEquals: { "aws:RequestedRegion": regions } },
        },
      ],
    },
  ];
}
