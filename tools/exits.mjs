// Whether the organisation leaves CDKTF as it is: under its successor, cdktn, every account synthesises to the same Terraform
// JSON. The successor takes CDKTF's place by an npm alias, as a user would put it, in a temporary copy (docs/exits.md).
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { cloneRepository, removeClone } from "./clone.mjs";

const alias = "npm:cdktn@0.24.0";

// All that synthesising needs of the repository's own development dependencies.
const needed = ["@cdktf/provider-aws", "cdktf", "constructs"];

/** Replaces CDKTF by its successor in every package.json of a copy, and installs. */
function installSuccessor(directory) {
  const folders = ["packages", "modules"].flatMap((parent) =>
    fs.readdirSync(path.join(directory, parent)).map((name) => `${parent}/${name}`),
  );
  for (const folder of [".", ...folders]) {
    const file = path.join(directory, folder, "package.json");
    const manifest = JSON.parse(fs.readFileSync(file, "utf8"));
    for (const kind of ["dependencies", "devDependencies", "peerDependencies"])
      if (manifest[kind]?.cdktf) manifest[kind].cdktf = alias;
    if (folder === ".") {
      const entries = Object.entries(manifest.devDependencies).filter(([name]) => needed.includes(name));
      manifest.devDependencies = Object.fromEntries(entries);
      manifest.overrides = { "@cdktf/provider-aws": { cdktf: alias } };
    }
    fs.writeFileSync(file, JSON.stringify(manifest, null, 2));
  }
  for (const folder of [".", ...folders]) removeModules(path.join(directory, folder));
  fs.rmSync(path.join(directory, "package-lock.json"));
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"];
  execFileSync("npm", ["install", ...quiet], { cwd: directory, stdio: ["ignore", "ignore", "inherit"] });
  const { name } = JSON.parse(fs.readFileSync(path.join(directory, "node_modules/cdktf/package.json"), "utf8"));
  if (name !== "cdktn") throw new Error(`node_modules/cdktf is ${name}, not its successor`);
}

/** A clone's node_modules, and those of its workspaces, lead here: npm would remove through them what is installed here. */
function removeModules(folder) {
  const modules = path.join(folder, "node_modules");
  const entry = fs.lstatSync(modules, { throwIfNoEntry: false });
  if (entry?.isSymbolicLink()) fs.unlinkSync(modules);
  else if (entry !== undefined) fs.rmSync(modules, { recursive: true });
}

/** What every account of a copy synthesises to, without CDKTF's metadata. */
function synthesize(directory) {
  execFileSync(process.execPath, ["packages/cli/bin/archipelago.mjs", "synth", "--all"], {
    cwd: directory,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const work = path.join(directory, ".archipelago/work");
  return new Map(
    fs.readdirSync(work).map((account) => {
      const text = fs.readFileSync(path.join(work, account, "cdk.tf.json"), "utf8");
      return [account, JSON.parse(text, (key, value) => (key === "//" ? undefined : value))];
    }),
  );
}

const copies = [];
try {
  const copy = () => copies[copies.push(cloneRepository("archipelago-exits-").directory) - 1];
  const before = synthesize(copy());
  const successor = copy();
  installSuccessor(successor);
  const after = synthesize(successor);
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  const different = names.filter((name) => !isDeepStrictEqual(before.get(name), after.get(name)));
  if (names.length === 0) throw new Error("no account was synthesised");
  console.log(`${names.length} accounts under ${alias.slice(4)}: ${different.length} differ ${different.join(", ")}`);
  if (different.length > 0) process.exitCode = 1;
} finally {
  copies.forEach(removeClone);
}
