import fs from "node:fs";
import path from "node:path";
import { loadWorkspace } from "@archipelago/account-stack/workspace";
import { codeowners, codeownersFile, codeownersProblems, ownersOf } from "./codeowners.ts";
import { workspaceOf } from "./members.fixture.ts";

const owners = new Map([
  ["shop-dev", "@acme/team-shop"],
  ["analytics", "@acme/team-data"],
]);
const text = codeowners("@acme/team-platform", owners);

function problems(current: string): { stale: Record<string, string>; missing: string[] } {
  const accounts = Object.fromEntries([...owners].map(([name, owner]) => [name, { owner }]));
  const { stale, missing } = codeownersProblems(workspaceOf(accounts), current);
  return {
    stale: Object.fromEntries([...stale].map(([name, error]) => [name, error.format()])),
    missing: [...missing],
  };
}

test("this repository's is current (npx nx g codeowners)", () => {
  const repository = path.resolve(import.meta.dirname, "../../..");
  const workspace = loadWorkspace(repository);
  const current = fs.readFileSync(path.join(repository, codeownersFile), "utf8");
  expect([...codeownersProblems(workspace, current).stale.values()].map((error) => error.format())).toEqual([]);
  expect(ownersOf(workspace).size).toBeGreaterThan(5);
});

test("the platform team comes first, because the last line that matches wins", () => {
  expect(text.split("\n")).toEqual([
    expect.stringMatching(/^# .*npx nx g codeowners/),
    "* @acme/team-platform",
    "/accounts/analytics/ @acme/team-data",
    "/accounts/shop-dev/ @acme/team-shop",
    "",
    expect.stringMatching(/^# Your own lines/),
    "",
  ]);
  expect(problems(text)).toEqual({ stale: {}, missing: [] });
});

test("own lines stay, and nobody judges them", () => {
  const own = `${text}/modules/vpc-baseline/ @acme/network\n`;
  expect(codeowners("@acme/team-platform", owners, own)).toBe(own);
  expect(codeowners("@acme/team-platform", owners, own.replaceAll("\n", "\r\n"))).toBe(own);
  expect(problems(own)).toEqual({ stale: {}, missing: [] });
});

test("an account without a line is missing, not stale: the platform team answers for it", () => {
  expect(problems(text.replace(/.*shop-dev.*\n/, ""))).toEqual({ stale: {}, missing: ["shop-dev"] });
});

test("a line about an account that is gone is harmless", () => {
  expect(problems(text.replace("\n\n", "\n/accounts/gone/ @acme/team-old\n\n"))).toEqual({ stale: {}, missing: [] });
});

test.each([
  ["another owner", ["@acme/team-shop", "@acme/team-data"], { "shop-dev": /the owner .* is @acme\/team-shop/ }],
  [
    "a second owner",
    ["@acme/team-shop", "@acme/team-shop @mallory"],
    { "shop-dev": /"\/accounts\/shop-dev\/ .* @mallory"/ },
  ],
  [
    "another platform team",
    ["team-platform", "team-other"],
    { management: /first line is not "\* @acme\/team-platform"/ },
  ],
  [
    "a line of hand",
    ["* @acme/team-platform\n", "* @acme/team-platform\n*.ts @mallory\n"],
    { management: /"\*\.ts @mallory" is/ },
  ],
  ["a pattern for many", ["/accounts/analytics/ ", "/accounts/*/ "], { management: /is not the line of an account/ }],
  ["nothing at all", [text, ""], { management: /first line/ }],
])("%s is stale, and the command is named", (_what, [from, to], expected) => {
  const { stale } = problems(text.replace(from!, to!));
  expect(Object.keys(stale)).toEqual(Object.keys(expected));
  for (const [name, pattern] of Object.entries(expected)) {
    expect(stale[name]).toMatch(pattern);
    expect(stale[name]).toMatch(/^\.github\/CODEOWNERS: .*\n {2}next: npx nx g codeowners$/);
  }
});
