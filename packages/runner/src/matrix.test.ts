import { applyRounds, jobsPerMatrix, shardMatrix } from "./matrix.ts";

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `account-${index}`);

describe("shardMatrix", () => {
  test("without accounts there is no job", () => {
    expect(shardMatrix([])).toEqual({ include: [] });
  });

  test("few accounts are planned on one machine", () => {
    expect(shardMatrix(["a", "b", "c"])).toEqual({ include: [{ shard: 1, accounts: "a b c" }] });
  });

  test.each([
    [26, 2],
    [100, 4],
    [6400, jobsPerMatrix],
    [10_000, jobsPerMatrix],
  ])("%i accounts: %i jobs that hold each account once, in order, and about as many each", (count, jobs) => {
    const { include } = shardMatrix(names(count));
    expect(include.map(({ shard }) => shard)).toEqual(Array.from({ length: jobs }, (_, index) => index + 1));
    expect(include.flatMap(({ accounts }) => accounts.split(" "))).toEqual(names(count));
    const sizes = include.map(({ accounts }) => accounts.split(" ").length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });
});

describe("applyRounds", () => {
  const dependencies = new Map([
    ["network", ["management", "elsewhere"]],
    ["shop-dev", ["network", "management"]],
    ["shop-staging", ["network", "shop-dev"]],
  ]);

  test("the canary of a wave goes alone, before the others; only accounts of this run are waited for", () => {
    const waves = [
      { wave: 1, canary: null, accounts: ["management"] },
      { wave: 2, canary: null, accounts: ["network"] },
      { wave: 3, canary: "shop-dev", accounts: ["shop-dev", "shop-staging"] },
    ];
    expect(applyRounds(waves, dependencies)).toEqual([
      { include: [{ account: "management", wave: 1, after: "" }] },
      { include: [{ account: "network", wave: 2, after: "management" }] },
      { include: [{ account: "shop-dev", wave: 3, after: "network management" }] },
      { include: [{ account: "shop-staging", wave: 3, after: "network shop-dev" }] },
    ]);
  });

  test("a wave larger than a matrix takes several rounds, none larger than the limit, and loses no account", () => {
    const accounts = names(600);
    const rounds = applyRounds([{ wave: 1, canary: accounts[0]!, accounts }], new Map());
    expect(rounds.map(({ include }) => include.length)).toEqual([1, 256, 256, 87]);
    expect(rounds.flatMap(({ include }) => include.map(({ account }) => account))).toEqual(accounts);
  });

  test("nothing to apply: no round", () => {
    expect(applyRounds([], new Map())).toEqual([]);
  });
});
