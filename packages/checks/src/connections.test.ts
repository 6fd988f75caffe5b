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
