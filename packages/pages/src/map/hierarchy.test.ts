import { treeLines } from "./drawing.mjs";
import { rowsOf } from "./hierarchy.ts";
import { mapAccount } from "./map.fixture.ts";

const units = ["Workloads", "Workloads/Production", "Empty"];
const accounts = [mapAccount("a", { unit: "Workloads/Production" }), mapAccount("m", { unit: "Root" })];

test("accounts of a unit come before the units in it, each row after the one it hangs from", () => {
  expect(rowsOf({ units, accounts }).map(({ id, parent, depth }) => [id, parent, depth])).toEqual([
    ["Root", undefined, 0],
    ["account=m", "Root", 1],
    ["Workloads", "Root", 1],
    ["Workloads/Production", "Workloads", 2],
    ["account=a", "Workloads/Production", 3],
    ["Empty", "Root", 1],
  ]);
});

test("a unit knows the accounts below it", () => {
  const below = Object.fromEntries(
    rowsOf({ units, accounts }).map(({ id, accounts: found }) => [id, found.map(({ name }) => name)]),
  );
  expect(below).toMatchObject({ Root: ["m", "a"], Workloads: ["a"], Empty: [] });
});

test("every row but the root has a branch to the row above it", () => {
  const lines = treeLines([
    { id: "Root", parent: undefined, depth: 0, y: 48 },
    { id: "a", parent: "Root", depth: 1, y: 80 },
    { id: "b", parent: "a", depth: 2, y: 112 },
  ]);
  expect(lines).toBe("M8.5,58V75q0,5 5,5h6M26.5,90V107q0,5 5,5h6");
});
