import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import ts from "typescript";

/** An edit of a repository, chosen at random. */
export interface Edit {
  /** What was done, for people: `literal in modules/logging/src/index.ts: 7 -> 8`. */
  readonly what: string;
  /** New content by file; null deletes it. */
  readonly files: Readonly<Record<string, string | null>>;
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Values of JSON keys that stay valid. What is not here: numbers grow by one, booleans flip, texts get a letter more. */
const values: Readonly<Record<string, readonly (string | number)[]>> = {
  nat: ["none", "one", "per-zone"],
  flowLogTraffic: ["ALL", "REJECT"],
  logRetentionDays: [30, 60, 90, 180, 365, 400],
  zones: [1, 2, 3],
  costCentre: ["CC-2001", "CC-2002"],
  owner: ["@acme/team-other", "@acme/team-else"],
  product: ["ledger", "billing"],
  environment: ["development", "staging", "production", "sandbox"],
  expires: ["2027-07-31", "2027-08-31"],
  cidr: ["10.200.0.0/20", "10.201.16.0/20"],
  "eu-west-1": ["10.160.0.0/12"],
  "eu-central-1": ["10.176.0.0/12"],
  lifecycle: ["active", "closing"],
  emailPattern: ["cloud+{account}@acme.example"],
  repository: ["acme/islands"],
  repositoryId: ["223456789"],
  ownerId: ["887654"],
  phone: ["+49 30 7654321"],
  email: ["desk@acme.example"],
  homeRegion: ["eu-central-1"],
};

/** An endless supply of edits of the repository at `root`. */
export function randomEdits(root: string, random: () => number): () => Edit {
  const all = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" }).trim().split("\n");
  const read = (file: string): string => fs.readFileSync(path.join(root, file), "utf8");
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const files = (pattern: RegExp): string[] => all.filter((file) => pattern.test(file));
  const sources = (folder: string): string[] =>
    files(new RegExp(`^${folder}/.*(?<!\\.test|\\.d|\\.fixture)\\.ts$`)).filter((file) => !file.includes("/_"));
  const source = (): string =>
    pick(sources(pick(["modules", "modules", "modules", "accounts", "packages/account-stack", "packages"])));

  const kinds: Readonly<Record<string, () => Edit | undefined>> = {
    literal: () => {
      const file = source();
      const text = read(file);
      const literal = pickOne(literals(text), random);
      if (!literal) return undefined;
      const { start, end, replacement } = literal;
      return {
        what: `literal in ${file}: ${text.slice(start, end)} -> ${replacement}`,
        files: { [file]: text.slice(0, start) + replacement + text.slice(end) },
      };
    },
    property: () => {
      const file = source();
      const lines = read(file).split("\n");
      const line = pickOne(
        lines.flatMap((text, index) => (/^ {4,}[a-zA-Z]+: [^{[(]+,$/.test(text) ? [index] : [])),
        random,
      );
      if (line === undefined) return undefined;
      return {
        what: `line out of ${file}: ${lines[line]!.trim()}`,
        files: { [file]: lines.filter((_, index) => index !== line).join("\n") },
      };
    },
    comment: () => {
      const file = source();
      return { what: `comment in ${file}`, files: { [file]: `// ${random()}\n${read(file)}` } };
    },
    rename: () => {
      const file = source();
      const text = read(file);
      const name = pickOne(
        [...text.matchAll(/(?:const|function|readonly #?) ?(\w{4,})\b/g)].map((match) => match[1]!),
        random,
      );
      if (name === undefined) return undefined;
      return {
        what: `rename in ${file}: ${name}`,
        files: { [file]: text.replaceAll(new RegExp(`\\b${name}\\b`, "g"), `${name}Renamed`) },
      };
    },
    json: () => {
      const file = pick(
        pick([files(/^accounts\/[a-z].*\/account\.json$/), files(/^environments\/.*\.json$/), ["organization.json"]]),
      );
      const content = JSON.parse(read(file)) as object;
      const leaf = pickOne(leaves(content), random)!;
      const known = values[leaf.key];
      const old = leaf.holder[leaf.key];
      const next = known
        ? pick(known)
        : typeof old === "number"
          ? old + 1
          : typeof old === "boolean"
            ? !old
            : `${String(old)}x`;
      leaf.holder[leaf.key] = next;
      return {
        what: `value in ${file}: ${leaf.key} ${JSON.stringify(old)} -> ${JSON.stringify(next)}`,
        files: { [file]: `${JSON.stringify(content, null, 2)}\n` },
      };
    },
    addFile: () => {
      const folder = path.posix.dirname(source());
      const file = `${folder}/${pick(["added.ts", "added.md", "added.json", "added.test.ts"])}`;
      return { what: `new file ${file}`, files: { [file]: file.endsWith(".json") ? "{}\n" : "\n" } };
    },
    addAccount: () => {
      const from = `accounts/${pick(["shop-dev", "sandbox", "analytics"])}`;
      const account = read(`${from}/account.json`).replace(/"cidr": "[^"]+"/, '"cidr": "10.210.0.0/20"');
      return {
        what: `new account, a copy of ${from}`,
        files: { "accounts/checkout/account.json": account, "accounts/checkout/stack.ts": read(`${from}/stack.ts`) },
      };
    },
    deleteFile: () => {
      const file = pick(files(/^(modules|accounts|packages)\/[a-z].*\.(ts|md|json)$/));
      return { what: `deleted ${file}`, files: { [file]: null } };
    },
    moveFile: () => {
      const file = pick([...sources("modules"), ...sources("accounts")]);
      return {
        what: `moved ${file}`,
        files: { [file]: null, [file.replace(/\.ts$/, "-moved.ts")]: read(file) },
      };
    },
    elsewhere: () => {
      const file = pick(files(/\.(md|yml|mjs|test\.ts)$|^(docs|tools|bench)\//));
      return { what: `text at the end of ${file}`, files: { [file]: `${read(file)}\n` } };
    },
  };
  // How often, in all.
  const often = { literal: 8, property: 4, comment: 2, rename: 3, json: 6, addFile: 1, addAccount: 1, deleteFile: 2 };
  const weighted = Object.entries({ ...often, moveFile: 1, elsewhere: 1 }).flatMap(([kind, times]) =>
    Array<string>(times).fill(kind),
  );
  return () => {
    for (;;) {
      const edit = kinds[pick(weighted)]!();
      if (edit) return edit;
    }
  };
}

function pickOne<T>(list: readonly T[], random: () => number): T | undefined {
  return list[Math.floor(random() * list.length)];
}

/** Literals of a TypeScript file with another value for each; where modules are imported from is left alone. */
function literals(text: string): { start: number; end: number; replacement: string }[] {
  const found: { start: number; end: number; replacement: string }[] = [];
  const file = ts.createSourceFile("file.ts", text, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    const [start, end] = [node.getStart(), node.end];
    const add = (replacement: string) => found.push({ start, end, replacement });
    if (ts.isStringLiteral(node)) add(`${text.slice(start, end - 1)}x${text[end - 1]}`);
    else if (ts.isNumericLiteral(node)) add(String(Number(node.text) + 1));
    else if (node.kind === ts.SyntaxKind.TrueKeyword) add("false");
    else if (node.kind === ts.SyntaxKind.FalseKeyword) add("true");
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Every value in a JSON document that is no object or list, with what holds it. */
function leaves(content: object): { holder: Record<string, unknown>; key: string }[] {
  return Object.entries(content).flatMap(([key, value]) =>
    key === "$schema"
      ? []
      : typeof value === "object" && value !== null
        ? leaves(value as object)
        : [{ holder: content as Record<string, unknown>, key }],
  );
}
