import { controls } from "../cis/compliance.ts";
import type { Finding, Rule } from "../finding.ts";
import type { OrganizationFacts, SynthesizedAccount } from "../synthesized.ts";
import { accountQuota } from "./account-quota.ts";
import { logBuckets, privateBuckets } from "./buckets.ts";
import { noLastingCredentials, noSecrets } from "./credentials.ts";
import { declaredPaths } from "./declared-paths.ts";
import { everyRegion, switchedOn, trailIsWhole } from "./detection.ts";
import { guardrailExceptions, guardrailsInEffect, regionGuardrail } from "./guardrails.ts";
import { managementWorkloads } from "./management-workloads.ts";
import { memberAccounts } from "./member-accounts.ts";
import { readablePolicies, trustIsNarrow, wideGrantsHaveReasons } from "./permissions.ts";
import { policyQuotas } from "./policy-quotas.ts";
import { standardTagging } from "./standard-tags.ts";

/** Controls about every resource of a kind hold in each account by itself: whoever breaks one hears of it at once. */
const applicationControls: readonly Rule[] = controls
  .filter(({ scope, id }) => scope === "application" && id !== "2.14") // wide-grants says it with the reason that is asked for
  .map(({ id, title, judge }) => ({
    name: `CIS ${id}`,
    holds: `${title}.`,
    find: (stack, facts) => {
      const { status, reasons } = judge({ ...facts, stacks: [stack] });
      if (status !== "unmet") return [];
      return reasons.map(({ resource, text }) => ({
        where: resource?.address ?? `CIS ${id}`,
        message: text,
        next: `${title}: npm run archipelago -- compliance --control ${id}`,
      }));
    },
  }));

/** The rules every account's stack is held against. */
export const rules: readonly Rule[] = [
  accountQuota,
  declaredPaths,
  everyRegion,
  guardrailExceptions,
  guardrailsInEffect,
  logBuckets,
  managementWorkloads,
  memberAccounts,
  noLastingCredentials,
  noSecrets,
  policyQuotas,
  privateBuckets,
  readablePolicies,
  regionGuardrail,
  standardTagging,
  switchedOn,
  trailIsWhole,
  trustIsNarrow,
  wideGrantsHaveReasons,
  ...applicationControls,
];

/** What the rules have against an account. */
export function findingsOf(stack: SynthesizedAccount, facts: OrganizationFacts): Finding[] {
  return rules.flatMap(({ name, find }) =>
    find(stack, facts).map((objection) => ({ rule: name, account: stack.account.name, ...objection })),
  );
}
