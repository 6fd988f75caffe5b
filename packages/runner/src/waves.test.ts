import { exampleAccount, exampleEnvironment } from "@archipelago/testing";
import type { Account, Workspace } from "@archipelago/account-stack/workspace";
import { applyConstraints, wavesOf } from "./waves.ts";

type Given = Record<string, Partial<Pick<Account, "dependsOn" | "promoteFrom" | "canary" | "environment">>>;

function workspace(given: Given): Workspace {
  const accounts = Object.entries(given).map(([name, more]): [string, Account] => [
    name,
    { ...exampleAccount, name, dependsOn: [], environment: "development", ...more },
  ]);
  const environments = ["development", "production"].map(
    (name) => [name, { ...exampleEnvironment, name, deletionProtection: name === "production" }] as const,
  );
  return { accounts: new Map(accounts), environments: new Map(environments) } as unknown as Workspace;
}
const shown = (given: Given, names?: string[]): string[] =>
  wavesOf(workspace(given), names).map(
    ({ accounts, canary }) => `${accounts.join(" ")}${canary ? ` (${canary})` : ""}`,
  );

const production = { environment: "production" };
test.each<[string, Given, string[]]>([
  ["one account has no canary", { a: {} }, ["a"]],
  ["dependencies", { a: { dependsOn: ["b"] }, b: {} }, ["b", "a"]],
  ["promotion", { a: { promoteFrom: "b" }, b: {} }, ["b", "a"]],
  ["the canary is what may be lost", { a: production, b: production, c: {}, d: {} }, ["c a b d (c)"]],
  ["among equals, the first by name", { b: production, a: production }, ["a b (a)"]],
  ["a canary that was chosen", { a: {}, b: { ...production, canary: true } }, ["b a (b)"]],
  ["one that is not to be", { a: { canary: false }, b: production }, ["b a (b)"]],
])("waves: %s", (_, given, waves) => expect(shown(given)).toEqual(waves));

test("what is not applied in the run counts as done, and what is not valid is left out", () => {
  expect(shown({ a: { dependsOn: ["b"] }, b: {}, c: {} }, ["a", "c", "broken"])).toEqual(["a c (a)"]);
  const behind = { a: { dependsOn: ["broken"] }, b: { dependsOn: ["a"] }, c: {}, d: {} };
  expect(shown(behind, ["a", "b", "c", "d", "broken"])).toEqual(["c d (c)"]);
});

test("the others of a wave wait for its canary", () => {
  const given = workspace({
    base: {},
    a: { dependsOn: ["base"] },
    b: { dependsOn: ["base"] },
    c: { promoteFrom: "b" },
  });
  const { dependencies, canaries } = applyConstraints(given, ["base", "a", "b", "c"]);
  expect(Object.fromEntries(dependencies)).toEqual({ base: [], a: ["base"], b: ["base", "a"], c: ["b"] });
  expect([...canaries]).toEqual([["b", "a"]]);
});
