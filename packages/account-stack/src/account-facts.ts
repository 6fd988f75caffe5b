import fs from "node:fs";
import path from "node:path";
import { findCycle, waves } from "./dependency-order.ts";
import { readFileText } from "./file-text.ts";
import { accountFolders } from "./folders.ts";

/** What Nx has to know of an account.json, read leniently: the executors report what is wrong with it. */
export interface AccountFacts {
  readonly name: string;
  readonly environment: string | undefined;
  /** Accounts to apply first, as the files say; of one that closes, those that depend on it and close too. */
  readonly wanted: readonly string[];
  /** The same as edges for Nx: none when they dangle or make a cycle. */
  readonly dependsOn: readonly string[];
  /** Accounts that depend on this one. */
  readonly dependents: readonly string[];
  /** Accounts whose account.json its stack is made of too: ends of a peering know each other's addresses, a spoke its hub's. */
  readonly peers: readonly string[];
  /** The management account's stack is made of every account.json. */
  readonly readsEveryAccount: boolean;
  /** Set when Nx could not order the account: the executors fail with it. */
  readonly error: string | undefined;
}

/**
 * Reads just enough of every account.json and environment to infer targets. Of an account that is closed nothing is left
 * to plan: it is not among them. Never throws: an exception here stops
 * every Nx command, for every account.
 *
 * @param files account.json files, relative to the root
 */
export function readAccounts(root: string, files: readonly string[]): Map<string, AccountFacts> {
  const raw = new Map(
    files
      .filter((file) => !/^accounts[\\/][_.]/.test(file))
      .map((file) => path.basename(path.dirname(file)))
      .map((name) => [name, readObject(root, `accounts/${name}/account.json`)]),
  );
  const folders = [...raw.keys()].filter((name) => raw.get(name)?.["lifecycle"] !== "closed");
  const environments = new Map<string, Record<string, unknown>>();
  const environmentOf = (name: string): string | undefined => {
    const environment = raw.get(name)?.["environment"];
    return typeof environment === "string" && /^[a-z0-9-]+$/.test(environment) ? environment : undefined;
  };
  const named = new Map(
    folders.map((name) => {
      const environment = environmentOf(name);
      if (environment !== undefined && !environments.has(environment)) {
        environments.set(environment, readObject(root, `environments/${environment}.json`) ?? {});
      }
      return [
        name,
        [
          ...new Set([
            ...names(environments.get(environment ?? "")?.["dependsOn"]),
            ...names(raw.get(name)?.["dependsOn"]),
          ]),
        ],
      ];
    }),
  );
  const managements = managementAccounts(root);
  const errors = new Map(folders.map((name) => [name, orderProblem(name, named)]));
  const closing = folders.filter((name) => raw.get(name)?.["lifecycle"] === "closing");
  const wanted = new Map(
    folders.map((name) => [
      name,
      closing.includes(name) ? closing.filter((other) => named.get(other)!.includes(name)) : named.get(name)!,
    ]),
  );
  // An account that cannot be ordered gets no edges, so that Nx can still order the others.
  const edges = (from: typeof named): typeof named =>
    new Map(folders.map((name) => [name, errors.get(name) === undefined ? from.get(name)! : []]));
  const [dependsOn, needed] = [edges(wanted), edges(named)];
  return new Map(
    folders.map((name) => [
      name,
      {
        name,
        environment: environmentOf(name),
        wanted: wanted.get(name)!,
        dependsOn: dependsOn.get(name)!,
        dependents: folders.filter((other) => needed.get(other)!.includes(name)),
        peers: peersOf(raw.get(name)?.["connections"]).filter((peer) => raw.has(peer)),
        readsEveryAccount: managements.has(name),
        error: errors.get(name),
      },
    ]),
  );
}

/** Folders of accounts that can be planned: all but the tombstones of closed ones. Sorted. */
export function openAccounts(root: string): string[] {
  const files = accountFolders(root).map((name) => `accounts/${name}/account.json`);
  return [...readAccounts(root, files).keys()];
}

function orderProblem(name: string, dependencies: ReadonlyMap<string, readonly string[]>): string | undefined {
  const where = `accounts/${name}/account.json: dependsOn`;
  const dangling = dependencies.get(name)!.find((dependency) => !dependencies.has(dependency));
  if (dangling !== undefined) return `${where}: there is no account "${dangling}"`;
  const cycle = findCycle(dependencies, name);
  return cycle && `${where}: ${cycle.join(" -> ")} is a cycle`;
}

/** Of every organisation whose file is here: `--organization` names one of them. */
function managementAccounts(root: string): ReadonlySet<unknown> {
  const files = fs.readdirSync(root).filter((file) => /organization.*\.json$/.test(file));
  const parts = files.map((file) => readObject(root, file)?.["accounts"] as { management?: unknown } | undefined);
  return new Set(parts.map((part) => part?.management));
}

function readObject(root: string, file: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(readFileText(root, file));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // the executors say what is wrong with it
  }
}

function peersOf(connections: unknown): string[] {
  const joined = (Array.isArray(connections) ? connections : []).filter((each): each is { with: unknown } => {
    const { kind, side } = (each ?? {}) as { kind?: unknown; side?: unknown };
    return kind === "peering" || (kind === "transit" && side === "spoke");
  });
  return [...new Set(names(joined.map((each) => each.with)))].sort();
}

function names(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** Names with dependencies first, those on a cycle last. */
export function inDependencyOrder(root: string, names: readonly string[]): string[] {
  const accounts = readAccounts(
    root,
    names.map((name) => `accounts/${name}/account.json`),
  );
  const ordered = waves(names, new Map([...accounts].map(([name, { wanted }]) => [name, wanted]))).flat();
  return [...ordered, ...names.filter((name) => !ordered.includes(name)).sort()];
}
