import type { DocumentGuardrail, GuardrailFacts } from "../guardrail.ts";

/** Policies that are inherited as documents. They deny nothing: they report, or set what AWS does. */
export function managementGuardrails({ tagKeys, environments }: GuardrailFacts): DocumentGuardrail[] {
  const values: Readonly<Record<string, readonly string[]>> = {
    environment: environments,
    "managed-by": ["archipelago"],
  };
  return [
    {
      rule: "standard-tags",
      reason: "costs are booked by tags, and a second spelling of one is a second line on the bill",
      type: "TAG_POLICY",
      targets: ["Root"],
      // Reported, not enforced: a denied tag would stop an apply half way.
      document: {
        tags: Object.fromEntries(
          tagKeys.map((key) => [
            key,
            {
              tag_key: { "@@assign": key },
              ...(values[key] && { tag_value: { "@@assign": values[key] } }),
            },
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
