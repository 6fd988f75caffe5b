import fs from "node:fs";
import path from "node:path";
import { offlineAccountId } from "./account-id.ts";
import { findCycle, type Dependencies } from "./dependency-order.ts";
import { accountFolders } from "./folders.ts";
import { readJsonFile } from "./json-file.ts";
import type { Account, AccountContext, Environment, Organization, OrganizationAccount } from "./organization.ts";
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
  /** Accounts whose account.json is valid by itself, whatever is wrong with their environment: the organisation's members. */
  readonly members: ReadonlyMap<string, OrganizationAccount>;
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
  const units = unitsByEnvironment(file, organization);
  const members = new Map<string, OrganizationAccount>();
  const accounts = new Map<string, Account>();
  const problems = new Map<string, UserError>();
  for (const name of accountFolders(root)) {
    try {
      const data = readAccountFile(root, name, environments);
      const environment = environments.get(data.environment);
      // Its unit may be missing too, but this comes first.
      if (environment instanceof UserError && !units.has(data.environment)) throw environment;
      const member = memberOf(name, data, organization, units);
      members.set(name, member);
      accounts.set(name, withEnvironment(member, data, environments));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.set(name, error);
    }
  }
  const shared = [...duplicates(members)];
  for (const [name] of shared) members.delete(name);
  for (const [name, problem] of [...relationProblems(accounts, problems), ...shared]) {
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
    members,
    problems,
  };
}

/**
 * The organizational unit of each environment, by the environment's name.
 *
 * @throws UserError when two units claim one environment
 */
function unitsByEnvironment(file: string, { organizationalUnits }: Organization): ReadonlyMap<string, string> {
  const units = new Map<string, string>();
  for (const [unit, environments] of Object.entries(organizationalUnits)) {
    for (const environment of environments) {
      const other = units.get(environment);
      if (other !== undefined) {
        throw new UserError(`organizationalUnits: the environment "${environment}" is in ${other} and in ${unit}`, {
          where: file,
          next: "leave it in one of them; single accounts can say otherwise in their account.json",
        });
      }
      units.set(environment, unit);
    }
  }
  return units;
}

/** What an account's stack is made from. */
export function contextOf({ organization, environments, members }: Workspace, account: Account): AccountContext {
  return {
    account,
    organization,
    environment: environments.get(account.environment)!,
    accounts: account.name === organization.accounts.management ? [...members.values()] : [],
  };
}

/** The 12-digit id of an account: known before the account exists offline, only for `existing` accounts on AWS. */
export function knownAccountId(account: OrganizationAccount, organization: Organization): string | undefined {
  return account.existingAccountId ?? (organization.cloud === "offline" ? offlineAccountId(account.email) : undefined);
}

interface LoadedEnvironment {
  readonly environment: Environment;
  readonly dependsOn: readonly string[];
  readonly maxDestroy: number | undefined;
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
        const { $schema: _, dependsOn = [], maxDestroy, reads = {}, ...rest } = data;
        return [name, { environment: { name, ...rest }, dependsOn, maxDestroy, reads }];
      } catch (error) {
        if (error instanceof UserError) return [name, error];
        throw error;
      }
    }),
  );
}

function readAccountFile(root: string, name: string, environments: ReadonlyMap<string, unknown>): AccountFile {
  const directory = `accounts/${name}`;
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 32) {
    throw new UserError(`"${name}" cannot be an account's name`, {
      where: directory,
      allowed: "lower-case letters, digits and single hyphens, starting with a letter, at most 32 characters",
      next: "rename the folder",
    });
  }
  const file = `${directory}/account.json`;
  const data: AccountFile = readJsonFile(root, file, accountFile);
  if (!environments.has(data.environment)) {
    throw new UserError(`environment: there is no environment "${data.environment}"`, {
      where: file,
      allowed: [...environments.keys()].join(", "),
      next: `use one of them or add environments/${data.environment}.json`,
    });
  }
  return data;
}

function memberOf(
  name: string,
  data: AccountFile,
  organization: Organization,
  units: ReadonlyMap<string, string>,
): OrganizationAccount {
  const directory = `accounts/${name}`;
  const where = `${directory}/account.json`;
  const regions = data.regions ?? [organization.homeRegion];
  const strange = regions.find((region) => !organization.regions.includes(region));
  if (strange !== undefined) {
    throw new UserError(`regions: ${strange} is not governed by this organisation`, {
      where,
      allowed: organization.regions.join(", "),
    });
  }
  const organizationalUnit = data.organizationalUnit ?? units.get(data.environment);
  if (organizationalUnit === undefined) {
    throw new UserError(`environment: "${data.environment}" belongs to no organizational unit`, {
      where,
      allowed: [...units.keys()].join(", "),
      next: `use one of them or add "${data.environment}" to a unit of organizationalUnits in organization.json`,
    });
  }
  if (organizationalUnit !== "Root" && !(organizationalUnit in organization.organizationalUnits)) {
    throw new UserError(`organizationalUnit: there is no unit "${organizationalUnit}"`, {
      where,
      allowed: ["Root", ...Object.keys(organization.organizationalUnits)].join(", "),
      next: "use one of them or add it to organizationalUnits in organization.json",
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
    access: data.access ?? {},
    lifecycle: data.lifecycle ?? "active",
    expires: data.expires,
    email: data.email ?? organization.emailPattern.replace("{account}", name),
    organizationalUnit,
    region: regions[0]!,
    regions,
    existingAccountId: data.existing?.accountId,
  };
}

function withEnvironment(
  member: OrganizationAccount,
  data: AccountFile,
  environments: Map<string, LoadedEnvironment | UserError>,
): Account {
  const environment = environments.get(data.environment)!;
  if (environment instanceof UserError) throw environment;
  return {
    ...member,
    network: data.network && { cidr: data.network.cidr, zones: data.network.zones ?? environment.environment.zones },
    dependsOn: [...new Set([...environment.dependsOn, ...(data.dependsOn ?? [])])],
    promoteFrom: data.promoteFrom,
    canary: data.canary,
    maxDestroy: environment.maxDestroy,
    connections: data.connections ?? [],
    reads: mergeReads(environment.reads, data.reads ?? {}),
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

/** What each account is applied after: what it depends on, and what its code is promoted from. */
export function applyOrder(accounts: ReadonlyMap<string, Account>): Dependencies {
  return new Map(
    [...accounts].map(([name, { dependsOn, promoteFrom }]) => [
      name,
      promoteFrom === undefined ? dependsOn : [...new Set([...dependsOn, promoteFrom])],
    ]),
  );
}

/** Dangling references and dependency cycles. */
function* relationProblems(
  accounts: ReadonlyMap<string, Account>,
  broken: ReadonlyMap<string, UserError>,
): Generator<[string, UserError]> {
  const hard: Dependencies = new Map([...accounts].map(([name, { dependsOn }]) => [name, dependsOn]));
  const order = applyOrder(accounts);
  for (const [name, account] of accounts) {
    const where = `${account.directory}/account.json`;
    for (const [key, references] of [
      ["dependsOn", account.dependsOn],
      ["promoteFrom", account.promoteFrom === undefined ? [] : [account.promoteFrom]],
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
    const cycle = findCycle(hard, name) ?? findCycle(order, name);
    if (cycle) {
      yield [
        name,
        new UserError(`${findCycle(hard, name) ? "dependsOn" : "promoteFrom"}: ${cycle.join(" -> ")} is a cycle`, {
          where,
          next: "remove one of these dependencies; an output that is needed both ways can be awaited",
        }),
      ];
    }
  }
}

/** Account ids and root addresses belong to one account only: AWS refuses the second one. */
function* duplicates(accounts: ReadonlyMap<string, OrganizationAccount>): Generator<[string, UserError]> {
  const keys = {
    "existing.accountId": (account: OrganizationAccount) => account.existingAccountId,
    email: (account: OrganizationAccount) => account.email.toLowerCase(),
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
