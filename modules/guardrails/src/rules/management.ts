import { tagStandard } from "@archipelago/account-stack";
import type { DocumentGuardrail, GuardrailFacts } from "../guardrail.ts";

/** Policies that are inherited as documents. They deny nothing: they report, or set what AWS does. */
export function managementGuardrails({ environments }: GuardrailFacts): DocumentGuardrail[] {
  return [
    {
      rule: "standard-tags",
      reason: "costs are booked by tags, and a second spelling of one is a second line on the bill",
      type: "TAG_POLICY",
      targets: ["Root"],
      // Reported, not enforced: a denied tag would stop an apply half way. `check` refuses it before the plan.
      document: {
        tags: Object.fromEntries(
          Object.entries(tagStandard).map(([key, { allowed }]) => [
            key,
            { tag_key: { "@@assign": key }, ...(allowed && { tag_value: { "@@assign": allowed(environments) } }) },
          ]),
        ),
      },
    },
    {
      rule: "ai-opt-out",
      reason: "AWS does not keep or use content to improve its AI services, unless this line is changed",
      type: "AISERVICES_OPT_OUT_POLICY",
      targets: ["Root"],
      // Source: AWS Organizations User Guide, "AI services opt-out policy syntax and examples", read 2026-11.
      document: {
        services: {
          "@@operators_allowed_for_child_policies": ["@@none"],
          default: {
            "@@operators_allowed_for_child_policies": ["@@none"],
            opt_out_policy: { "@@operators_allowed_for_child_policies": ["@@none"], "@@assign": "optOut" },
          },
        },
      },
    },
  ];
}
