import fs from "node:fs";
import path from "node:path";
import { offlineAccountId } from "./account-id.ts";
import { findCycle, type Dependencies } from "./dependency-order.ts";
import { accountFolders } from "./folders.ts";
import { readJsonFile } from "./json-file.ts";
import type { Account, Environment, Organization } from "./organization.ts";
import { accountFile, type AccountFile } from "./schema/account.ts";
import { environmentFile, type EnvironmentFile } from "./schema/environment.ts";
import { organizationFile } from "./schema/organization.ts";
import { UserError } from "./user-error.ts";

/** The repository's configuration. One wrong account does not keep the others from loading. */
export interface Workspace {
  /** Absolute path of the repository. */
  readonly root: string;
  /** The organisation's file, relative to the root. */
  readonly organizationFile: string;
  readonly organization: Organization;
  readonly environments: ReadonlyMap<string, Environment>;
  /** Valid accounts by name, sorted. */
  readonly accounts: ReadonlyMap<string, Account>;
  /** What is wrong with the accounts that are not in `accounts`. */
  readonly problems: ReadonlyMap<string, UserError>;
}

/**
 * Loads organization.json, environments/ and accounts/.
 *
 * @param root absolute path of the repository
 * @param file the organisation's file, relative to the root
 * @throws UserError when the organisation's file is invalid: every account depends on it.
 */
export function loadWorkspace(root: string, file = "organization.json"): Workspace {
  const { $schema: _, ...organization } = readJsonFile(root, file, organizationFile);
  if (!organization.regions.includes(organization.homeRegion)) {
    throw new UserError(`regions: the home region ${organization.homeRegion} is not among them`, {
      where: file,
      allowed: "regions that contain homeRegion",
    });
  }
  const environments = loadEnvironments(root);
  const accounts = new Map<string, Account>();
  const problems = new Map<string, UserError>();
  for (const name of accountFolders(root)) {
    try {
      accounts.set(name, loadAccount(root, name, organization, environments));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.set(name, error);
    }
  }
  for (const [name, problem] of [...relationProblems(accounts, problems), ...duplicates(accounts)]) {
    problems.set(name, problem);
    accounts.delete(name);
  }
  return {
    root,
    organizationFile: file,
    organization,
    environments: new Map(
      [...environments].flatMap(([name, loaded]) => (loaded instanceof UserError ? [] : [[name, loaded.environment]])),
    ),
    accounts,
    problems,
  };
}

/** The 12-digit id of an account: known before the account exists offline, only for `existing` accounts on AWS. */
export function knownAccountId(account: Account, organization: Organization): string | undefined {
  return account.existingAccountId ?? (organization.cloud === "offline" ? offlineAccountId(account.email) : undefined);
}

interface LoadedEnvironment {
  readonly environment: Environment;
  readonly dependsOn: readonly string[];
  readonly reads: NonNullable<EnvironmentFile["reads"]>;
}

/** An invalid environment is an error of the accounts that use it, not of the others. */
function loadEnvironments(root: string): Map<string, LoadedEnvironment | UserError> {
  const directory = path.join(root, "environments");
  const files = fs.existsSync(directory)
    ? fs
        .readdirSync(directory)
        .filter((file) => file.endsWith(".json"))
        .sort()
    : [];
  return new Map(
    files.map((file): [string, LoadedEnvironment | UserError] => {
      const name = file.slice(0, -".json".length);
      try {
        const data = readJsonFile(root, `environments/${file}`, environmentFile);
        const { $schema: _, dependsOn = [], reads = {}, ...rest } = data;
        return [name, { environment: { name, ...rest }, dependsOn, reads }];
      } catch (error) {
        if (error instanceof UserError) return [name, error];
        throw error;
      }
    }),
  );
}

function loadAccount(
  root: string,
  name: string,
  organization: Organization,
  environments: Map<string, LoadedEnvironment | UserError>,
): Account {
  const directory = `accounts/${name}`;
  const file = `${directory}/account.json`;
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 32) {
    throw new UserError(`"${name}" cannot be an account's name`, {
      where: directory,
      allowed: "lower-case letters, digits and single hyphens, starting with a letter, at most 32 characters",
      next: "rename the folder",
    });
  }
  const data: AccountFile = readJsonFile(root, file, accountFile);
  const environment = environments.get(data.environment);
  if (!environment) {
    throw new UserError(`environment: there is no environment "${data.environment}"`, {
      where: file,
      allowed: [...environments.keys()].join(", "),
      next: `use one of them or add environments/${data.environment}.json`,
    });
  }
  if (environment instanceof UserError) throw environment;
  const regions = data.regions ?? [organization.homeRegion];
  const strange = regions.find((region) => !organization.regions.includes(region));
  if (strange !== undefined) {
    throw new UserError(`regions: ${strange} is not governed by this organisation`, {
      where: file,
      allowed: organization.regions.join(", "),
    });
  }
  return {
    name,
    directory,
    product: data.product,
    environment: data.environment,
    owner: data.owner,
    costCentre: data.costCentre,
    budget: data.budget,
    network: data.network && { cidr: data.network.cidr, zones: data.network.zones ?? environment.environment.zones },
    access: data.access ?? {},
    dependsOn: [...new Set([...environment.dependsOn, ...(data.dependsOn ?? [])])],
    reads: mergeReads(environment.reads, data.reads ?? {}),
    lifecycle: data.lifecycle ?? "active",
    expires: data.expires,
    email: data.email ?? organization.emailPattern.replace("{account}", name),
    organizationalUnit: data.organizationalUnit ?? environment.environment.organizationalUnit,
    region: regions[0]!,
    regions,
    existingAccountId: data.existing?.accountId,
  };
}

function mergeReads(...all: Record<string, readonly string[]>[]): Record<string, readonly string[]> {
  const merged: Record<string, readonly string[]> = {};
  for (const reads of all) {
    for (const [account, outputs] of Object.entries(reads))
      merged[account] = [...new Set([...(merged[account] ?? []), ...outputs])];
  }
  return merged;
}

/** Dangling references and dependency cycles. */
function* relationProblems(
  accounts: ReadonlyMap<string, Account>,
  broken: ReadonlyMap<string, UserError>,
): Generator<[string, UserError]> {
  const dependencies: Dependencies = new Map([...accounts].map(([name, account]) => [name, account.dependsOn]));
  for (const [name, account] of accounts) {
    const where = `${account.directory}/account.json`;
    for (const [key, references] of [
      ["dependsOn", account.dependsOn],
      ["reads", Object.keys(account.reads)],
    ] as const) {
      const dangling = references.find((reference) => !accounts.has(reference) && !broken.has(reference));
      if (dangling !== undefined) {
        yield [
          name,
          new UserError(`${key}: there is no account "${dangling}"`, {
            where,
            allowed: [...accounts.keys()].join(", "),
          }),
        ];
      }
    }
    const cycle = findCycle(dependencies, name);
    if (cycle) {
      yield [
        name,
        new UserError(`dependsOn: ${cycle.join(" -> ")} is a cycle`, {
          where,
          next: "remove one of these dependencies; an output that is needed both ways can be awaited",
        }),
      ];
    }
  }
}

/** Account ids and root addresses belong to one account only: AWS refuses the second one. */
function* duplicates(accounts: ReadonlyMap<string, Account>): Generator<[string, UserError]> {
  const keys = {
    "existing.accountId": (account: Account) => account.existingAccountId,
    email: (account: Account) => account.email.toLowerCase(),
  };
  for (const [key, valueOf] of Object.entries(keys)) {
    for (const [name, account] of accounts) {
      const value = valueOf(account);
      const other = [...accounts.values()].find(
        (candidate) => candidate !== account && value !== undefined && valueOf(candidate) === value,
      );
      if (other) {
        yield [
          name,
          new UserError(`${key}: ${value} is also the one of ${other.directory}/account.json`, {
            where: `${account.directory}/account.json`,
            next: "give one of the two accounts its own",
          }),
        ];
      }
    }
  }
}
