// npm run demo: the whole path in a temporary clone, against the simulated AWS. Nothing of this checkout is touched.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { cloneRepository, removeClone } from "./clone.mjs";

const { directory, git } = cloneRepository("archipelago-demo-");
const keep = process.argv.includes("--keep");

function run(title, command, ...args) {
  console.log(`\n\u2500\u2500 ${title}\n   $ ${[command, ...args].join(" ")}\n`);
  const { status } = spawnSync(command, args, {
    cwd: directory,
    stdio: "inherit",
    env: { ...process.env, NX_BASE: "", NX_HEAD: "" },
  });
  if (status !== 0) {
    console.error(
      `\nThe demo stopped: "${command} ${args.join(" ")}" ended with ${status}. The clone is kept: ${directory}`,
    );
    process.exit(1);
  }
}

run(
  "Apply the organisation, accounts in dependency order",
  "npx",
  "archipelago",
  "apply",
  "--all",
  "--unreviewed",
  "demonstration",
);

git("checkout", "--quiet", "-b", "address-usage-metrics");
const file = "modules/vpc-baseline/src/vpc-baseline.ts";
const before = fs.readFileSync(path.join(directory, file), "utf8");
const after = before.replace(
  "enableDnsHostnames: true",
  "enableDnsHostnames: true,\n      enableNetworkAddressUsageMetrics: true",
);
if (after === before) throw new Error(`${file} is not as the demo expects it`);
fs.writeFileSync(path.join(directory, file), after);
git("commit", "--quiet", "--all", "--message", "VPCs report how many of their addresses are in use");
console.log(
  `\n\u2500\u2500 A branch changes the VPC module\n   $ git diff main --unified=0 -- modules\n\n${git("diff", "main", "--unified=0", "--", "modules")}`,
);

run("Plan only the accounts that use it", "npx", "nx", "affected", "--target=plan");
console.log(
  `\n\u2500\u2500 The report a reviewer reads (.archipelago/report/plan.md)\n\n${fs.readFileSync(path.join(directory, ".archipelago/report/plan.md"), "utf8")}`,
);
if (keep) console.log(`The clone is kept: ${directory}`);
else removeClone(directory);
