import { defaultAccountQuota } from "./rules/account-quota.ts";
import { iamPolicyQuotas, organizationPolicyQuotas } from "./rules/policy-quotas.ts";

/** A quota of AWS that `check` holds the synthesised organisation against. */
export interface KnownQuota {
  /** What is limited. */
  readonly what: string;
  readonly limit: number;
  readonly unit: string;
  /** What of it is counted, if not all. */
  readonly counted?: string;
  /** Name of the rule that refuses more. */
  readonly rule: string;
}

const iamNames: Readonly<Record<keyof typeof iamPolicyQuotas, string>> = {
  trust: "trust policy of a role",
  managed: "managed policy",
  inline: "inline policies of a role, together",
  permissionSet: "inline policy of a permission set",
};

/** Every quota that `check` knows, from the tables its rules read. */
export const knownQuotas: readonly KnownQuota[] = [
  {
    what: "accounts of the organisation",
    limit: defaultAccountQuota,
    unit: "accounts",
    counted: "not closed; organization.json says when AWS allows more (`accountQuota`)",
    rule: "account-quota",
  },
  ...Object.entries(organizationPolicyQuotas).flatMap(([type, { size, attached, attachedByAws }]): KnownQuota[] => [
    { what: `\`${type}\``, limit: size, unit: "characters", counted: "white space included", rule: "policy-quotas" },
    {
      what: `\`${type}\` attached to one root, unit or account`,
      limit: attached,
      unit: "policies",
      ...(attachedByAws > 0 ? { counted: "the one AWS attaches included" } : {}),
      rule: "policy-quotas",
    },
  ]),
  ...Object.entries(iamPolicyQuotas).map(([kind, limit]): KnownQuota => ({
    what: iamNames[kind as keyof typeof iamPolicyQuotas],
    limit,
    unit: "characters",
    counted: "without white space",
    rule: "policy-quotas",
  })),
];
