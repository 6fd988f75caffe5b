import type { Account, Environment, Workspace } from "@archipelago/account-stack/workspace";
import { formatCidr, parseCidr, sizeOf } from "@archipelago/account-stack/workspace";
import { addressPlanProblems } from "./address-plan.ts";

interface Given {
  /** First block, then secondary ones; with `environment@region` in front. Default: development@eu-west-1. */
  readonly [account: string]: string | undefined;
}

interface Plan {
  readonly ledger?: Record<string, Record<string, string>>;
  readonly reserved?: Record<string, string>;
  /** Accounts that declare a peering, by who declares it. */
  readonly peerings?: Record<string, string>;
  /** Spokes of the account `hub`. */
  readonly spokes?: readonly string[];
  readonly closed?: string;
  readonly supernet?: string;
}

function workspaceOf(
  given: Given,
  { ledger, reserved = {}, peerings = {}, spokes = [], closed, supernet }: Plan,
): Workspace {
  const accounts = Object.entries(given).map(([name, text]): [string, Account] => {
    const [, environment = "development", region = "eu-west-1", blocks = ""] = /^(?:(\w+)@([\w-]+) )?(.*)$/.exec(
      text ?? "",
    )!;
    const [cidr, ...secondaryCidrs] = blocks.split(" ");
    return [
      name,
      {
        name,
        directory: `accounts/${name}`,
        environment,
        region,
        lifecycle: name === closed ? "closed" : "active",
        network: text === undefined ? undefined : { cidr: cidr!, secondaryCidrs, zones: 2 },
        connections: [
          ...(peerings[name] === undefined ? [] : [{ kind: "peering", with: peerings[name] }]),
          ...(spokes.includes(name) ? [{ kind: "transit", side: "spoke", with: "hub" }] : []),
        ],
      } as unknown as Account,
    ];
  });
  const environments = ["development", "production"].map((name): [string, Environment] => [
    name,
    { name, ...(ledger?.[name] && { addresses: ledger[name] }) } as Environment,
  ]);
  return {
    accounts: new Map(accounts),
    environments: new Map(environments),
    organization: { addressPlan: { supernet: supernet ?? "10.0.0.0/8", reserved } },
  } as unknown as Workspace;
}

const problems = (given: Given, plan: Plan = {}): Record<string, string> =>
  Object.fromEntries([...addressPlanProblems(workspaceOf(given, plan))].map(([name, error]) => [name, error.message]));

const ledger = {
  development: { "eu-west-1": "10.32.0.0/12", "eu-central-1": "10.48.0.0/12" },
  production: { "eu-west-1": "10.96.0.0/12" },
};

test.each<[what: string, given: Given, plan?: Plan]>([
  ["no account", {}],
  ["an account without network", { a: undefined }],
  ["blocks that touch", { a: "10.0.0.0/20", b: "10.0.16.0/20" }],
  ["blocks that touch the other way round", { a: "10.0.16.0/20", b: "10.0.0.0/20" }],
  ["the last block of the plan", { a: "10.255.255.0/24" }],
  ["a block as large as the plan", { a: "10.1.0.0/16" }, { supernet: "10.1.0.0/16" }],
  [
    "blocks of the environment and region",
    { a: "development@eu-central-1 10.48.0.0/20", b: "10.32.0.0/20" },
    { ledger },
  ],
  ["the same place in two environments", { a: "10.32.0.0/20", b: "production@eu-west-1 10.96.0.0/20" }, { ledger }],
  ["an environment without a ledger", { a: "10.200.0.0/20" }, { ledger: { production: ledger.production } }],
  ["a second block of the plan", { a: "10.32.0.0/20 10.32.16.0/20", b: "10.32.32.0/20" }, { ledger }],
  ["a second block of addresses that stay inside", { a: "10.32.0.0/20 100.64.0.0/16" }, { ledger }],
  ["the same such block in two accounts", { a: "10.0.0.0/20 100.64.0.0/16", b: "10.0.16.0/20 100.64.0.0/16" }],
  [
    "accounts that are peered, with different ones",
    { a: "10.0.0.0/20 100.64.0.0/16", b: "10.0.16.0/20 100.65.0.0/16" },
    { peerings: { a: "b" } },
  ],
  [
    "a spoke of a transit gateway and an account that is none, with the same inside addresses",
    { hub: "10.0.0.0/20", a: "10.0.16.0/20 100.64.0.0/16", b: "10.0.32.0/20 100.64.0.0/16" },
    { spokes: ["a"] },
  ],
  ["the block of an account that is closed", { a: "10.0.0.0/20", b: "10.0.0.0/20" }, { closed: "b" }],
  ["a block beside a reserved one", { a: "10.0.0.0/20" }, { reserved: { "10.0.16.0/20": "offices" } }],
])("%s: fine", (...[, given, plan]) => {
  expect(problems(given, plan)).toEqual({});
});

const overlap = "network.cidr: 10.0.0.0/20 overlaps 10.0.0.0/20 of ";

test.each<[what: string, given: Given, expected: Record<string, string>, plan?: Plan]>([
  ["the same block", { a: "10.0.0.0/20", b: "10.0.0.0/20" }, { a: `${overlap}b`, b: `${overlap}a` }],
  [
    "a block within another",
    { a: "10.0.0.0/16", b: "10.0.16.0/20", c: "10.1.0.0/20" },
    {
      a: "network.cidr: 10.0.0.0/16 overlaps 10.0.16.0/20 of b",
      b: "network.cidr: 10.0.16.0/20 overlaps 10.0.0.0/16 of a",
    },
  ],
  [
    "the same block of three",
    { a: "10.0.0.0/20", b: "10.0.0.0/20", c: "10.0.0.0/20" },
    { a: `${overlap}b`, b: `${overlap}a`, c: `${overlap}a` },
  ],
  [
    "a second block over another's first",
    { a: "10.0.0.0/20 10.0.16.0/20", b: "10.0.16.0/24" },
    {
      a: "network.secondaryCidrs[0]: 10.0.16.0/20 overlaps 10.0.16.0/24 of b",
      b: "network.cidr: 10.0.16.0/24 overlaps 10.0.16.0/20 of a",
    },
  ],
  [
    "a third block over another's second",
    { a: "10.0.0.0/20 10.1.0.0/20 10.2.0.0/20", b: "10.0.16.0/20 10.2.8.0/21" },
    {
      a: "network.secondaryCidrs[1]: 10.2.0.0/20 overlaps 10.2.8.0/21 of b",
      b: "network.secondaryCidrs[0]: 10.2.8.0/21 overlaps 10.2.0.0/20 of a",
    },
  ],
  [
    "an account with itself",
    { a: "10.0.0.0/16 10.0.16.0/20" },
    { a: "network.cidr: 10.0.0.0/16 overlaps 10.0.16.0/20 (network.secondaryCidrs[0])" },
  ],
  [
    "inside addresses of accounts that are peered",
    { a: "10.0.0.0/20 100.64.0.0/16", b: "10.0.16.0/20 100.64.128.0/17" },
    {
      a: "network.secondaryCidrs[0]: 100.64.0.0/16 overlaps 100.64.128.0/17 of b",
      b: "network.secondaryCidrs[0]: 100.64.128.0/17 overlaps 100.64.0.0/16 of a",
    },
    { peerings: { b: "a" } },
  ],
  [
    "inside addresses of a spoke and of its hub",
    { hub: "10.0.0.0/20 100.64.0.0/16", a: "10.0.16.0/20 100.64.128.0/17" },
    {
      hub: "network.secondaryCidrs[0]: 100.64.0.0/16 overlaps 100.64.128.0/17 of a",
      a: "network.secondaryCidrs[0]: 100.64.128.0/17 overlaps 100.64.0.0/16 of hub",
    },
    { spokes: ["a"] },
  ],
  [
    "inside addresses of two spokes: the hub's routes would lead to either",
    { hub: "10.0.0.0/20", a: "10.0.16.0/20 100.64.0.0/16", b: "10.0.32.0/20 100.64.128.0/17" },
    {
      a: "network.secondaryCidrs[0]: 100.64.0.0/16 overlaps 100.64.128.0/17 of b",
      b: "network.secondaryCidrs[0]: 100.64.128.0/17 overlaps 100.64.0.0/16 of a",
    },
    { spokes: ["a", "b"] },
  ],
  [
    "an account with itself, in inside addresses",
    { a: "10.0.0.0/20 100.64.0.0/16 100.64.0.0/18" },
    { a: "network.secondaryCidrs[0]: 100.64.0.0/16 overlaps 100.64.0.0/18 (network.secondaryCidrs[1])" },
  ],
  [
    "inside addresses as the first block",
    { a: "100.64.0.0/16" },
    { a: "network.cidr: 100.64.0.0/16 is outside the organisation's address plan" },
  ],
  [
    "a block outside of the organisation's",
    { a: "192.168.0.0/20" },
    { a: "network.cidr: 192.168.0.0/20 is outside the organisation's address plan" },
  ],
  [
    "a block larger than the organisation's",
    { a: "10.0.0.0/16" },
    { a: "network.cidr: 10.0.0.0/16 is outside the organisation's address plan" },
    { supernet: "10.0.0.0/17" },
  ],
  [
    "a second block outside",
    { a: "10.0.0.0/20 172.16.0.0/20" },
    { a: "network.secondaryCidrs[0]: 172.16.0.0/20 is outside the organisation's address plan" },
  ],
  [
    "a block of another environment",
    { a: "10.96.0.0/20" },
    { a: "network.cidr: 10.96.0.0/20 is outside 10.32.0.0/12, the block of development in eu-west-1" },
    { ledger },
  ],
  [
    "a block of another region",
    { a: "10.48.0.0/20" },
    { a: "network.cidr: 10.48.0.0/20 is outside 10.32.0.0/12, the block of development in eu-west-1" },
    { ledger },
  ],
  [
    "a region the ledger does not know",
    { a: "production@eu-central-1 10.96.0.0/20" },
    { a: "network.cidr: the environment production has no addresses in eu-central-1" },
    { ledger },
  ],
  [
    "a reserved block",
    { a: "10.0.0.0/16" },
    { a: "network.cidr: 10.0.0.0/16 overlaps 10.0.240.0/20, which is reserved: offices" },
    { reserved: { "10.0.240.0/20": "offices" } },
  ],
  [
    "a ledger whose blocks overlap",
    { a: "10.32.0.0/20" },
    { a: "addresses.eu-west-1: 10.40.0.0/16 overlaps 10.32.0.0/12 of environments/development.json (eu-west-1)" },
    { ledger: { ...ledger, production: { "eu-west-1": "10.40.0.0/16" } } },
  ],
  [
    "a ledger outside of the organisation's block",
    { a: "10.32.0.0/20" },
    { a: "addresses.eu-west-1: 172.16.0.0/16 is outside the organisation's address plan" },
    { ledger: { development: { "eu-west-1": "172.16.0.0/16" } } },
  ],
])("%s: refused", (...[, given, expected, plan]) => {
  expect(problems(given, plan)).toEqual(expected);
});

test("who must move is told what both have, and where to", () => {
  const text = (account: string, given: Given, plan?: Plan): string =>
    addressPlanProblems(workspaceOf(given, plan ?? {}))
      .get(account)!
      .format();
  const both = text("b", { a: "10.32.0.0/16", b: "10.32.16.0/20" }, { ledger });
  expect(both).toContain("both have 10.32.16.0/20");
  expect(both).toContain("give one of b and a another block: 10.33.0.0/20 is free");
  expect(text("a", { a: "10.96.0.0/20" }, { ledger })).toContain("take 10.32.0.0/20, which is free");
});

test("a thousand random address plans: an overlap is found exactly where two accounts have an address in common", () => {
  const random = randomNumbers(20261121);
  for (let round = 0; round < 1000; round++) {
    const given: Record<string, string> = {};
    for (const name of ["a", "b", "c", "d"].slice(0, 2 + random(3))) {
      given[name] = Array.from({ length: 1 + random(2) }, () => {
        const prefix = 24 + random(6);
        return formatCidr({
          address: parseCidr("10.0.0.0/22")!.address + random(2 ** (prefix - 22)) * 2 ** (32 - prefix),
          prefix,
        });
      }).join(" ");
    }
    const found = problems(given, { supernet: "10.0.0.0/22" });
    expect([given, Object.keys(found).sort()]).toEqual([given, inConflict(given)]);
  }
});

/** Address by address: accounts that have one which another block has too. */
function inConflict(given: Record<string, string>): string[] {
  const owners = new Map<number, string[]>();
  for (const [name, blocks] of Object.entries(given)) {
    for (const text of blocks.split(" ")) {
      const cidr = parseCidr(text)!;
      for (let address = cidr.address; address < cidr.address + sizeOf(cidr); address++)
        owners.set(address, [...(owners.get(address) ?? []), name]);
    }
  }
  return [...new Set([...owners.values()].filter((names) => names.length > 1).flat())].sort();
}

/** Whole numbers from 0 to below a limit, the same ones every time. (Linear congruential generator, Numerical Recipes.) */
function randomNumbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}
