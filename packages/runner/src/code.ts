import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** npm packages whose version can change a synthesised byte. */
export const versioned = ["cdktf", "@cdktf/provider-aws", "constructs"];

/**
 * The folders of this repository that an account's stack is made of: its own and, transitively, the workspace
 * packages it imports. Relative to the root, the account's own first.
 */
export function sourceFolders(root: string, directory: string): string[] {
  const packages = workspacePackages(root);
  const found = new Set<string>();
  const visit = (names: Iterable<string>): void => {
    for (const name of names) {
      const known = packages.get(name);
      if (!known || found.has(known.folder)) continue;
      found.add(known.folder);
      visit(known.dependencies);
    }
  };
  visit(importedPackages(root, directory));
  return [directory, ...[...found].sort()];
}

/**
 * The packages by which a folder comes to import another one: the shortest way, by their folders' names, without either
 * end. Empty when it imports it directly, or not at all.
 */
export function importPath(root: string, directory: string, folder: string): string[] {
  const packages = workspacePackages(root);
  let ways = importedPackages(root, directory).map((name) => [name]);
  const seen = new Set<string>();
  while (ways.length > 0) {
    const there = ways.find((way) => packages.get(way.at(-1)!)?.folder === folder);
    if (there) return there.slice(0, -1).map((name) => name.slice(name.indexOf("/") + 1));
    ways = ways.flatMap((way) =>
      (packages.get(way.at(-1)!)?.dependencies ?? [])
        .filter((name) => !seen.has(name) && seen.add(name))
        .map((name) => [...way, name]),
    );
  }
  return [];
}

/** Workspace packages that the TypeScript in a folder names. */
function importedPackages(root: string, directory: string): string[] {
  const texts = sourceFiles(path.join(root, directory)).map((file) => fs.readFileSync(file, "utf8"));
  return texts.flatMap((text) => [...text.matchAll(/["'](@archipelago\/[a-z0-9-]+)/g)].map((match) => match[1]!));
}

/**
 * Digest of the code behind an account: its TypeScript, that of the packages it imports, and the versions of the npm
 * packages that can change a synthesised byte. Values from JSON files are not in it.
 */
export function codeDigest(root: string, directory: string): string {
  const hash = createHash("sha256");
  for (const folder of sourceFolders(root, directory)) {
    // The account's own folder enters without its name: the same code in two accounts has the same digest.
    hash
      .update(folder === directory ? "account" : folder)
      .update("\0")
      .update(folderDigest(root, folder))
      .update("\0");
  }
  for (const name of versioned) hash.update(`${name}@${installedVersion(root, name)}\0`);
  return hash.digest("hex");
}

/** The version of an installed npm package. */
export function installedVersion(root: string, name: string): string {
  return (
    JSON.parse(fs.readFileSync(path.join(root, "node_modules", name, "package.json"), "utf8")) as { version: string }
  ).version;
}

// Files do not change under a run: each folder is read once for all accounts.
const digests = new Map<string, string>();

function folderDigest(root: string, folder: string): string {
  const absolute = path.join(root, folder);
  let digest = digests.get(absolute);
  if (digest === undefined) {
    const hash = createHash("sha256");
    for (const file of sourceFiles(absolute))
      hash.update(path.relative(absolute, file)).update("\0").update(fs.readFileSync(file)).update("\0");
    digests.set(absolute, (digest = hash.digest("hex")));
  }
  return digest;
}

/** TypeScript files below a folder, without tests, sorted. */
export function sourceFiles(folder: string): string[] {
  return fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(
      (entry) =>
        entry.isFile() && /(?<!\.test|\.d)\.ts$/.test(entry.name) && !entry.parentPath.includes("node_modules"),
    )
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

interface WorkspacePackage {
  readonly folder: string;
  readonly dependencies: readonly string[];
}

const known = new Map<string, ReadonlyMap<string, WorkspacePackage>>();

function workspacePackages(root: string): ReadonlyMap<string, WorkspacePackage> {
  let packages = known.get(root);
  if (!packages) {
    packages = new Map(
      ["modules", "packages"].flatMap((parent) =>
        fs.readdirSync(path.join(root, parent)).flatMap((folder): [string, WorkspacePackage][] => {
          const file = path.join(root, parent, folder, "package.json");
          if (!fs.existsSync(file)) return [];
          const { name, dependencies = {} } = JSON.parse(fs.readFileSync(file, "utf8")) as {
            name: string;
            dependencies?: Record<string, string>;
          };
          return [[name, { folder: `${parent}/${folder}`, dependencies: Object.keys(dependencies) }]];
        }),
      ),
    );
    known.set(root, packages);
  }
  return packages;
}
