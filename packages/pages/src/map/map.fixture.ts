import { noCounts, type AccountReport } from "@archipelago/report";
import type { MapAccount, OrganizationMap } from "./model.ts";
import { states } from "./state.ts";

/** Only for tests. An account as the map knows it. */
export function mapAccount(name: string, more: Partial<MapAccount> = {}): MapAccount {
  return {
    name,
    product: "shop",
    environment: "production",
    owner: "@acme/team-shop",
    costCentre: "CC-1042",
    unit: "Workloads/Production",
    parts: [],
    state: "in sync",
    reasons: [],
    applied: { commit: "4be91c2".padEnd(40, "0"), time: "2026-11-21T07:36:00.000Z" },
    expires: null,
    budget: 2500,
    regions: ["eu-west-1"],
    modules: ["account-baseline", "vpc-baseline"],
    networks: [
      {
        name: `${name}-vpc`,
        region: "eu-west-1",
        cidrs: ["10.96.0.0/20"],
        zones: ["eu-west-1a", "eu-west-1b"],
        tiers: [
          { name: "data", blocks: ["10.96.8.0/24", "10.96.9.0/24"] },
          { name: "public", blocks: ["10.96.0.0/24", null] },
        ],
        gateways: ["internet gateway", "2 NAT gateways"],
      },
    ],
    reads: { management: ["organizationId"] },
    dependsOn: ["management"],
    promoteFrom: null,
    guardrails: [
      { rule: "deny-root-user", from: "Root" },
      { rule: "no-clusters", from: "Workloads" },
    ],
    access: [{ group: "team-shop", permissionSets: ["Developer", "ReadOnly"] }],
    compliance: { proven: ["2.8", "4.7"], missing: [] },
    plan: null,
    ...more,
  };
}

/** A plan that adds, changes and replaces. */
export function planned(account: string, text = ""): AccountReport {
  const change = (kind: "create" | "update" | "replace", name: string) => ({
    kind,
    title: `${name}${text}`,
    address: `${name}${text}`,
    forcedBy: kind === "replace" ? ["subnet_id"] : [],
    attributes: [{ path: `subnet_id${text}`, old: `"subnet-1${text}"`, new: `"subnet-2${text}"` }],
  });
  return {
    summary: {
      account,
      accountId: "123456789012",
      environment: "production",
      cloud: "offline",
      status: "changed",
      reasons: [`modules/vpc-baseline/src/nat.ts${text}`],
      counts: { ...noCounts, add: 60, change: 1, replace: 1 },
      placeholders: [],
      digests: { configuration: null, inputs: null, code: null, plan: null, review: null },
      state: null,
      durationMs: 1,
      terraformVersion: "1.11.4",
    },
    selectedBy: "graph",
    changes: [
      ...Array.from({ length: 60 }, (_, index) => change("create", `aws_route.route-${index}`)),
      change("update", "aws_vpc.vpc"),
      change("replace", "aws_nat_gateway.nat"),
    ],
    ownIds: {},
  };
}

/** An organisation of so many accounts, in every state, with paths between some of them. */
export function organizationOf(size: number, more: Partial<MapAccount> = {}): OrganizationMap {
  const units = ["Security & Audit", "Workloads", "Workloads/Production", "Workloads/Non-Production", "Suspended"];
  const environments = ["production", "development", "staging"];
  const accounts = Array.from({ length: size }, (_, index) => {
    const name = index === 0 ? "management" : `product-${String(index).padStart(3, "0")}`;
    return mapAccount(name, {
      product: `product-${index >> 2}`,
      environment: environments[index % 3]!,
      owner: `@acme/team-${index % 7}`,
      unit: index === 0 ? "Root" : units[index % 12 === 6 ? 0 : index % 3 === 0 ? 2 : 3]!,
      state: states[index % 3 === 0 ? index % states.length : states.length - 1]!.name,
      plan: index % 4 === 1 ? { report: planned(name), applied: false } : null,
      ...more,
    });
  });
  return {
    organization: "acme",
    cloud: "offline",
    today: "2026-11-21",
    benchmark: "CIS",
    units,
    accounts,
    paths: accounts.slice(2, 2 + (size >> 3)).map(({ name }, index) => ({
      kind: index % 2 === 0 ? "role" : "peering",
      name: "orders",
      from: name,
      to: accounts[(index * 5) % size]!.name,
      bothWays: index % 2 === 1,
      details: ["role jobs/report"],
      declaredBy: index % 5 === 4 ? [name] : [name, accounts[(index * 5) % size]!.name],
    })),
    guardrails: [
      { rule: "deny-root-user", type: "SERVICE_CONTROL_POLICY", reason: "nobody needs it", targets: ["Root"] },
      { rule: "no-clusters", type: "SERVICE_CONTROL_POLICY", reason: "a decision", targets: ["Workloads"] },
      { rule: "standard-tags", type: "TAG_POLICY", reason: "cost reports", targets: ["Root"] },
    ],
    controls: [
      { id: "2.8", title: "Passwords are long", status: "met" },
      { id: "4.7", title: "Networks have flow logs", status: "met" },
    ],
  };
}

/** Everything that could end what it stands in, or begin something. */
export const hostile = [
  "</script></section></table><img src=x onerror=alert(1)><script>alert(2)</script><!--",
  `"quotes" 'single' \`back\` &amp; ]]> {{x}} \${y}`,
  "one\r\ntwo\u2028three\u2029\u0007\u202eevil\u200b \u{1f3dd}\ufe0f İstanbul 東京 \ud800",
  "=&#account=x&state=y%00",
].join(" ");

/** Hostile text in every field that holds text. */
export function hostileOrganization(): OrganizationMap {
  const everywhere = (value: unknown): unknown => {
    if (typeof value === "string") return `${value} ${hostile}`;
    if (Array.isArray(value)) return value.map(everywhere);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        // What only a program says.
        ["kind", "cloud", "status", "today"].includes(key) && typeof inner === "string" ? inner : everywhere(inner),
      ]),
    );
  };
  const map = organizationOf(10, {
    plan: { report: planned("x"), applied: false },
    expires: "2026-11-20",
    parts: ["logArchive"],
    promoteFrom: "management",
    reasons: ["another configuration"],
    compliance: { proven: ["2.8"], missing: [{ id: "4.7", title: "Flow logs", text: "no flow log" }] },
    guardrails: [
      { rule: "deny-root-user", from: "Root", exception: { reason: "it is needed", expires: "2027-01-01" } },
    ],
  });
  const failed: AccountReport = {
    ...planned("x"),
    summary: { ...planned("x").summary, status: "failed", error: "why" },
  };
  const accounts = map.accounts.map((account, index) =>
    index === 3 ? { ...account, plan: { report: failed, applied: false } } : account,
  );
  return everywhere({ ...map, accounts }) as OrganizationMap;
}
