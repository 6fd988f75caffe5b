import type { Account, Workspace } from "@archipelago/account-stack/workspace";
import { addressPlanProblems } from "./address-plan.ts";

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
