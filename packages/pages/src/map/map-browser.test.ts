import type { Page } from "playwright-core";
import { visible } from "@archipelago/report";
import { describeInBrowser } from "@archipelago/testing/browser";
import { hostileOrganization, organizationOf } from "./map.fixture.ts";
import { mapPage } from "./map-page.ts";

const map = organizationOf(40);
const html = mapPage(map);

/** Names of the accounts whose rows can be seen. */
const rows = (page: Page): Promise<string[]> => page.locator(".map tbody tr[data-account]:visible th").allInnerTexts();
const hash = (page: Page): string => new URL(page.url()).hash;
const focused = (page: Page): Promise<string> => page.evaluate<string>("document.activeElement.textContent");

describeInBrowser("the map in a browser", (open) => {
  test("a click opens an account and the address keeps it", async () => {
    const page = await open(html);
    expect(await page.locator("section.account:visible").count()).toBe(0);
    await page.getByRole("link", { name: "product-005" }).first().click();
    expect(hash(page)).toBe("#account=product-005");
    expect(await page.locator("section.account:visible h2").allInnerTexts()).toEqual(["product-005"]);
    await page.reload();
    expect(await page.locator("section.account:visible h2").allInnerTexts()).toEqual(["product-005"]);
    await page.getByRole("button", { name: "Close" }).click();
    expect(await page.locator("section.account:visible").count()).toBe(0);
    await page.goBack();
    expect(await page.locator("section.account:visible h2").allInnerTexts()).toEqual(["product-005"]);
  });

  test("everything can be reached by the keyboard alone", async () => {
    const page = await open(html);
    const press = async (...keys: string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const reach = async (what: string): Promise<void> => {
      for (let tab = 0; tab < 40 && !(await page.evaluate<boolean>(`document.activeElement.matches('${what}')`)); tab++)
        await press("Tab");
      expect(await page.evaluate<boolean>(`document.activeElement.matches('${what}')`)).toBe(true);
    };
    await reach("input");
    await page.keyboard.type("team-3 staging");
    const found = await rows(page);
    expect([...found].sort()).toEqual(
      map.accounts
        .filter(({ owner, environment }) => owner === "@acme/team-3" && environment === "staging")
        .map(({ name }) => name),
    );
    expect(await page.locator("output").innerText()).toBe(`${found.length} of 40 accounts`);
    await reach(".map a");
    await press("End");
    expect(await focused(page)).toBe(found.at(-1));
    await press("Enter");
    expect(hash(page)).toBe(`#q=team-3+staging&account=${found.at(-1)}`);
    // A reader is told what has opened.
    expect(await focused(page)).toBe(found.at(-1));
    expect(await page.evaluate<string>("document.activeElement.localName")).toBe("h2");
    await press("Escape");
    expect(hash(page)).toBe("#q=team-3+staging");
    expect(await page.evaluate<boolean>("document.activeElement.matches('.map a')")).toBe(true);
    expect(await focused(page)).toBe(found.at(-1));
    // The rest of the page comes after one stop in the map, not after one for each account.
    await press("Tab");
    expect(await page.evaluate<boolean>("document.activeElement.closest('.map') === null")).toBe(true);
  });

  test.each(["owner", "product", "environment", "unit", "state"] as const)("%s is a filter", async (key) => {
    const page = await open(html);
    const value = map.accounts[7]![key];
    await page.locator(`select[name=${key}]`).selectOption(value);
    expect(await rows(page)).toEqual(
      expect.arrayContaining(map.accounts.filter((account) => account[key] === value).map(({ name }) => name)),
    );
    expect((await rows(page)).length).toBeLessThan(40);
    await page.reload();
    expect(await page.locator(`select[name=${key}]`).inputValue()).toBe(value);
    await page.getByRole("button", { name: "Show all" }).click();
    expect(await rows(page)).toHaveLength(40);
  });

  test("a unit's filter takes what is below it, and filters work together", async () => {
    const page = await open(html, { hash: "#unit=Workloads&environment=development" });
    const expected = map.accounts.filter(
      ({ unit, environment }) => unit.startsWith("Workloads/") && environment === "development",
    );
    expect((await rows(page)).sort()).toEqual(expected.map(({ name }) => name));
    // Units with nothing to show are gone, those above what is shown are not.
    expect(await page.locator(".map .unit:visible th").allInnerTexts()).toEqual([
      "Root",
      "Workloads",
      "Non-Production",
    ]);
  });

  test("a filter that leaves nothing says so", async () => {
    const page = await open(html, { hash: "#q=nobody" });
    expect(await page.getByText("No account is like that.").isVisible()).toBe(true);
  });

  test("links to an owner, a unit and a state filter the map", async () => {
    const page = await open(html, { hash: "#account=product-005" });
    await page.locator("section.account:visible").getByRole("link", { name: "@acme/team-5" }).click();
    expect(hash(page)).toBe("#account=product-005&owner=%40acme%2Fteam-5");
    await page.locator(".tally a").last().click();
    expect(new Set(await page.locator(".map tr[data-account]:visible td.state-cell").allInnerTexts()).size).toBe(1);
    await page.locator(".map .unit a:visible").first().click();
    expect(await page.locator("select[name=unit]").inputValue()).toBe("Workloads");
  });

  test("arrows and branches lead from row to row, also of those that are left", async () => {
    const page = await open(html);
    const ends = async (): Promise<string[]> =>
      page.evaluate<
        string[]
      >(`[...document.querySelectorAll(".arrows path")].filter((path) => path.getAttribute("d")).flatMap((path) => {
        const box = path.getBBox();
        const middle = (name) => {
          const row = document.querySelector('tr[data-account="' + name + '"]');
          return row.offsetTop + row.offsetHeight / 2;
        };
        const [from, to] = [middle(path.dataset.from), middle(path.dataset.to)];
        const fits = Math.abs(box.y - Math.min(from, to)) < 6 && Math.abs(box.y + box.height - Math.max(from, to)) < 6;
        return fits ? [path.dataset.from] : ["wrong: " + path.dataset.from + " " + box.y + " " + from + " " + to];
      })`);
    expect((await ends()).sort()).toEqual(map.paths.map(({ from }) => from).sort());
    const { from, to } = map.paths[1]!;
    await page.locator("input").fill(from);
    expect(await ends()).toEqual([]);
    await page.locator("input").fill("");
    await page.locator("tr", { hasText: to }).first().hover();
    expect(await page.locator(`.arrows .lit[data-from="${from}"]`).count()).toBe(1);
  });

  test("without a script every account is there to read, and links lead to it", async () => {
    const page = await open(html, { javaScriptEnabled: false });
    expect(await page.locator("section.account:visible").count()).toBe(40);
    expect(await page.locator("form").isVisible()).toBe(false);
    await page.getByRole("link", { name: "product-030" }).first().click();
    const box = await page.locator('[id="account=product-030"]').boundingBox();
    expect(box!.y).toBeGreaterThanOrEqual(-1);
    expect(box!.y).toBeLessThan(900);
  });

  test("on paper there is every account, unfolded, and nothing to press", async () => {
    const page = await open(html, { colorScheme: "dark" });
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("section.account:visible").count()).toBe(40);
    expect(await page.locator("form, button").locator("visible=true").count()).toBe(0);
    expect(await page.locator("details pre").first().isVisible()).toBe(true);
    expect(await page.evaluate<string>("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
  });

  test("hostile text is text, in every field, and can be searched, chosen and opened", async () => {
    const hostile = hostileOrganization();
    const page = await open(mapPage(hostile));
    expect(await page.locator("img, main script").count()).toBe(0);
    const shown = await page.evaluate<string>("document.body.textContent");
    const { name, owner, unit, access, modules, guardrails, networks } = hostile.accounts[5]!;
    const texts = [name, owner, access[0]!.group, modules[0]!, guardrails[0]!.rule, networks[0]!.cidrs[0]!];
    for (const text of [...texts, hostile.paths[0]!.details[0]!]) expect(shown).toContain(visible(text));
    await page.locator("select[name=owner]").selectOption(visible(owner));
    await page.locator("select[name=unit]").selectOption(visible(unit));
    expect(await rows(page)).toContain(visible(name));
    await page.locator(".map tr[data-account]:visible a").first().click();
    const title = page.locator("section.account:visible h2");
    expect(await title.allInnerTexts()).toEqual([(await rows(page))[0]]);
    await page.reload();
    expect(await title.count()).toBe(1);
    await page.locator("input").fill("<img src=x onerror=alert(1)>");
    expect((await rows(page)).length).toBeGreaterThan(0);
  });

  test("400 accounts are one page that works the same", async () => {
    const large = mapPage(organizationOf(400));
    expect(Buffer.byteLength(large)).toBeLessThan(4_000_000);
    const page = await open(large);
    expect(await rows(page)).toHaveLength(400);
    await page.locator("input").fill("product-399");
    expect(await rows(page)).toEqual(["product-399"]);
  });
});
