import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { readProjects } from "./boundaries/projects.mjs";
import { completeLock, lockProblems, missingOptional } from "./lockfile.mjs";

const root = path.resolve(import.meta.dirname, "..");
const lock = JSON.parse(fs.readFileSync(path.join(root, "package-lock.json"), "utf8"));

/** The lock without the entry of one package. */
function without(name) {
  const { [`node_modules/${name}`]: entry, ...packages } = lock.packages;
  expect(entry).toBeDefined();
  return { ...lock, packages };
}

describe("missingOptional", () => {
  const names = (packages) => missingOptional({ packages }).map(({ name }) => name);
  const wants = (...optional) => ({
    optionalDependencies: Object.fromEntries(optional.map((name) => [name, "1.0.0"])),
  });

  it.each([
    ["nothing is optional", { "": {}, "node_modules/a": {} }, []],
    ["the root wants it", { "": wants("a") }, ["a"]],
    ["the root has it", { "": wants("a"), "node_modules/a": {} }, []],
    ["a package wants it", { "": {}, "node_modules/a": wants("b") }, ["b"]],
    ["found beside", { "": {}, "node_modules/a": wants("b"), "node_modules/b": {} }, []],
    ["found inside", { "": {}, "node_modules/a": wants("b"), "node_modules/a/node_modules/b": {} }, []],
    ["found higher up", { "node_modules/a/node_modules/b": wants("c"), "node_modules/a/node_modules/c": {} }, []],
    ["found at the top", { "node_modules/a/node_modules/b": wants("c"), "node_modules/c": {} }, []],
    ["only inside a sibling", { "node_modules/a": wants("c"), "node_modules/b/node_modules/c": {} }, ["c"]],
    ["only below it", { "node_modules/a": wants("c"), "node_modules/a/node_modules/b/node_modules/c": {} }, ["c"]],
    ["scoped", { "node_modules/@s/a/node_modules/@s/b": wants("@s/c"), "node_modules/@s/a/node_modules/@s/c": {} }, []],
    ["a workspace's own", { "packages/p": wants("b"), "packages/p/node_modules/b": {} }, []],
    ["a workspace's, at the top", { "packages/p": wants("b"), "node_modules/b": {} }, []],
    ["wanted twice", { "node_modules/a": wants("z", "c"), "node_modules/b": wants("c") }, ["c", "z"]],
  ])("%s", (_, packages, expected) => expect(names(packages)).toEqual(expected));
});

describe("completeLock", () => {
  const added = (name, entry = {}) =>
    completeLock({ packages: { "node_modules/a": { ...entry, optionalDependencies: { [name]: "1.2.3" } } } }).packages[
      `node_modules/${name}`
    ];

  it.each([
    ["@nx/nx-darwin-arm64", { os: ["darwin"], cpu: ["arm64"] }],
    ["@nx/nx-win32-x64-msvc", { os: ["win32"], cpu: ["x64"] }],
    ["@nx/nx-linux-x64-musl", { os: ["linux"], cpu: ["x64"], libc: ["musl"] }],
    ["@nx/nx-linux-arm64-gnu", { os: ["linux"], cpu: ["arm64"], libc: ["glibc"] }],
    ["@nx/nx-linux-arm-gnueabihf", { os: ["linux"], cpu: ["arm"] }],
  ])("%s", (name, platform) => {
    expect(added(name)).toEqual({ version: "1.2.3", optional: true, ...platform });
    expect(added(name, { dev: true })).toMatchObject({ dev: true });
  });

  it("does not guess a platform", () => expect(() => added("fsevents")).toThrow(/fsevents@1.2.3/));

  it("gives back the lock npm wrote, in npm's order", () => {
    const restored = completeLock(without("@nx/nx-darwin-arm64"));
    expect(JSON.stringify(restored)).toBe(JSON.stringify(lock));
  });
});

describe("package-lock.json", () => {
  it("has an entry for every optional dependency and no registry's address", () =>
    expect(lockProblems(lock)).toEqual([]));

  it.each([
    [
      "a missing entry",
      without("@nx/nx-darwin-arm64"),
      /lacks @nx\/nx-darwin-arm64@\S+ \(optional dependency of node_modules\/nx\)/,
    ],
    [
      "an address",
      { packages: { "node_modules/a": { resolved: "https://registry.example/a.tgz" } } },
      /1 registry addresses/,
    ],
  ])("%s is a problem", (_, broken, message) => expect(lockProblems(broken)).toEqual([expect.stringMatching(message)]));
});

// Offline and with an empty cache, so that only the lock can answer.
describe("npm ci", () => {
  let directory;
  beforeAll(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-lockfile-"));
    const workspaces = [...readProjects(root).byName.values()].map(({ folder }) => folder);
    for (const folder of ["", ...workspaces]) {
      fs.mkdirSync(path.join(directory, folder), { recursive: true });
      fs.copyFileSync(path.join(root, folder, "package.json"), path.join(directory, folder, "package.json"));
    }
  });
  afterAll(() => fs.rmSync(directory, { recursive: true }));

  const install = (content) => {
    fs.writeFileSync(path.join(directory, "package-lock.json"), JSON.stringify(content));
    const options = ["--dry-run", "--offline", "--ignore-scripts", "--cache", path.join(directory, "cache")];
    const { status, stderr } = spawnSync("npm", ["ci", ...options], {
      cwd: directory,
      encoding: "utf8",
      shell: process.platform === "win32",
    });
    return { status, stderr };
  };

  it("accepts the lock", () => expect(install(lock)).toMatchObject({ status: 0 }), 60_000);

  it("refuses it when an optional dependency of another platform is missing", () => {
    const { status, stderr } = install(without("@nx/nx-darwin-arm64"));
    expect(status).toBe(1);
    expect(stderr).toContain("Missing: @nx/nx-darwin-arm64");
  }, 60_000);
});
