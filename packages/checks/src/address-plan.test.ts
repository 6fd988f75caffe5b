import type { Account, Workspace } from "@archipelago/account-stack/workspace";
import { addressPlanProblems, nextBlock } from "./address-plan.ts";

const problems = (networks: Record<string, string | undefined>): Record<string, string> => {
  const accounts = new Map(
    Object.entries(networks).map(([name, cidr]) => [
      name,
      { name, directory: `accounts/${name}`, network: cidr === undefined ? undefined : { cidr, zones: 2 } } as Account,
    ]),
  );
  const workspace = { accounts, organization: { addressPlan: { supernet: "10.0.0.0/8" } } } as unknown as Workspace;
  return Object.fromEntries([...addressPlanProblems(workspace)].map(([name, error]) => [name, error.message]));
};

test("blocks that touch do not overlap; accounts without network do not matter", () => {
  expect(problems({ a: "10.0.0.0/20", b: "10.0.16.0/20", c: undefined })).toEqual({});
});

test("an overlap is named by both accounts", () => {
  expect(problems({ a: "10.0.0.0/16", b: "10.0.16.0/20", c: "10.1.0.0/20" })).toEqual({
    a: "network.cidr: 10.0.0.0/16 overlaps 10.0.16.0/20 of b",
    b: "network.cidr: 10.0.16.0/20 overlaps 10.0.0.0/16 of a",
  });
});

test("a block outside of the organisation's is refused", () => {
  expect(problems({ a: "192.168.0.0/20" })).toEqual({
    a: "network.cidr: 192.168.0.0/20 is outside the organisation's address plan",
  });
});

test("who must move is told where to", () => {
  const network = (name: string, cidr: string) =>
    [name, { name, directory: `accounts/${name}`, network: { cidr, zones: 2 } } as Account] as const;
  const accounts = new Map([network("a", "10.0.0.0/20"), network("b", "10.0.0.0/20")]);
  const workspace = { accounts, organization: { addressPlan: { supernet: "10.0.0.0/8" } } } as unknown as Workspace;
  expect(addressPlanProblems(workspace).get("b")!.format()).toContain("another block: 10.0.16.0/20 is free");
});

describe("the next free block", () => {
  test.each<[what: string, taken: string[], neighbours: string[], prefix: number, expected: string | undefined]>([
    ["is the first of an empty plan", [], [], 20, "10.0.0.0/20"],
    ["follows its neighbours", ["10.0.0.0/20", "10.0.32.0/20"], ["10.0.32.0/20"], 20, "10.0.48.0/20"],
    [
      "fills a gap between them",
      ["10.0.0.0/20", "10.0.32.0/20", "10.0.64.0/20"],
      ["10.0.32.0/20", "10.0.64.0/20"],
      20,
      "10.0.48.0/20",
    ],
    ["skips what is taken behind them", ["10.0.0.0/20", "10.0.16.0/21"], ["10.0.0.0/20"], 20, "10.0.32.0/20"],
    ["starts where a block of its size may", ["10.0.0.0/24"], ["10.0.0.0/24"], 20, "10.0.16.0/20"],
    [
      "takes a gap when nothing is left behind",
      ["10.0.0.0/17", "10.0.192.0/18"],
      ["10.0.192.0/18"],
      18,
      "10.0.128.0/18",
    ],
    ["is none in a full plan", ["10.0.0.0/17", "10.0.128.0/17"], [], 20, undefined],
    ["is none when no gap is large enough", ["10.0.64.0/20", "10.0.192.0/20"], [], 17, undefined],
    ["takes no notice of what is no block", ["REPLACE-ME", ""], ["nonsense"], 20, "10.0.0.0/20"],
    ["takes no notice of neighbours elsewhere", ["192.168.0.0/20"], ["192.168.0.0/20"], 20, "10.0.0.0/20"],
  ])("%s", (_what, taken, neighbours, prefix, expected) => {
    expect(nextBlock("10.0.0.0/16", taken, neighbours, prefix)).toBe(expected);
  });

  test("fills a plan without an overlap, and then says that it is full", () => {
    const taken: string[] = [];
    for (let block = nextBlock("10.0.0.0/16", taken, taken); block; block = nextBlock("10.0.0.0/16", taken, taken))
      taken.push(block);
    expect(new Set(taken).size).toBe(16);
  });
});
