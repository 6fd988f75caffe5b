// npm run screenshots: the README's pictures, taken in Chromium of what the demo comes to. --check takes them again into a
// temporary folder and says which show something else now. Digests, not pixels, are compared: every machine has other fonts.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { marked } from "marked";
import { chromium } from "playwright-core";
import { cloneRepository, removeClone, repository } from "../../tools/clone.mjs";
import { journey } from "../../tools/demo/journey.mjs";

const images = path.join(repository, "docs/images");
const check = process.argv.includes("--check");
const target = check ? fs.mkdtempSync(path.join(os.tmpdir(), "screenshots-")) : images;

/** As GitHub shows a comment, near enough. */
const commentPage = (markdown) => `<!doctype html><meta charset="utf-8"><style>
  body { font: 14px/1.5 "Liberation Sans", sans-serif; color: #1f2328; margin: 16px; background: #fff; }
  main { border: 1px solid #d1d9e0; border-radius: 6px; padding: 4px 16px 12px; }
  table { border-collapse: collapse; } th, td { border: 1px solid #d1d9e0; padding: 5px 12px; }
  tr:nth-child(2n) { background: #f6f8fa; } code { background: #eff1f3; border-radius: 4px; padding: 2px 4px; font-size: 12px; }
  pre { background: #f6f8fa; padding: 12px; } pre code { background: none; padding: 0; } summary { cursor: pointer; }
</style><main>${marked.parse(markdown, { gfm: true })}</main>`;

/** What a page says, without what differs from run to run: commits, digests, ids, dates and times. */
const said = (text) =>
  text
    .replaceAll(/\b[0-9a-f]{7,}\b/g, "#")
    .replaceAll(/\b20\d\d-\d\d-\d\d\b/g, "day")
    .replaceAll(/\b\d+(\.\d+)? ?m?s\b/g, "time")
    .replaceAll(/Terraform [\d.]+/g, "Terraform")
    .replaceAll(/\s+/g, " ");

const clone = cloneRepository("archipelago-screenshots-");
try {
  const env = { ...process.env, NX_BASE: "", NX_HEAD: "", CI: "" };
  journey(clone, (title, [command, ...args]) => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: clone.directory, env, encoding: "utf8" });
    if (status !== 0)
      throw new Error(`${title}: ${command} ${args.join(" ")} ended with ${status}\n${stdout}${stderr}`);
  });
  const report = (file) => fs.readFileSync(path.join(clone.directory, ".archipelago/report", file), "utf8");
  const pictures = {
    map: { html: report("map.html"), viewport: { width: 1280, height: 800 } },
    comment: { html: commentPage(report("plan.md")), viewport: { width: 960, height: 100 }, fullPage: true },
  };
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  // As root, which containers are, Chromium has no sandbox; it opens nothing but these pages.
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const shown = {};
  fs.mkdirSync(target, { recursive: true });
  for (const [name, { html, viewport, fullPage = false }] of Object.entries(pictures)) {
    const page = await browser.newPage({ viewport, colorScheme: "light" });
    await page.setContent(html);
    await page.screenshot({ path: path.join(target, `${name}.png`), fullPage });
    shown[name] = createHash("sha256")
      .update(said(await page.innerText("body")))
      .digest("hex");
  }
  await browser.close();
  const record = path.join(images, "shown.json");
  if (check) {
    const before = JSON.parse(fs.readFileSync(record, "utf8"));
    const stale = Object.keys(shown).filter(
      (name) => before[name] !== shown[name] || !fs.existsSync(path.join(images, `${name}.png`)),
    );
    if (stale.length > 0) {
      console.error(`docs/images: ${stale.join(" and ")} no longer show what there is\nnext: npm run screenshots`);
      process.exitCode = 1;
    }
  } else {
    fs.writeFileSync(record, `${JSON.stringify(shown, null, 2)}\n`);
  }
} finally {
  removeClone(clone.directory);
  if (check) fs.rmSync(target, { recursive: true, force: true });
}
