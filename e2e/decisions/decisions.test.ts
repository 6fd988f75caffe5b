import { Judge, type Verdict } from "./support/judge.ts";
import { synthesizedOrganization, type Organization } from "./support/organization.ts";
import { allowed, denied, type Row } from "./rows.ts";
import { Values } from "./support/values.ts";

// Who can do what in the organisation as it would be applied: guardrails, boundaries, roles, permission sets, trust and
// bucket policies together, as a policy simulator decides.

let organization: Organization;
let judge: Judge;
beforeAll(async () => {
  organization = await synthesizedOrganization();
  judge = new Judge(organization, new Values(organization));
});

/** A text with the accounts' ids filled in. */
const withIds = (text: string) => text.replaceAll(/\{([a-z-]+)\}/g, (_, name: string) => organization.idOf(name));

async function verdicts({ who, action, on = "*", context = {} }: Row): Promise<Record<string, Verdict>> {
  const found: Record<string, Verdict> = {};
  for (const caller of who) {
    const [, account, name] = /^([a-z-]+)(?: (.+))?$/.exec(caller)!;
    const resource = withIds(on);
    const owner = judge.ownerOf(resource, account === "stranger" ? "shop-dev" : account!);
    const filled = Object.fromEntries(Object.entries(context).map(([key, value]) => [key, withIds(value)]));
    const call = { action, resource, owner, context: filled };
    found[caller] = await judge.decide(name === undefined ? judge.stranger() : judge.caller(account!, name), call);
  }
  return found;
}

/** The callers of a row for whom it is not so. */
const except = (found: Record<string, Verdict>, wrong: (verdict: Verdict) => boolean) =>
  Object.entries(found).filter(([, verdict]) => wrong(verdict));

test.each(denied)("denied: $what", async (row) => {
  expect(except(await verdicts(row), (verdict) => verdict === "Allowed")).toEqual([]);
});

test.each(allowed)("allowed: $what", async (row) => {
  expect(except(await verdicts(row), (verdict) => verdict !== "Allowed")).toEqual([]);
});
