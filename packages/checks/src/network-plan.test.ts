import type { Account, Environment, Workspace } from "@archipelago/account-stack/workspace";
import { networkPlan } from "./network-plan.ts";

const account = (name: string, environment: string, more: object): [string, Account] => [
  name,
  { name, environment, region: "eu-west-1", lifecycle: "active", connections: [], ...more } as unknown as Account,
];
const network = (cidr: string, ...secondaryCidrs: string[]): object => ({
  network: { cidr, secondaryCidrs, zones: 2 },
});

const plan = networkPlan({
  accounts: new Map([
    account("shop", "production", {
      ...network("10.0.96.0/22", "100.64.0.0/18"),
      connections: [
        { kind: "peering", with: "lab" },
        { kind: "transit", side: "spoke", with: "cupboard" },
      ],
    }),
    account("lab", "development", network("10.0.0.0/22")),
    account("cupboard", "development", { network: undefined }),
    account("gone", "development", { ...network("10.0.4.0/22"), lifecycle: "closed" }),
  ]),
  environments: new Map(
    Object.entries({ production: "10.0.96.0/20", development: "10.0.0.0/18" }).map(([name, cidr]) => [
      name,
      { name, addresses: { "eu-west-1": cidr } } as unknown as Environment,
    ]),
  ),
  organization: { addressPlan: { supernet: "10.0.0.0/16", reserved: { "10.0.16.0/20": "offices" } } },
} as unknown as Workspace);

test("networks are in order of addresses, with every block and whom they are joined with", () => {
  expect(plan.accounts).toEqual([
    {
      account: "lab",
      environment: "development",
      region: "eu-west-1",
      cidrs: ["10.0.0.0/22"],
      addresses: 1024,
      zones: 2,
      peers: [],
    },
    {
      account: "shop",
      environment: "production",
      region: "eu-west-1",
      cidrs: ["10.0.96.0/22", "100.64.0.0/18"],
      addresses: 17_408,
      zones: 2,
      peers: ["lab", "cupboard (transit hub)"],
    },
  ]);
});

test("the ledger says what is used, by the plan's own addresses, and what a new account would get", () => {
  expect(plan.ledger.map(({ use, cidr, accounts, used, next }) => [use, cidr, accounts, used, next])).toEqual([
    ["development", "10.0.0.0/18", 1, 1024, "10.0.32.0/20"],
    ["offices", "10.0.16.0/20", 0, 4096, undefined],
    ["production", "10.0.96.0/20", 1, 1024, undefined],
  ]);
});
