#!/usr/bin/env node
// Completes package-lock.json, or with --check says what it lacks.
//
// npm drops an optional dependency from the lock when the registry does not serve it, and `npm ci` then refuses
// the lock it wrote itself ("Missing: @nx/nx-darwin-arm64 from lock file"). A registry mirror that lags behind
// for other platforms is enough. The entries added here carry no integrity: npm verifies and fills it in on the
// platform that installs them.
import fs from "node:fs";
import { pathToFileURL } from "node:url";

const CPUS = {
  arm64: "arm64",
  x64: "x64",
  ia32: "ia32",
  arm: "arm",
  wasm32: "wasm32",
  ppc64: "ppc64",
  s390x: "s390x",
  riscv64: "riscv64",
  loong64: "loong64",
};
const SYSTEMS = {
  darwin: "darwin",
  linux: "linux",
  win32: "win32",
  freebsd: "freebsd",
  android: "android",
  openbsd: "openbsd",
  netbsd: "netbsd",
  sunos: "sunos",
  aix: "aix",
  openharmony: "openharmony",
};

/** Where npm would look for `name` from the package at `from`, nearest first. */
function* candidates(from, name) {
  let base = from;
  for (;;) {
    yield base === "" ? `node_modules/${name}` : `${base}/node_modules/${name}`;
    if (base === "") return;
    const at = base.lastIndexOf("node_modules/");
    base = at <= 0 ? "" : base.slice(0, at - 1);
  }
}

/** Optional dependencies without an entry: `{ name, version, wantedBy }`. */
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
  const os = words.find((word) => SYSTEMS[word]);
  const cpu = words.find((word) => CPUS[word]);
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

function main() {
  const file = "package-lock.json";
  const lock = JSON.parse(fs.readFileSync(file, "utf8"));
  const missing = missingOptional(lock);
  if (process.argv.includes("--check")) {
    const addresses = Object.values(lock.packages).filter((entry) => /^https?:/.test(entry.resolved ?? "")).length;
    for (const { name, version, wantedBy } of missing)
      console.error(`package-lock.json lacks ${name}@${version} (optional dependency of ${wantedBy})`);
    if (addresses > 0)
      console.error(
        `package-lock.json records ${addresses} registry addresses; .npmrc has omit-lockfile-registry-resolved=true`,
      );
    if (missing.length + addresses > 0) {
      console.error("Next: npm install && npm run lockfile");
      process.exitCode = 1;
    }
    return;
  }
  for (const entry of missing) lock.packages[`node_modules/${entry.name}`] = platformEntry(entry);
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  fs.writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(
    missing.length === 0
      ? "package-lock.json is complete"
      : `added to package-lock.json: ${missing.map((entry) => entry.name).join(", ")}`,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) main();
