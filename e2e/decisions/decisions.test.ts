import { Callers, type Unknown } from "./support/callers.ts";
import { Judge, type Decision } from "./support/judge.ts";
import { synthesizedOrganization, type Organization } from "./support/organization.ts";
import { Values } from "./support/values.ts";
import { allowed } from "./rows/allowed.ts";
import { backups, backupsAllowed } from "./rows/backups.ts";
import { content } from "./rows/content.ts";
import { evidence } from "./rows/evidence.ts";
import { membership } from "./rows/membership.ts";
import { roles } from "./rows/roles.ts";
import type { Row } from "./rows/row.ts";

// Who can do what in the organisation as it would be applied: guardrails, boundaries, roles, permission sets, trust and
// bucket policies together, as a policy simulator decides.

let organization: Organization;
let values: Values;
let judge: Judge;
beforeAll(async () => {
  organization = await synthesizedOrganization();
  values = new Values(organization);
  judge = new Judge(organization, values);
});

/** A text with the organisation's name and the accounts' ids filled in. */
const filled = (text: string) =>
  text.replaceAll(/\{([a-z-]+)\}/g, (_, name: string) =>
    name === "org" ? organization.name : organization.idOf(name),
  );

const decided = new Map<Row, Promise<[string, Decision][]>>();

/** What is decided for each caller of a row: the same at each time of asking, and asked twice. */
function decisions(row: Row, unknown: Unknown): Promise<[string, Decision][]> {
  const found = decided.get(row) ?? decide(row, unknown);
  decided.set(row, found);
  return found;
}

async function decide({ who, action, on = "*", context = {} }: Row, unknown: Unknown): Promise<[string, Decision][]> {
  const callers = new Callers(organization, values, unknown);
  const resource = filled(on);
  const keys = Object.fromEntries(Object.entries(context).map(([key, value]) => [key, filled(value)]));
  const found: [string, Decision][] = [];
  for (const name of who) {
    const caller = callers.named(name);
    const owner = judge.ownerOf(resource) ?? caller.account ?? "shop-dev";
    found.push([name, await judge.decide(caller, { action, resource, owner, context: keys })]);
  }
  return found;
}

/** The callers for whom it is (not) allowed. */
const who = (found: [string, Decision][], verdict: boolean) =>
  found.filter(([, decision]) => (decision.verdict === "Allowed") === verdict).map(([name]) => name);

const denied = [...evidence, ...membership, ...content, ...roles, ...backups];

test.each(denied)("denied: $what", async (row) => {
  expect(who(await decisions(row, "everything"), true)).toEqual([]);
});

test.each([...allowed, ...backupsAllowed])("allowed: $what", async (row) => {
  expect(who(await decisions(row, "nothing"), false)).toEqual([]);
});

/** Statements that no row can reach, and why. */
const unreached: Readonly<Record<string, string>> = {
  Overspent: "no account has spent its budget",
  Suspend: "no account is suspended",
  TrustedGithubAudience: "the simulator knows no claim `aud`",
  TrustedGithubOwner: "the simulator knows no claim `sub`",
};

test("every statement that denies something decides a row", async () => {
  const deciding = new Set<string>();
  for (const row of denied)
    for (const [, { deniedBy }] of await decisions(row, "everything")) for (const sid of deniedBy) deciding.add(sid);
  expect(denyingSids().filter((sid) => !deciding.has(sid))).toEqual(Object.keys(unreached));
});

/** Sids of the deny statements of every policy in the organisation. */
function denyingSids(): string[] {
  const attributes = ["policy", "inline_policy", "content"];
  const documents = organization.resources.flatMap(({ account, properties }) =>
    attributes.flatMap((name) => {
      const text = properties[name];
      return typeof text === "string" && text.includes('"Statement"') ? [values.document(account.name, text)] : [];
    }),
  ) as { Statement: { Sid?: string; Effect: string }[] }[];
  const sids = documents.flatMap(({ Statement }) =>
    Statement.flatMap(({ Sid, Effect }) => (Effect === "Deny" ? [Sid ?? "a statement without a Sid"] : [])),
  );
  return [...new Set(sids)].sort();
}

test("rows have names of their own", () => {
  const names = [...denied, ...allowed, ...backupsAllowed].map(({ what, action, on, who }) =>
    [what, action, on, who].join(),
  );
  expect(names).toEqual([...new Set(names)]);
});
