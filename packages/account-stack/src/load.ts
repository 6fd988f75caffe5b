import { offlineAccountId } from "./account-id.ts";
import { closingProblem } from "./closing.ts";
import { memberOf, readAccountFile } from "./account-file.ts";
import { environmentFor, environmentOf, loadEnvironments } from "./environments.ts";
import { accountFolders } from "./folders.ts";
import type { JsonFile } from "./json-file.ts";
import { readOrganization } from "./organization-file.ts";
import type { Account, AccountContext, Environment, Organization, OrganizationAccount } from "./organization.ts";
import { withPeers } from "./peers.ts";
import { duplicateProblems, relationProblems, type AccountSources } from "./relations.ts";
import type { AccountFile } from "./schema/account.ts";
import type { EnvironmentFile } from "./schema/environment.ts";
import { UserError } from "./user-error.ts";

/** The repository's configuration. One wrong account does not keep the others from loading. */
export interface Workspace {
  /** Absolute path of the repository. */
  readonly root: string;
  /** The organisation's file, relative to the root. */
  readonly organizationFile: string;
  readonly organization: Organization;
  readonly environments: ReadonlyMap<string, Environment>;
  /** The environments' files, with what they hold for applications. */
  readonly environmentFiles: ReadonlyMap<string, JsonFile<EnvironmentFile>>;
  /** Valid accounts by name, sorted. Those that are closed are not among them: nothing is left to plan. */
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
  const { organization, units } = readOrganization(root, file);
  const environments = loadEnvironments(root);
  const members = new Map<string, OrganizationAccount>();
  const accounts = new Map<string, Account>();
  const problems = new Map<string, UserError>();
  const sources = new Map<string, AccountSources>();
  for (const name of accountFolders(root)) {
    try {
      const file = readAccountFile(root, name);
      const environment = environmentFor(file, environments);
      const invalid = environment instanceof UserError;
      // Its unit may be missing too, but this comes first.
      if (invalid && !units.has(file.data.environment)) throw environment;
      const member = memberOf(name, file, organization, units);
      members.set(name, member);
      sources.set(name, { account: file, environment: invalid ? undefined : environment });
      if (invalid) throw environment;
      if (member.lifecycle !== "closed") accounts.set(name, withEnvironment(member, file.data, environment.data));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.set(name, error);
    }
  }
  const shared = [...duplicateProblems(members, sources)];
  for (const [name] of shared) members.delete(name);
  const closed = [...members.values()].flatMap(({ name, lifecycle }) => (lifecycle === "closed" ? [name] : []));
  const unclosable = [...accounts.values()].flatMap((account): [string, UserError][] => {
    if (account.lifecycle !== "closing") return [];
    const problem = closingProblem(account, accounts, organization, sources.get(account.name)!.account);
    return problem === undefined ? [] : [[account.name, problem]];
  });
  for (const [name, problem] of [...relationProblems(accounts, problems, sources, closed), ...unclosable, ...shared]) {
    problems.set(name, problem);
    accounts.delete(name);
  }
  for (const account of accounts.values()) accounts.set(account.name, withPeers(account, accounts, organization));
  const environmentFiles = new Map(
    [...environments].flatMap(([name, loaded]) => (loaded instanceof UserError ? [] : [[name, loaded] as const])),
  );
  return {
    root,
    organizationFile: file,
    organization,
    environments: new Map([...environmentFiles].map(([name, { data }]) => [name, environmentOf(name, data)])),
    environmentFiles,
    accounts,
    members,
    problems,
  };
}

/** What an account's stack is made from. */
export function contextOf(
  { organization, environments, environmentFiles, members }: Workspace,
  account: Account,
): AccountContext {
  return {
    account,
    organization,
    environment: environments.get(account.environment)!,
    accounts: account.name === organization.accounts.management ? [...members.values()] : [],
    configuration: {
      read: (schema) => environmentFiles.get(account.environment)!.part(["configuration", account.product], schema),
    },
  };
}

/** The 12-digit id of an account: known before the account exists offline, only for `existing` accounts on AWS. */
export function knownAccountId(
  account: Pick<OrganizationAccount, "email" | "existingAccountId">,
  organization: Pick<Organization, "cloud">,
): string | undefined {
  return account.existingAccountId ?? (organization.cloud === "offline" ? offlineAccountId(account.email) : undefined);
}

function withEnvironment(member: OrganizationAccount, data: AccountFile, environment: EnvironmentFile): Account {
  return {
    ...member,
    network: data.network && {
      ...environment.network,
      ...data.network,
      zones: data.network.zones ?? environment.zones,
    },
    dependsOn: [...new Set([...(environment.dependsOn ?? []), ...(data.dependsOn ?? [])])],
    promoteFrom: data.promoteFrom,
    canary: data.canary,
    maxDestroy: environment.maxDestroy,
    connections: data.connections ?? [],
    reads: mergeReads(environment.reads ?? {}, data.reads ?? {}),
  };
}

function mergeReads(...all: Record<string, readonly string[]>[]): Record<string, readonly string[]> {
  // A map: "constructor" is a name as good as any.
  const merged = new Map<string, readonly string[]>();
  for (const reads of all) {
    for (const [account, outputs] of Object.entries(reads))
      merged.set(account, [...new Set([...(merged.get(account) ?? []), ...outputs])]);
  }
  return Object.fromEntries(merged);
}
