import type { JudgedControl } from "@archipelago/checks";
import { planHtml } from "@archipelago/report";
import { accessibilityProblems, describeInBrowser } from "@archipelago/testing/browser";
import { compliancePage } from "./compliance/compliance-page.ts";
import { mapPage } from "./map/map-page.ts";
import { organizationOf, planned } from "./map/map.fixture.ts";

const judged: JudgedControl[] = (["met", "unmet", "manual", "off"] as const).map((status, index) => ({
  id: `2.${index}`,
  title: `What 2.${index} asks`,
  scope: "account",
  status,
  reason: status === "met" ? "" : "because",
  evidence: status === "met" ? ["a", "b"].map((account) => ({ account, address: "aws_x.y" })) : [],
  missing: status === "unmet" ? [{ account: "a", text: "because" }] : [],
}));
const accounts = ["a", "b"].map((name) => ({ name, environment: "shared" }));
const failed = planned("failed");
const pages: Record<string, [html: string, hash?: string]> = {
  "the map": [mapPage(organizationOf(12))],
  "the map with an account open": [mapPage(organizationOf(12)), "#account=product-005"],
  "the map when a filter leaves nothing": [mapPage(organizationOf(9)), "#q=nobody"],
  "an empty map": [mapPage({ ...organizationOf(0), units: [] })],
  "the compliance page": [compliancePage(judged, { accounts, cloud: "simulated AWS" })],
  "the plan page": [
    planHtml([planned("shop"), { ...failed, summary: { ...failed.summary, status: "failed", error: "why\nnot" } }], {
      total: 9,
    }),
  ],
};
const looks = [
  { colorScheme: "light", width: 1440 },
  { colorScheme: "dark", width: 1440 },
  { colorScheme: "light", width: 375 },
  { colorScheme: "dark", width: 375 },
] as const;

describeInBrowser("accessibility", (open) => {
  test.each(Object.keys(pages))("axe finds nothing wrong with %s, light and dark, wide and narrow", async (name) => {
    const [html, hash = ""] = pages[name]!;
    const page = await open(html, { hash });
    for (const { colorScheme, width } of looks) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      await page.reload();
      const look = `${colorScheme}, ${width} wide`;
      expect([look, await accessibilityProblems(page)]).toEqual([look, []]);
      // Nothing sticks out: what is wide scrolls by itself.
      expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    }
  });

  test("axe would find something", async () => {
    const page = await open("<!doctype html><title>x</title><img src='data:,'>");
    expect((await accessibilityProblems(page)).join()).toContain("image-alt");
  });
});
