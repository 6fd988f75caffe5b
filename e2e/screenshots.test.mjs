import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

// The README's pictures are taken again, of an organisation that is applied and planned anew.

const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";
const here = fs.existsSync(chromium) || process.env.CI !== undefined;
if (!here) console.warn("SKIPPED: there is no Chromium, so the README's pictures are not taken. Set CHROMIUM");

(here ? test : test.skip)(
  "the README's pictures show what there is (needs Chromium)",
  () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [path.join(import.meta.dirname, "support/screenshots.mjs"), "--check"],
      { encoding: "utf8" },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  },
  300_000,
);
