import type { JudgedControl } from "@archipelago/checks";
import { compliancePage } from "./compliance-page.ts";

const control = (id: string, more: Partial<JudgedControl> = {}): JudgedControl => ({
  id,
  title: `What ${id} asks`,
  scope: "account",
  status: "met",
  reason: "",
  evidence: [],
  missing: [],
  ...more,
});
const accounts = ["a", "b"].map((name) => ({ name, environment: "shared" }));
const options = { accounts, cloud: "simulated AWS" };

/** Cells of a row of a table, as text. */
function row(page: string, name: string): string[] {
  const [, cells = ""] = new RegExp(`<tr><th scope="row"[^>]*>${name}</th>(.*?)</tr>`).exec(page) ?? [];
  return [...cells.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell]) => cell!.replaceAll(/<[^>]+>/g, ""));
}

test("an account's row counts what proves each control there, and marks what is missing", () => {
  const page = compliancePage(
    [
      control("2.8", { evidence: ["x", "y"].map((name) => ({ account: "a", address: `t.${name}` })) }),
      control("4.6", { status: "unmet", reason: "b: no key", missing: [{ account: "b", text: "no key" }] }),
      control("4.1", { scope: "organisation", evidence: [{ account: "a", address: "t.trail" }] }),
    ],
    options,
  );
  expect(row(page, "a")).toEqual(["shared", "2", "·"]);
  expect(row(page, "b")).toEqual(["shared", "·", "✗"]);
  expect(page).toContain('<h2 class="unmet">Not met</h2>');
  expect(page).toContain("What 4.6 asks: b: no key");
});

test("all evidence is there, by the accounts that share it", () => {
  const evidence = accounts.flatMap(({ name }) => [
    { account: name, address: "t.everywhere" },
    ...(name === "a" ? [{ account: name, address: "t.here" }] : []),
  ]);
  const [, , , proof] = row(compliancePage([control("2.8", { evidence })], options), "2.8");
  expect(proof).toBe("3 resources in every accountevery accountt.everywhereat.here");
});

test("nothing that is shown is taken for markup", () => {
  const hostile = `</script><img src=x onerror=alert(1)>"'&\u2028`;
  const page = compliancePage(
    [
      control(hostile, {
        title: hostile,
        status: "unmet",
        reason: hostile,
        evidence: ["1", "2"].map((name) => ({ account: hostile, address: hostile + name })),
        missing: [{ account: hostile, text: hostile }],
      }),
    ],
    { accounts: [{ name: hostile, environment: hostile }], cloud: hostile },
  );
  expect(page).not.toMatch(/<img|<\/script|\u2028/);
});

test("an organisation without accounts has a page too", () => {
  expect(compliancePage([], { accounts: [], cloud: "AWS" })).not.toContain("By account");
});
