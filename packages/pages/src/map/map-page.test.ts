import { hostileOrganization, mapAccount, organizationOf, planned } from "./map.fixture.ts";
import { mapPage } from "./map-page.ts";
import type { OrganizationMap } from "./model.ts";

const withAccount = (more: Parameters<typeof mapAccount>[1]): OrganizationMap => ({
  ...organizationOf(0),
  accounts: [mapAccount("shop", more)],
});
const text = (page: string): string => page.replaceAll(/<[^>]+>/g, "").replaceAll("&#39;", "'");

test("the same map is the same page", () => {
  const [one, other] = [organizationOf(20), organizationOf(20)].map(mapPage);
  expect(one === other).toBe(true);
});

test("100 accounts with diverse plans stay under a megabyte", () => {
  const map = organizationOf(100);
  const all = map.accounts.map((account) => ({
    ...account,
    plan: { report: planned(account.name, account.name), applied: false },
  }));
  expect(Buffer.byteLength(mapPage({ ...map, accounts: all }))).toBeLessThan(1_000_000);
});

test("without a script everything is there to read", () => {
  const page = text(mapPage(withAccount({ plan: { report: planned("shop"), applied: false } })));
  for (const words of [
    "@acme/team-shop",
    "2,500 USD a month, booked on CC-1042",
    "10.96.8.0/24",
    "2 NAT gateways",
    "Inherited from Root: deny-root-user",
    "Inherited from Workloads: no-clusters",
    "Developer, ReadOnly",
    "Resources here prove 2 controls",
    "± aws_nat_gateway.nat",
    "Why: modules/vpc-baseline/src/nat.ts",
  ])
    expect(page).toContain(words);
});

test("a diff begins with what takes something away, and is cut where it only goes on", () => {
  const page = text(mapPage(withAccount({ plan: { report: planned("shop"), applied: false } })));
  const [, diff] = /62 changes\n([^]*?more lines)/.exec(page)!;
  expect(diff!.split("\n").slice(0, 3)).toEqual([
    "± aws_nat_gateway.nat",
    "    subnet_id: &quot;subnet-1&quot; -&gt; &quot;subnet-2&quot;",
    "~ aws_vpc.vpc",
  ]);
  expect(diff).toMatch(/… 24 more lines$/);
});

test.each<[string, Parameters<typeof mapAccount>[1], string]>([
  ["no plan", { plan: null }, "Not planned on this machine: npx nx plan shop"],
  ["a plan that was applied", { plan: { report: planned("shop"), applied: true } }, "It has been applied since."],
  ["no network", { networks: [] }, "No network."],
  ["nobody", { access: [] }, "No group has access."],
  ["no guardrail", { guardrails: [] }, "None apply here."],
  [
    "an exception",
    { guardrails: [{ rule: "r", from: "shop", exception: { reason: "why", expires: "2027-01-01" } }] },
    "On this account: r (exempt until 2027-01-01: why)",
  ],
  [
    "a control that is not met",
    { compliance: { proven: [], missing: [{ id: "4.7", title: "Flow logs", text: "none" }] } },
    "✗ 4.7 Flow logs: none",
  ],
])("%s is said", (_what, more, words) => {
  expect(text(mapPage(withAccount(more)))).toContain(words);
});

test("an organisation without accounts has a page too", () => {
  const page = text(mapPage({ ...organizationOf(0), units: [], guardrails: [], controls: [] }));
  expect(page).toContain("no accounts");
  expect(page).toContain("nothing crosses but published outputs");
});

test("a path that only one side declares is marked", () => {
  const map = organizationOf(100);
  expect(text(mapPage(map))).toMatch(/product-\d+ only/);
});

test("nothing anybody wrote is taken for a part of the page", () => {
  const page = mapPage(hostileOrganization());
  const found = page.match(/<img|<script>alert|<!--|[\u0000-\u0009\u000b-\u001f\u2028\u2029\u202e\u200b]/g);
  expect(found).toBeNull();
  expect(page.match(/<\/script>/g)).toHaveLength(2);
});
