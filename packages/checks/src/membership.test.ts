import type { OrganizationAccount } from "@archipelago/account-stack/workspace";
import { workspaceOf } from "./members.fixture.ts";
import { membershipProblems } from "./membership.ts";

const problems = (name: string, account: Partial<OrganizationAccount>): string[] =>
  (membershipProblems(workspaceOf({ [name]: account })).get(name) ?? []).map((problem) => problem.format());
const production = "Workloads/Production";
const audit = "Security & Audit";

test.each<[name: string, account: Partial<OrganizationAccount>]>([
  ["shop-dev", {}],
  ["shop-dev", { owner: "@ACME/team-shop" }],
  ["shop-dev", { owner: "@someone" }],
  ["management", { organizationalUnit: "Root" }],
  ["shop-dev", { organizationalUnit: "Workloads/Non-Production/Payments" }],
  ["security", { organizationalUnit: audit, product: "platform", environment: "shared" }],
  ["legacy", { organizationalUnit: audit, existingAccountId: "111122223333" }],
  ["shop-dev", { organizationalUnit: "Suspended", lifecycle: "closed" }],
  ["shop-dev", { email: `${"x".repeat(51)}@acme.example` }],
])("%s with %j is fine", (name, account) => expect(problems(name, account)).toEqual([]));

test.each<[what: string, name: string, account: Partial<OrganizationAccount>, said: RegExp]>([
  [
    "a team of elsewhere",
    "shop-dev",
    { owner: "@acme-inc/shop" },
    /owner: @acme-inc\/shop is no team[^]*next: use @acme\/shop$/,
  ],
  [
    "a long address",
    "shop-dev",
    { email: `${"x".repeat(52)}@acme.example` },
    /email: x+@acme.example has 65 characters/,
  ],
  [
    "a unit of another environment",
    "shop-dev",
    { organizationalUnit: production },
    /is for production, and the account is development/,
  ],
  ["a unit below it", "shop-dev", { organizationalUnit: `${production}/Payments` }, /is for production/],
  ["the root", "shop-dev", { organizationalUnit: "Root" }, /only the management account is at the root/],
  ["a unit of the platform", "shop-dev", { organizationalUnit: audit }, /is for no environment/],
  ["the unit of closed accounts", "shop-dev", { organizationalUnit: "Suspended" }, /is for no environment/],
])("%s is refused", (_what, name, account, said) => {
  expect(problems(name, account)).toEqual([expect.stringMatching(said)]);
  expect(problems(name, account)[0]).toMatch(/^accounts\/shop-dev\/account\.json: .*\n[^]*next: /);
});

test("every problem is told at once", () => {
  expect(problems("shop-dev", { owner: "@x/y", organizationalUnit: "Root" })).toHaveLength(2);
});
