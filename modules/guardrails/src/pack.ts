import { UserError } from "@archipelago/account-stack";
import { documentOf, type Statements } from "./document.ts";
import type { PolicyType, StatementPolicyType } from "./guardrail.ts";
import { quotas } from "./quotas.ts";

/** A rule as it applies to one target. */
export interface PackedRule extends Statements {
  readonly rule: string;
}

/** Where the rules are attached and how characters are counted. */
export interface Target {
  /** As guardrails name it, for messages. */
  readonly name: string;
  /** Characters that AWS will count of a document. */
  readonly sizeOf: (document: string) => number;
}

/**
 * Merges rules into as few policies as size allows: each goes into the first policy with room for all its statements. A
 * rule at the end of the list therefore moves no other.
 *
 * @throws UserError when a rule does not fit a policy, or the policies are more than can be attached to the target
 */
export function pack<R extends PackedRule>(type: StatementPolicyType, target: Target, rules: readonly R[]): R[][] {
  const quota = quotas[type];
  const size = (policy: readonly R[]) => target.sizeOf(documentOf(type, policy));
  const policies: R[][] = [];
  for (const rule of rules) {
    refuseTooLarge(type, target, rule.rule, size([rule]));
    const withRoom = policies.find((policy) => size([...policy, rule]) <= quota.size);
    if (withRoom) withRoom.push(rule);
    else policies.push([rule]);
    refuseTooMany(type, target, rule.rule, policies.map(size));
  }
  return policies;
}

/** @throws UserError when a policy of this size is refused by AWS */
export function refuseTooLarge(type: PolicyType, { name }: Pick<Target, "name">, rule: string, size: number): void {
  const { size: maximum, source } = quotas[type];
  if (size <= maximum) return;
  throw new UserError(`the guardrail ${rule} on ${name} has ${size} characters, a ${type} may have ${maximum}`, {
    where: `${name}: ${rule}`,
    allowed: `${maximum} characters (${source})`,
    next: "shorten it, with wildcards for example, or make two rules of it",
  });
}

/** @throws UserError when so many policies cannot be attached to one target */
export function refuseTooMany(
  type: PolicyType,
  { name }: Pick<Target, "name">,
  rule: string,
  sizes: readonly number[],
): void {
  const { attached, attachedByAws, source } = quotas[type];
  const count = sizes.length + (attachedByAws === undefined ? 0 : 1);
  if (count <= attached) return;
  const byAws = attachedByAws === undefined ? "" : ` with AWS's own ${attachedByAws}`;
  throw new UserError(
    `the guardrail ${rule} would be in policy number ${count} on ${name}${byAws}; a target holds ${attached}` +
      ` of type ${type} (they have ${sizes.join(", ")} characters)`,
    {
      where: `${name}: ${rule}`,
      allowed: `${attached} policies a target (${source})`,
      next: "attach some guardrails to a unit below instead, or leave one out",
    },
  );
}
