// npm run bench: planning many accounts, against a bare loop of Terraform over the same configurations.
//
// Everything is measured side by side in one run, in turn, and reported as medians and their ratio: the machine's speed
// drifts, the ratio does not. Options: --sizes 10,50,100  --runs 3  --json FILE
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { loader } from "@archipelago/loader";
import { cloneRepository, removeClone, repository } from "../tools/clone.mjs";
import { generateAccounts } from "./accounts.mjs";
import { peakMemory } from "./memory.mjs";

const { values: flags } = parseArgs({
  options: {
    sizes: { type: "string", default: "10,50,100" },
    runs: { type: "string", default: "3" },
    json: { type: "string" },
  },
});
const sizes = flags.sizes.split(",").map(Number);
const runs = Number(flags.runs);

const load = loader(import.meta.filename);
const { startOfflineAws } = load("@archipelago/offline-aws");
const { cleanEnvironment, SHARED_MACHINE } = load("@archipelago/terraform");

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const rows = [];

/** Wall seconds of a command that must succeed. */
async function time(directory, [command, ...args], env = process.env) {
  const start = performance.now();
  const child = spawn(command, args, { cwd: directory, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}\n${output.slice(-3000)}`);
  return (performance.now() - start) / 1000;
}

/** Runs the two in turn and records medians and their ratio. `reset` makes both start from the same. */
async function compare(name, ours, bare, reset = () => {}) {
  const figures = { ours: [], bare: [] };
  for (let run = 0; run < runs; run++) {
    for (const [key, work] of [
      ["ours", ours],
      ["bare", bare],
    ]) {
      reset();
      figures[key].push(await work());
    }
  }
  record({
    name,
    ours: median(figures.ours),
    bare: median(figures.bare),
    ratio: median(figures.ours.map((value, run) => value / figures.bare[run])),
  });
}

async function single(name, work) {
  const seconds = [];
  for (let run = 0; run < runs; run++) seconds.push(await work());
  record({ name, ours: median(seconds) });
}

function record(row) {
  rows.push(row);
  const cell = (value, unit = " s") => (value === undefined ? "" : `${value.toFixed(2)}${unit}`).padStart(10);
  console.log(`${row.name.padEnd(44)}${cell(row.ours, row.unit)}${cell(row.bare)}${cell(row.ratio, "")}`);
}

console.log(
  `Terraform ${JSON.parse(spawnSync("terraform", ["version", "-json"], { env: { ...process.env, TF_CLI_CONFIG_FILE: "/dev/null" } }).stdout).terraform_version}, Node ${process.versions.node}, medians of ${runs}`,
);
console.log(`${"".padEnd(44)}${"Nx".padStart(10)}${"bare loop".padStart(10)}${"ratio".padStart(10)}`);

for (const size of sizes) {
  const { directory, git } = cloneRepository("archipelago-bench-");
  const nx = (...args) => ["node", "node_modules/nx/dist/bin/nx.js", ...args];
  const archipelago = (...args) => ["node", "packages/cli/bin/archipelago.mjs", ...args];
  const names = generateAccounts(directory, size);
  git("add", "--all");
  git("commit", "--quiet", "--message", `${size} accounts`);
  await time(directory, archipelago("apply", "management", "log-archive", "security", "--unreviewed", "bench"));
  await time(directory, archipelago("plan", ...names)); // warms every cache once, for both sides
  const provider = await startOfflineAws({
    cloudDirectory: path.join(directory, ".archipelago/cloud"),
    cacheDirectory: path.join(directory, ".archipelago/cache"),
    accounts: [],
  });
  try {
    const bareRoot = path.join(directory, ".archipelago/bare");
    for (const name of names) {
      fs.mkdirSync(path.join(bareRoot, name), { recursive: true });
      for (const file of ["cdk.tf.json", "outputs.auto.tfvars.json"])
        fs.copyFileSync(path.join(directory, ".archipelago/work", name, file), path.join(bareRoot, name, file));
    }
    const environment = cleanEnvironment(process.env, {
      cloud: "offline",
      add: { ...SHARED_MACHINE, TF_REATTACH_PROVIDERS: provider.reattach() },
    });
    const loop =
      'cd "$0" && terraform init -input=false >/dev/null && terraform plan -input=false -out=plan.tfplan >/dev/null && terraform show -json plan.tfplan >plan.json';
    const bare = () =>
      time(bareRoot, ["sh", "-c", `printf '%s\\n' ${names.join(" ")} | xargs -P2 -n1 sh -c '${loop}'`], environment);
    const planAll = () => time(directory, nx("run-many", "-t", "plan", "-p", names.join(","), "--parallel=2"));
    const cold = () => {
      for (const name of names) {
        for (const root of [bareRoot, path.join(directory, ".archipelago/work")]) {
          for (const left of [".terraform", ".terraform.lock.hcl"])
            fs.rmSync(path.join(root, name, left), { recursive: true, force: true });
        }
      }
    };
    await compare(`${size} accounts, first plans`, planAll, bare, cold);
    await time(directory, archipelago("apply", ...names, "--unreviewed", "bench"));
    await compare(`${size} accounts, settled`, planAll, bare);
    await single(`1 of ${size}: nx plan`, () => time(directory, nx("plan", names[0])));
    const base = git("rev-parse", "HEAD");
    fs.appendFileSync(path.join(directory, "accounts", names[0], "stack.ts"), "\n// changed\n");
    git("commit", "--quiet", "--all", "--message", "One account");
    await single(`1 of ${size} changed: nx affected -t plan`, () =>
      time(directory, nx("affected", "-t", "plan", `--base=${base}`)),
    );
    if (process.platform === "linux")
      record({
        name: `${size} accounts, peak memory of the tree`,
        ours: await peakMemory(directory, planAll),
        unit: " MiB",
      });
  } finally {
    await provider.stop();
    removeClone(directory);
  }
}

const json = JSON.stringify({ node: process.versions.node, runs, rows }, null, 2);
if (flags.json) fs.writeFileSync(path.resolve(repository, flags.json), `${json}\n`);
else console.log(`\n${json}`);
