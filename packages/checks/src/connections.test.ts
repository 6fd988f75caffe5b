import type { Account, Connection, Workspace } from "@archipelago/account-stack/workspace";
import { connectionProblems } from "./connections.ts";

const provider: Connection = { kind: "role", name: "orders", with: "analytics", side: "provider", role: "report" };
const consumer: Connection = { kind: "role", name: "orders", with: "shop", side: "consumer", role: "report" };

function problems(connections: Record<string, Connection[]>, invalid: string[] = []): Record<string, string> {
  const accounts = new Map(
    Object.entries(connections).map(([name, each]) => [
      name,
      { name, directory: `accounts/${name}`, connections: each } as unknown as Account,
    ]),
  );
  const workspace = { accounts, problems: new Map(invalid.map((name) => [name, new Error()])) } as unknown as Workspace;
  return Object.fromEntries([...connectionProblems(workspace)].map(([name, error]) => [name, error.format()]));
}

test("accounts without connections, and connections that both sides declare, are fine", () => {
  expect(problems({ shop: [provider], analytics: [consumer], sandbox: [] })).toEqual({});
});

test("access in both directions is two connections", () => {
  const back = { ...provider, with: "shop", role: "shop-job" };
  const used = { ...consumer, with: "analytics", role: "shop-job" };
  expect(problems({ shop: [provider, used], analytics: [consumer, back] })).toEqual({});
});

test("a missing side is told by the line to add", () => {
  expect(problems({ shop: [], analytics: [consumer] })).toEqual({
    analytics: [
      'accounts/analytics/account.json: connections[0]: shop does not declare its side of the role "orders"',
      '  next: add to connections of accounts/shop/account.json: {"kind":"role","name":"orders","with":"analytics","side":"provider","role":"report"}',
    ].join("\n"),
  });
  expect(problems({ shop: [provider], analytics: [] })["shop"]).toContain(
    'accounts/analytics/account.json: {"kind":"role","name":"orders","with":"shop","side":"consumer","role":"report"}',
  );
});

test.each<[what: string, connections: Record<string, Connection[]>, account: string, message: string]>([
  ["the same side twice", { shop: [provider], analytics: [{ ...provider, with: "shop" }] }, "shop", "does not declare"],
  ["another name", { shop: [provider], analytics: [{ ...consumer, name: "order" }] }, "shop", "does not declare"],
  [
    "the line of a third account",
    { shop: [provider], analytics: [], lab: [consumer] },
    "lab",
    "shop does not declare its side",
  ],
  [
    "another role",
    { shop: [provider], analytics: [{ ...consumer, role: "admin" }] },
    "analytics",
    'the role "orders" is for the role admin, and shop says report',
  ],
  ["itself", { shop: [{ ...provider, with: "shop" }] }, "shop", "connects the account with itself"],
  [
    "the same twice",
    { shop: [provider, provider], analytics: [consumer] },
    "shop",
    'connections[1]: the role "orders" is declared twice',
  ],
  ["an account that is not there", { shop: [provider], lab: [] }, "shop", 'there is no account "analytics"'],
])("%s is refused", (_, connections, account, message) => {
  expect(problems(connections)[account]).toContain(message);
});

test("an account that cannot be read is not taken for one that agrees", () => {
  expect(problems({ shop: [provider] }, ["analytics"])["shop"]).toContain(
    'what analytics says of the role "orders" cannot be read',
  );
});

describe("what joins networks", () => {
  const endpoint = (port = 443) => ({ kind: "private-endpoint", name: "prices", port }) as const;
  const transit = { kind: "transit", name: "shared" } as const;
  const network = { cidr: "10.0.0.0/20", zones: 2 };
  const problem = (shop: object, analytics: object, ours: Connection, theirs: Connection): string | undefined => {
    const account = (name: string, more: object, connection: Connection): [string, Account] => [
      name,
      { name, directory: name, region: "eu-west-1", connections: [connection], network, ...more } as unknown as Account,
    ];
    const accounts = new Map([account("shop", shop, ours), account("analytics", analytics, theirs)]);
    const found = connectionProblems({ accounts, problems: new Map() } as unknown as Workspace);
    return found.get("analytics")?.message;
  };

  test.each<[string, object, object, number, string | undefined]>([
    ["two networks of one region", {}, {}, 443, undefined],
    ["a service in more zones", { network: { ...network, zones: 3 } }, {}, 443, undefined],
    ["another port", {}, {}, 80, "is for the port 443, and shop says 80"],
    ["no network of the provider", { network: undefined }, {}, 443, "shop has no network for a private endpoint"],
    ["no network of the consumer", {}, { network: undefined }, 443, "analytics has no network for a private endpoint"],
    ["two regions", {}, { region: "eu-central-1" }, 443, "is in eu-west-1, and analytics in eu-central-1"],
    ["more zones", {}, { network: { ...network, zones: 3 } }, 443, "is in 2 zones, and the network of analytics in 3"],
  ])("an endpoint: %s", (_, shop, analytics, port, message) => {
    const provider: Connection = { ...endpoint(port), with: "analytics", side: "provider" };
    const found = problem(shop, analytics, provider, { ...endpoint(), with: "shop", side: "consumer" });
    if (message === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(message);
  });

  test.each<[string, object, object, string | undefined]>([
    ["two networks of one region", {}, {}, undefined],
    ["a spoke in more zones than its hub", {}, { network: { ...network, zones: 3 } }, undefined],
    ["no network of the hub", { network: undefined }, {}, "shop has no network to attach"],
    ["no network of the spoke", {}, { network: undefined }, "analytics has no network to attach"],
    ["two regions", {}, { region: "eu-central-1" }, "is in eu-west-1, and analytics in eu-central-1"],
  ])("a transit gateway: %s", (_, shop, analytics, message) => {
    const hub: Connection = { ...transit, with: "analytics", side: "hub" };
    const found = problem(shop, analytics, hub, { ...transit, with: "shop", side: "spoke" });
    if (message === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(message);
  });
});
