import fs from "node:fs";
import { accessibilityProblems, describeInBrowser } from "@archipelago/testing/browser";
import { generateAccounts } from "../bench/accounts.mjs";
import { makeSmall } from "./support/small-stacks.ts";
import { Workspace } from "./support/workspace.ts";

// The map as the command writes it, in a browser: of the example while its accounts are in different states, and of an
// organisation that was generated.

jest.setTimeout(300_000);

const workspace = new Workspace();
beforeAll(() => makeSmall(workspace));
afterAll(() => workspace.remove());

/** Writes the map and returns it. */
async function showMap(): Promise<string> {
  await workspace.succeed(["show", "map"]);
  return fs.readFileSync(workspace.path(".archipelago/report/map.html"), "utf8");
}

describeInBrowser("the map", (open) => {
  test("shows what is applied, what is ahead with its diff, and who reaches whom", async () => {
    await workspace.succeed(["apply", "management", "--unreviewed", "a test"]);
    await workspace.succeed(["plan", "shop-production"]);
    const page = await open(await showMap());
    const row = (name: string) => page.locator(`tr[data-account=${name}]`);
    const statuses = JSON.parse(await workspace.succeed(["status", "--json"])) as { account: string; status: string }[];
    for (const { account, status } of statuses)
      expect([account, (await row(account).locator(".state-cell").innerText()).trim()]).toEqual([account, status]);
    expect(await row("management").innerText()).toMatch(/\sapplied\s*$/);
    expect(await row("shop-production").innerText()).toMatch(/shop-production\s+never applied\s.*\s\+\d+\s*$/s);
    expect(await page.locator('.arrows path[data-from=analytics][data-to="shop-production"]').count()).toBe(1);
    await row("shop-production").getByRole("link").click();
    const section = page.locator("section.account:visible");
    expect(await section.locator(".ways").innerText()).toMatch(/analytics\s+from\s+this account\s+role · orders/);
    await section.locator("summary").click();
    expect(await section.locator("pre").innerText()).toMatch(/^\+ aws_/);
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  test("of generated accounts shows every one of them", async () => {
    const names = generateAccounts(workspace.root, 40);
    const page = await open(await showMap());
    for (const name of names) expect(await page.locator(`tr[data-account=${name}]:visible`).count()).toBe(1);
    expect(await accessibilityProblems(page)).toEqual([]);
  });
});
