// Writes docs/reference from the code. --check: says what is stale, and writes nothing.
import fs from "node:fs";
import path from "node:path";
import { directory, referencePages } from "./reference/pages.mjs";

const pages = await referencePages();
const existing = fs.existsSync(directory) ? fs.readdirSync(directory) : [];
const read = (file) => (existing.includes(file) ? fs.readFileSync(path.join(directory, file), "utf8") : undefined);
const stale = Object.keys(pages).filter((file) => read(file) !== pages[file]);
const gone = existing.filter((file) => !(file in pages));

if (!process.argv.includes("--check")) {
  fs.mkdirSync(directory, { recursive: true });
  for (const file of stale) fs.writeFileSync(path.join(directory, file), pages[file]);
  for (const file of gone) fs.rmSync(path.join(directory, file));
} else if (stale.length + gone.length > 0) {
  console.error(`docs/reference is stale: ${[...stale, ...gone].join(", ")}\nnext: npm run reference`);
  process.exitCode = 1;
}
