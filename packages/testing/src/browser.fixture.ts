import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { AxeResults } from "axe-core";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";

// Only for tests: pages in a real browser, the machine's own.

const places = [
  process.env["CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const executable = places.find((place) => place !== undefined && fs.existsSync(place));

/** `describe`, or where there is no browser `describe.skip` and a line that says so; in CI its absence is a failure. */
export function describeInBrowser(name: string, tests: (open: OpenPage) => void): void {
  if (executable === undefined && process.env["CI"] === undefined) {
    console.warn("SKIPPED: there is no Chromium, so no page is opened. apt-get install chromium, or set CHROMIUM");
    describe.skip(name, () => tests(() => Promise.reject(new Error("skipped"))));
    return;
  }
  describe(name, () => {
    let browser: Browser;
    let directory: string;
    const complaints: string[] = [];
    beforeAll(async () => {
      directory = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-pages-"));
      // As root, which containers are, Chromium has no sandbox; it opens nothing but these pages.
      browser = await chromium.launch({ executablePath: executable ?? "chromium", args: ["--no-sandbox"] });
    });
    afterAll(async () => {
      await browser.close();
      fs.rmSync(directory, { recursive: true });
    });
    afterEach(async () => {
      await Promise.all(browser.contexts().map((context) => context.close()));
      // Whatever a test was about: no page says an error, opens a dialog or asks anybody for anything.
      expect(complaints.splice(0)).toEqual([]);
    });
    tests(async (html, { hash = "", ...options } = {}) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
      const page = await context.newPage();
      page.on("console", (message) => complaints.push(`console: ${message.text()}`));
      page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
      page.on("dialog", (dialog) => {
        complaints.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      const file = path.join(directory, "page.html");
      fs.writeFileSync(file, html);
      const address = pathToFileURL(file).href;
      page.on("request", (request) => {
        if (!request.url().startsWith(address)) complaints.push(`request: ${request.url()}`);
      });
      await page.goto(`${address}${hash}`);
      return page;
    });
  });
}

export type OpenPage = (html: string, options?: BrowserContextOptions & { readonly hash?: string }) => Promise<Page>;

const axeSource = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe-core finds wrong: its rule, how many elements, and the first. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  // Evaluated, not added as an element: the page's own policy allows no further script.
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate<AxeResults>('axe.run({ resultTypes: ["violations"] })');
  return violations.map(({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0]?.html}`);
}
