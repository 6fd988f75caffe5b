import type { JudgedControl, SynthesizedAccount } from "@archipelago/checks";
import type { OrganizationPolicies } from "@archipelago/permissions";
import { planned } from "./map.fixture.ts";
import { organizationMap, type MapSources } from "./model.ts";

const stack = (name: string, more: object = {}) =>
  ({
    account: {
      name,
      product: "shop",
      environment: "production",
      owner: "@acme/team-shop",
      costCentre: "CC-1",
      budget: { monthlyUsd: 100 },
      lifecycle: "active",
      organizationalUnit: "Workloads/Production",
      region: "eu-west-1",
      regions: ["eu-west-1"],
      dependsOn: [],
      connections: [],
      reads: {},
      ...more,
    },
    template: {},
    inputs: [],
    records: {},
  }) as unknown as SynthesizedAccount;

const exception = { rule: "regions", account: "shop", reason: "the model is there", expires: "2027-03-31" };
const guardrail = (rule: string, type: string, targets: string[], exceptions: object[] = []) => ({
  rule,
  reason: `why ${rule}`,
  type,
  sids: [],
  targets,
  exceptions,
});
const control = (id: string, evidence: string[], missing: string[]): JudgedControl => ({
  id,
  title: id,
  scope: "account",
  status: missing.length > 0 ? "unmet" : "met",
  reason: "",
  evidence: evidence.map((account) => ({ account, address: "aws_x.y" })),
  missing: missing.map((account) => ({ account, text: "none" })),
});

const sources = {
  organization: {
    organization: {
      name: "acme",
      cloud: "offline",
      accounts: { management: "root", logArchive: "root" },
      organizationalUnits: { "Workloads/Production": [], Sandbox: [] },
    },
    stacks: [
      stack("shop", { expires: "2026-11-20" }),
      stack("root", { organizationalUnit: "Root" }),
      // Its stack in the management account has moved it already.
      stack("old", { lifecycle: "closing" }),
    ],
    today: "2026-11-21",
  },
  policies: {
    management: "root",
    accounts: new Map([
      ["shop", { unit: "Workloads/Production" }],
      ["root", { unit: "Root" }],
      ["old", { unit: "Suspended" }],
    ]),
    guardrails: [
      guardrail("regions", "SERVICE_CONTROL_POLICY", ["Root"], [exception]),
      guardrail("tags", "TAG_POLICY", ["Root"]),
      guardrail("clusters", "SERVICE_CONTROL_POLICY", ["Workloads"]),
      guardrail("logs", "RESOURCE_CONTROL_POLICY", ["shop"]),
      guardrail("elsewhere", "SERVICE_CONTROL_POLICY", ["Sandbox", "Workloads/Prod"]),
    ],
    access: [
      { account: "shop", group: "team", permissionSet: "Developer" },
      { account: "old", group: "team", permissionSet: "Developer" },
      { account: "shop", group: "team", permissionSet: "ReadOnly" },
    ],
  } as unknown as OrganizationPolicies,
  judged: [control("2.8", ["shop", "shop"], []), control("4.7", ["root"], ["shop"])],
  statuses: new Map([["shop", { status: "in sync", reasons: [], applied: null }]]),
  modules: new Map([["shop", ["vpc-baseline"]]]),
  plans: new Map([["shop", { report: planned("shop"), applied: true }]]),
} as unknown as MapSources;
const map = organizationMap(sources);
const account = (name: string) => map.accounts.find((each) => each.name === name)!;

test("a guardrail comes from every level above the account, with its exception; none that is elsewhere", () => {
  expect(account("shop").guardrails).toEqual([
    { rule: "regions", from: "Root", exception: { reason: "the model is there", expires: "2027-03-31" } },
    { rule: "tags", from: "Root" },
    { rule: "clusters", from: "Workloads" },
    { rule: "logs", from: "shop" },
  ]);
});

test("service and resource control policies do not reach the management account, others do", () => {
  expect(account("root").guardrails).toEqual([{ rule: "tags", from: "Root" }]);
});

test("units are those of organization.json and those that accounts are in, each after the one above it", () => {
  expect(map.units).toEqual(["Workloads", "Workloads/Production", "Sandbox", "Suspended"]);
  expect(account("old")).toMatchObject({ unit: "Suspended", state: "closing" });
});

test("an account has its own access, controls, parts and plan", () => {
  expect(account("shop")).toMatchObject({
    state: "expired",
    access: [{ group: "team", permissionSets: ["Developer", "ReadOnly"] }],
    compliance: { proven: ["2.8"], missing: [{ id: "4.7", title: "4.7", text: "none" }] },
    modules: ["vpc-baseline"],
    plan: { applied: true },
  });
  expect(account("root")).toMatchObject({ parts: ["management", "logArchive"], state: "never applied", plan: null });
});

test("the order in which stacks come makes no difference", () => {
  const { organization } = sources;
  const reversed = { ...organization, stacks: organization.stacks.toReversed() };
  expect(organizationMap({ ...sources, organization: reversed })).toEqual({ ...map, units: expect.any(Array) as [] });
});
