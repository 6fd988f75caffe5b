import type { Account } from "@archipelago/account-stack/workspace";
import { destroyOrder } from "./destroy-order.ts";

const account = (name: string, given: Partial<Account> = {}): [string, Account] => [
  name,
  { name, dependsOn: [], reads: {}, connections: [], ...given } as unknown as Account,
];
const order = (...accounts: [string, Account][]) => Object.fromEntries(destroyOrder(new Map(accounts)));
const consumer = {
  kind: "queue",
  name: "orders",
  with: "network",
  side: "consumer",
  access: "send",
  role: "job",
} as const;

test("an account is destroyed after those that depend on it, await something of it or use what it has", () => {
  expect(
    order(
      account("management"),
      account("network", { dependsOn: ["management"], reads: { management: ["organizationId"] } }),
      account("shop", { dependsOn: ["management"], reads: { network: ["dnsProfileId"] } }),
      account("analytics", { connections: [consumer] }),
    ),
  ).toEqual({ management: ["network", "shop"], network: ["analytics", "shop"], shop: [], analytics: [] });
});

test("of two that need each other, the one that is depended on stays", () => {
  expect(
    order(
      account("management", { reads: { "log-archive": ["trailBucketName"] } }),
      account("log-archive", { dependsOn: ["management"], reads: { management: ["organizationId"] } }),
    ),
  ).toEqual({ management: ["log-archive"], "log-archive": [] });
});

test("of two that only await each other, somebody goes first", () => {
  expect(order(account("a", { reads: { b: ["x"] } }), account("b", { reads: { a: ["y"] } }))).toEqual({
    a: [],
    b: ["a"],
  });
});

test("what is not there is nobody's reason to wait", () => {
  expect(order(account("shop", { reads: { network: ["dnsProfileId"] } }))).toEqual({ shop: [] });
});
