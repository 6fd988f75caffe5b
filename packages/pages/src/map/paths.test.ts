import { pathsOf } from "./paths.ts";

const account = (name: string, ...connections: { kind: string; with: string; side?: string; name?: string }[]) => ({
  name,
  connections,
});

test("a path that both accounts declare is one path, from who reaches to who is reached", () => {
  const role = { kind: "role", name: "orders", role: "jobs/report" };
  const paths = pathsOf([
    account("analytics", { ...role, with: "shop", side: "consumer" }),
    account("shop", { ...role, with: "analytics", side: "provider" }),
  ]);
  expect(paths).toEqual([
    {
      kind: "role",
      name: "orders",
      from: "analytics",
      to: "shop",
      bothWays: false,
      details: ["role jobs/report"],
      declaredBy: ["analytics", "shop"],
    },
  ]);
});

test("a kind without sides goes both ways, and one that only one account declares says so", () => {
  const peering = pathsOf([account("b", { kind: "peering", with: "a" })]);
  expect(peering).toMatchObject([{ from: "a", to: "b", bothWays: true, declaredBy: ["b"] }]);
});

test.each([
  ["consumer", "a", "b", false],
  ["provider", "b", "a", false],
  ["requester", "a", "b", false],
  ["accepter", "b", "a", false],
  ["constructor", "a", "b", true],
  ["something later", "a", "b", true],
])("side %s: from %s to %s", (side, from, to, bothWays) => {
  expect(pathsOf([account("a", { kind: "k", with: "b", side })])).toMatchObject([{ from, to, bothWays }]);
});

test("two paths between the same accounts stay two, in a stable order, with whatever their kind says", () => {
  const ports = { kind: "peering", with: "a", ports: [443, 5432], options: { dns: true } };
  const paths = pathsOf([
    account("b", { kind: "role", name: "z", with: "a" }, { kind: "role", name: "y", with: "a" }, ports),
  ]);
  expect(paths.map(({ kind, name }) => `${kind} ${name}`)).toEqual(["peering ", "role y", "role z"]);
  expect(paths[0]!.details).toEqual(["ports 443, 5432", 'options {"dns":true}']);
});
