#!/usr/bin/env node
// Completes package-lock.json, or with --check says what it lacks.
//
// npm drops an optional dependency from the lock when the registry does not serve it, and `npm ci` then refuses
// the lock it wrote itself ("Missing: @nx/nx-darwin-arm64 from lock file"). A registry mirror that lags behind
// for other platforms is enough. The entries added here carry no integrity: on those platforms npm checks a download
// against the registry's own checksum and not against this file.
import fs from "node:fs";
import { pathToFileURL } from "node:url";

// As npm spells them in `os` and `cpu`.
const SYSTEMS = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const CPUS = ["arm", "arm64", "ia32", "loong64", "ppc64", "riscv64", "s390x", "wasm32", "x64"];

/** Where Node would look for `name` from the package at `from`, nearest first. */
function* candidates(from, name) {
  for (let folder = from; folder !== ""; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules/") - 1)))
    yield `${folder}/node_modules/${name}`;
  yield `node_modules/${name}`;
}

/** Optional dependencies without an entry: `{ name, version, wantedBy, dev }`, sorted by name. */
export function missingOptional(lock) {
  const missing = new Map();
  for (const [from, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const found = [...candidates(from, name)].some((path) => lock.packages[path]);
      if (!found) missing.set(name, { name, version, wantedBy: from || "package.json", dev: entry.dev });
    }
  }
  return [...missing.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** The entry npm would have written, platform read from the package's name. */
function platformEntry({ name, version, dev }) {
  const words = name.split(/[/-]/);
  const os = words.find((word) => SYSTEMS.includes(word));
  const cpu = words.find((word) => CPUS.includes(word));
  if (!os || !cpu || !/^\d/.test(version)) {
    throw new Error(`package-lock.json lacks ${name}@${version}, and its name does not say for which platform it is`);
  }
  const libc = words.includes("musl") ? "musl" : os === "linux" && words.includes("gnu") ? "glibc" : undefined;
  return {
    version,
    cpu: [cpu],
    ...(dev ? { dev: true } : {}),
    ...(libc ? { libc: [libc] } : {}),
    optional: true,
    os: [os],
  };
}

/** The lock with an entry for every optional dependency, in npm's order. Throws when a name does not say its platform. */
export function completeLock(lock) {
  const added = missingOptional(lock).map((each) => [`node_modules/${each.name}`, platformEntry(each)]);
  const packages = [...Object.entries(lock.packages), ...added].sort(([a], [b]) => a.localeCompare(b, "en"));
  return { ...lock, packages: Object.fromEntries(packages) };
}

/** What keeps others from installing with this lock, one sentence each. */
export function lockProblems(lock) {
  const addresses = Object.values(lock.packages).filter(({ resolved }) => /^https?:/.test(resolved ?? "")).length;
  return [
    ...missingOptional(lock).map(
      ({ name, version, wantedBy }) =>
        `package-lock.json lacks ${name}@${version} (optional dependency of ${wantedBy})`,
    ),
    ...(addresses === 0
      ? []
      : [`package-lock.json records ${addresses} registry addresses; .npmrc has omit-lockfile-registry-resolved=true`]),
  ];
}

function main() {
  const file = "package-lock.json";
  const lock = JSON.parse(fs.readFileSync(file, "utf8"));
  if (process.argv.includes("--check")) {
    const problems = lockProblems(lock);
    if (problems.length === 0) return;
    console.error([...problems, "Next: npm install && npm run lockfile"].join("\n"));
    process.exitCode = 1;
    return;
  }
  const missing = missingOptional(lock).map(({ name }) => name);
  if (missing.length > 0) fs.writeFileSync(file, `${JSON.stringify(completeLock(lock), null, 2)}\n`);
  console.log(missing.length === 0 ? `${file} is complete` : `added to ${file}: ${missing.join(", ")}`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) main();
