import { AttachedPolicies } from "../attached-policies.ts";
import type { Objection, Rule } from "../finding.ts";
import { policiesOf, speaksOf } from "../policies.ts";

export const guardrailsInEffect: Rule = {
  name: "guardrails-in-effect",
  holds: "Every guardrail is in a policy that is attached to what the guardrail is for.",
  find: (stack) => {
    const policies = new AttachedPolicies(stack);
    return (stack.records.guardrails ?? []).flatMap(({ rule, sids, targets }) =>
      targets.flatMap((target): Objection[] => {
        const address = policies.addressOf(target);
        const inEffect = (address === undefined ? [] : policies.documentsOn(address)).flatMap(({ statements = [] }) =>
          statements.filter(({ effect }) => effect === "Deny").map(({ sid }) => sid),
        );
        const missing = sids.filter((sid) => !inEffect.includes(sid));
        if (missing.length === 0) return [];
        return [
          {
            where: `guardrail ${rule}`,
            message: `no policy attached to ${target} holds its statements ${missing.join(", ")}`,
            next: `attach it to ${target}, or leave the guardrail out with a reason`,
          },
        ];
      }),
    );
  },
};

export const guardrailExceptions: Rule = {
  name: "guardrail-exceptions",
  holds: "Exceptions from guardrails are for accounts that exist, have a reason and have not run out.",
  find: ({ records }, { members, today, organization }) =>
    (records.guardrails ?? []).flatMap(({ exceptions }) =>
      exceptions.flatMap(({ rule, account, reason, expires }): Objection[] => {
        const where = `exception from ${rule} for ${account}`;
        const found: Objection[] = [];
        if (!members.some(({ name }) => name === account))
          found.push({ where, message: `there is no account ${account}`, next: "remove the exception" });
        if (account === organization.accounts.management)
          found.push({ where, message: "guardrails do not bind the management account", next: "remove the exception" });
        if (reason.trim() === "")
          found.push({ where, message: "the exception has no reason", next: "say why the account needs it" });
        if (expires < today)
          found.push({
            where,
            message: `the exception ran out on ${expires}`,
            next: "remove it, or ask for another one with a new last day",
          });
        return found;
      }),
    ),
};

/**
 * Calls that leave the governed regions although everything is made in them: a region guardrail that denies one of them
 * breaks the stacks of this repository.
 *
 * Source: IAM User Guide, "AWS: Denies access to AWS based on the requested Region"; AWS Control Tower Controls Reference,
 * "Deny access to AWS based on the requested AWS Region". Read 2026-11.
 */
export const globalActions: readonly string[] = [
  "account:PutAlternateContact",
  "budgets:ModifyBudget",
  "cloudfront:CreateDistribution",
  "health:DescribeEvents",
  "iam:CreateRole",
  "organizations:DescribeOrganization",
  "route53:ChangeResourceRecordSets",
  "sts:AssumeRole",
  "support:CreateCase",
];

export const regionGuardrail: Rule = {
  name: "region-guardrail",
  holds: "Guardrails about regions name the governed regions and leave global services alone.",
  find: (stack, { organization }) =>
    policiesOf(stack, "organization").flatMap(({ resource, statements = [] }) =>
      statements.flatMap((statement): Objection[] => {
        const limit = statement.conditions.find(
          ([operator, key]) => operator.includes("Not") && key.toLowerCase() === "aws:requestedregion",
        );
        if (statement.effect !== "Deny" || !statement.exceptActions || limit === undefined) return [];
        const where = `${resource.address}: ${statement.sid ?? "statement"}`;
        const shut = organization.regions.filter((region) => !limit[2].includes(region));
        const denied = globalActions.filter((action) => speaksOf(statement, action));
        return [
          ...(shut.length > 0
            ? [
                {
                  where,
                  message: `denies the governed regions ${shut.join(", ")}`,
                  next: "name every region of organization.json",
                },
              ]
            : []),
          ...(denied.length > 0
            ? [
                {
                  where,
                  message: `denies ${denied.join(", ")}, which AWS answers from one region only`,
                  next: "add the services to the exceptions of the guardrail",
                },
              ]
            : []),
        ];
      }),
    ),
};
