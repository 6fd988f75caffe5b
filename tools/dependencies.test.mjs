import fs from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import ts from "typescript";
import { testFiles, testOnly } from "./boundaries/constraints.mjs";
import { packageName, readProjects } from "./boundaries/projects.mjs";

const root = path.resolve(import.meta.dirname, "..");
const read = (file) => fs.readFileSync(path.join(root, file), "utf8");
const rootManifest = JSON.parse(read("package.json"));
const projects = [...readProjects(root).byName.values()];
const installed = (name) => JSON.parse(read(`node_modules/${name}/package.json`));
const isOurs = (name) => name.startsWith("@archipelago/");

const declarations = [rootManifest, ...projects.map(({ manifest }) => manifest)].flatMap((manifest) =>
  Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).map(([name, range]) => ({ name, range })),
);
const direct = [...new Set(declarations.map(({ name }) => name).filter((name) => !isOurs(name)))].sort();

describe("docs/dependencies.md", () => {
  it("has one row for every direct dependency, and no other", () => {
    const [, kept] = /## What is used\n([^]*?)\n## /.exec(read("docs/dependencies.md"));
    const rows = [...kept.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);
    expect(rows.sort()).toEqual(direct);
  });

  it("explains every override", () => {
    for (const name of Object.keys(rootManifest.overrides))
      expect(read("docs/dependencies.md")).toContain(`\`${name}\``);
  });
});

it.each(direct)("%s: one version range, a licence that does not reach our code", (name) => {
  const ranges = new Set(declarations.filter((each) => each.name === name).map(({ range }) => range));
  expect([...ranges]).toHaveLength(1);
  const { license } = installed(name);
  if (!testOnly.includes(name)) expect(["MIT", "ISC", "Apache-2.0", "MPL-2.0", "BSD-3-Clause"]).toContain(license);
});

describe.each(projects)("$name", ({ folder, manifest }) => {
  const sources = fs
    .readdirSync(path.join(root, folder), { recursive: true })
    .map((file) => `${folder}/${file}`)
    .filter((file) => /\.[cm]?[jt]s$/.test(file) && !file.includes("/node_modules/") && !testFiles.test(file))
    .map(read);
  const declared = Object.keys(manifest.dependencies ?? {});

  it("declares what it imports", () => {
    const imported = sources
      .flatMap((source) => ts.preProcessFile(source, true, true).importedFiles)
      .map(({ fileName }) => packageName(fileName))
      .filter((name) => !name.startsWith(".") && !isBuiltin(name) && name !== manifest.name);
    expect(declared).toEqual(expect.arrayContaining([...new Set(imported)]));
  });

  // Nx reads these too: one that is not used makes accounts "affected" by edits that cannot reach them.
  it("imports what it declares", () => {
    const peers = declared.flatMap((name) => Object.keys(installed(name).peerDependencies ?? {}));
    const unused = declared.filter(
      (name) => !peers.includes(name) && !sources.some((source) => new RegExp(`["']${name}["'/]`).test(source)),
    );
    expect(unused).toEqual([]);
  });

  // The same for tests: npm links every workspace anyway, so a test imports them undeclared.
  it("declares no package of this repository for its tests", () => {
    expect(Object.keys(manifest.devDependencies ?? {}).filter(isOurs)).toEqual([]);
  });
});

it("packages do not depend on each other in a circle", () => {
  const wants = new Map(
    projects.map(({ name, manifest }) => [name, Object.keys(manifest.dependencies ?? {}).filter(isOurs)]),
  );
  const visit = (name, above) => {
    expect([...above, name]).toEqual([...new Set([...above, name])]);
    for (const next of wants.get(name)) visit(next, [...above, name]);
  };
  for (const name of wants.keys()) visit(name, []);
});
