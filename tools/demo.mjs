// npm run demo: the whole path in a temporary clone, against the simulated AWS. Nothing of this checkout is touched but
// .archipelago/demo, where the map and the comment are left. --keep keeps the clone.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { cloneRepository, removeClone, repository } from "./clone.mjs";
import { journey } from "./demo/journey.mjs";

const clone = cloneRepository("archipelago-demo-");
const { directory, git } = clone;

const title = (text, command) => console.log(`\n\u2500\u2500 ${text}\n   $ ${command}\n`);

function run(text, [command, ...args]) {
  title(text, [command, ...args].join(" "));
  const { status } = spawnSync(command, args, {
    cwd: directory,
    stdio: "inherit",
    env: { ...process.env, NX_BASE: "", NX_HEAD: "" },
  });
  if (status === 0) return;
  console.error(
    `\nThe demo stopped: "${command} ${args.join(" ")}" ended with ${status}. The clone is kept: ${directory}`,
  );
  process.exit(1);
}

journey(clone, run, (text, command) => {
  title(text, command);
  console.log(git(...command.split(" ").slice(1)));
});

const left = path.join(repository, ".archipelago/demo");
fs.mkdirSync(left, { recursive: true });
for (const file of ["plan.md", "plan.html", "map.html"])
  fs.copyFileSync(path.join(directory, ".archipelago/report", file), path.join(left, file));
title("The comment a reviewer reads", "cat .archipelago/report/plan.md");
console.log(fs.readFileSync(path.join(left, "plan.md"), "utf8"));
console.log(
  `Open in a browser: ${path.relative(process.cwd(), path.join(left, "map.html"))} (the organisation), plan.html beside it (the plan)`,
);
if (process.argv.includes("--keep")) console.log(`The clone is kept: ${directory}`);
else removeClone(directory);
