import { AttachedPolicies } from "../attached-policies.ts";
import { objectTo, type Objection, type Rule } from "../finding.ts";
import { policiesOf, type PolicyDocument } from "../policies.ts";
import { references, resourcesOf, type SynthesizedAccount } from "../synthesized.ts";

/** What AWS Organizations allows of a kind of policy. */
export interface OrganizationPolicyQuota {
  /** Characters, white space included. */
  readonly size: number;
  /** Attached to one root, unit or account, the policy that AWS attaches itself included. */
  readonly attached: number;
  /** Policies that AWS attaches to everything. */
  readonly attachedByAws: number;
}

/**
 * Source: AWS Organizations User Guide, "Quotas and service limits", read 2026-11; service control policies: AWS What's New,
 * 2026-05-15 (5,120 characters and 5 policies before).
 */
export const organizationPolicyQuotas: Readonly<Record<string, OrganizationPolicyQuota>> = {
  AISERVICES_OPT_OUT_POLICY: { size: 2_500, attached: 5, attachedByAws: 0 },
  BACKUP_POLICY: { size: 10_000, attached: 10, attachedByAws: 0 },
  RESOURCE_CONTROL_POLICY: { size: 5_120, attached: 5, attachedByAws: 1 },
  SERVICE_CONTROL_POLICY: { size: 10_240, attached: 10, attachedByAws: 1 },
  TAG_POLICY: { size: 10_000, attached: 10, attachedByAws: 0 },
};

/**
 * Characters of IAM policies, without white space. Inline policies of a role count together.
 *
 * Source: IAM User Guide, "IAM and AWS STS quotas", read 2026-11. The trust policy's can be raised to 4,096, the others
 * cannot.
 */
export const iamPolicyQuotas = { trust: 2_048, managed: 6_144, inline: 10_240, permissionSet: 32_768 } as const;

/** Ids are 12 digits, and names of other resources rarely longer than this: what an expression becomes is not known. */
const expressionLength = (expression: string): number => (/account_?id/.test(expression) ? 12 : 40);

/** Characters of a policy in AWS, expressions counted as {@link expressionLength}. */
export function sizeOfPolicy({ text, kind, statements }: PolicyDocument): number {
  const counted = kind === "organization" || statements === undefined ? text : JSON.stringify(JSON.parse(text));
  return sizeOfText(counted);
}

const sizeOfText = (text: string): number =>
  text.replaceAll(/\$\{[^}]*\}/g, (expression) => "x".repeat(expressionLength(expression))).length;

export const policyQuotas: Rule = {
  name: "policy-quotas",
  holds: "AWS takes every policy: none is too long, and no more are attached than a target may have.",
  find: (stack) => [...iamSizes(stack), ...organizationSizes(stack), ...attachments(stack)],
};

function iamSizes(stack: SynthesizedAccount): Objection[] {
  const inline = new Map<string, number>();
  const found: Objection[] = [];
  for (const policy of policiesOf(stack, "identity", "trust")) {
    const { resource, kind } = policy;
    const size = sizeOfPolicy(policy);
    const quota = { aws_iam_policy: "managed", aws_ssoadmin_permission_set_inline_policy: "permissionSet" }[
      resource.type
    ];
    if (kind === "trust" || quota !== undefined) {
      const limit = iamPolicyQuotas[kind === "trust" ? "trust" : (quota as "managed" | "permissionSet")];
      if (size > limit) found.push(tooLong(resource.address, `the ${quota ?? "trust"} policy`, size, limit));
      continue;
    }
    const owner = references(resource.properties["role"])[0] ?? resource.address;
    inline.set(owner, (inline.get(owner) ?? 0) + size);
  }
  for (const [owner, size] of inline) {
    if (size > iamPolicyQuotas.inline)
      found.push(tooLong(owner, "the inline policies together", size, iamPolicyQuotas.inline));
  }
  return found;
}

const tooLong = (where: string, what: string, size: number, limit: number): Objection => ({
  where,
  message: `${what} has about ${size} characters, AWS takes ${limit}`,
  next: "say it in fewer statements, or split it",
});

function organizationSizes(stack: SynthesizedAccount): Objection[] {
  return resourcesOf(stack, "aws_organizations_policy").flatMap((policy) => {
    const type: string = policy.properties["type"] ?? "SERVICE_CONTROL_POLICY";
    const limit = organizationPolicyQuotas[type]?.size;
    const size = sizeOfText(String(policy.properties["content"]));
    return limit !== undefined && size > limit ? [tooLong(policy.address, "the policy", size, limit)] : [];
  });
}

function attachments(stack: SynthesizedAccount): Objection[] {
  const policies = new AttachedPolicies(stack);
  const enabled = resourcesOf(stack, "aws_organizations_organization").flatMap(
    ({ properties }) => (properties["enabled_policy_types"] ?? []) as string[],
  );
  const found: Objection[] = [];
  for (const [target, types] of policies.attached()) {
    for (const [type, attached] of types) {
      const quota = organizationPolicyQuotas[type];
      if (quota !== undefined && attached.length + quota.attachedByAws > quota.attached) {
        found.push({
          where: target,
          message: `${attached.length} policies of type ${type}${quota.attachedByAws > 0 ? " and AWS's own" : ""} are attached, AWS takes ${quota.attached}`,
          next: "merge policies, or attach some to units below",
        });
      }
      if (enabled.length > 0 && !enabled.includes(type))
        found.push({
          where: target,
          message: `policies of type ${type} are attached, and the organisation has not enabled them`,
          next: `add ${type} to enabledPolicyTypes of the organisation`,
        });
    }
  }
  // AWS Budgets attaches these, to an account that has overspent.
  const ofBudgets = references(resourcesOf(stack, "aws_budgets_budget_action").map(({ properties }) => properties));
  return [
    ...found,
    ...resourcesOf(stack, "aws_organizations_policy")
      .filter((policy) => policies.targetsOf(policy).length === 0 && !ofBudgets.includes(policy.address))
      .map((policy) =>
        objectTo(policy, "the policy is attached to nothing and binds nobody", "attach it or remove it"),
      ),
  ];
}
