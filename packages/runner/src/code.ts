import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { UserError } from "@archipelago/account-stack/user-error";

/** npm packages whose version can change a synthesised byte. */
export const versioned = ["cdktf", "@cdktf/provider-aws", "constructs", "sucrase"];

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
  const texts = typeScriptFiles(path.join(root, directory)).map((file) => fs.readFileSync(file, "utf8"));
  return texts.flatMap((text) => [...text.matchAll(/["'](@archipelago\/[a-z0-9-]+)/g)].map((match) => match[1]!));
}

/**
 * Digest of the code behind an account: its own files but JSON, which holds its values, all those of the packages it
 * imports, and the versions of the npm packages that can change a synthesised byte.
 *
 * @throws UserError when one of the files is a symbolic link
 */
export function codeDigest(root: string, directory: string): string {
  const hash = createHash("sha256");
  for (const folder of sourceFolders(root, directory)) {
    // The account's own folder enters without its name: the same code in two accounts has the same digest.
    hash
      .update(folder === directory ? "account" : folder)
      .update("\0")
      .update(folderDigest(root, folder, folder === directory ? isCode : isSource))
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

function folderDigest(root: string, folder: string, counts: (name: string) => boolean): string {
  const absolute = path.join(root, folder);
  let digest = digests.get(absolute);
  if (digest === undefined) {
    const hash = createHash("sha256");
    for (const entry of entriesBelow(absolute)) {
      const file = path.join(entry.parentPath, entry.name);
      if (entry.isSymbolicLink()) throw linked(path.relative(root, file));
      if (entry.isFile() && counts(entry.name))
        hash.update(path.relative(absolute, file)).update("\0").update(fs.readFileSync(file)).update("\0");
    }
    digests.set(absolute, (digest = hash.digest("hex")));
  }
  return digest;
}

/** Whether a file of a package can change what is synthesised: `source` in nx.json says the same. */
export const isSource = (name: string): boolean => !/\.md$|\.test\./.test(name);

const isCode = (name: string): boolean => isSource(name) && !name.endsWith(".json");

/** A link is a path to git, so no edit of its target selects the account, and neither is in a digest. */
const linked = (where: string): UserError =>
  new UserError("is a symbolic link", {
    where,
    allowed: "files: a change of what a link leads to would go unseen",
    next: "put a copy of the file in its place, or a module that both import",
  });

/** TypeScript files below a folder, without tests, sorted. */
export function typeScriptFiles(folder: string): string[] {
  return entriesBelow(folder)
    .filter((entry) => entry.isFile() && /(?<!\.test|\.d)\.ts$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** What is below a folder, sorted, but what npm, editors and operating systems put there. */
function entriesBelow(folder: string): fs.Dirent[] {
  return fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .map((entry) => ({ entry, file: path.relative(folder, path.join(entry.parentPath, entry.name)) }))
    .filter(({ file }) => !file.split(path.sep).some((part) => part === "node_modules" || part.startsWith(".")))
    .sort((a, b) => (a.file < b.file ? -1 : 1))
    .map(({ entry }) => entry);
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
