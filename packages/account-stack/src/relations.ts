import { findCycle, type Dependencies } from "./dependency-order.ts";
import type { JsonFile } from "./json-file.ts";
import { didYouMean, listed } from "./nearest.ts";
import type { Account, OrganizationAccount } from "./organization.ts";
import type { AccountFile } from "./schema/account.ts";
import type { EnvironmentFile } from "./schema/environment.ts";
import { UserError } from "./user-error.ts";

/** The files an account is made from. */
export interface AccountSources {
  readonly account: JsonFile<AccountFile>;
  /** Undefined: it is not valid. */
  readonly environment: JsonFile<EnvironmentFile> | undefined;
}

/**
 * What each account is applied after: what it depends on, and what its code is promoted from. One that closes is applied
 * the other way round, after those that need it and close too; it needs nobody any more.
 */
export function applyOrder(accounts: ReadonlyMap<string, Account>): Dependencies {
  const before = ({ dependsOn, promoteFrom }: Account): readonly string[] =>
    promoteFrom === undefined ? dependsOn : [...new Set([...dependsOn, promoteFrom])];
  const closing = [...accounts.values()].filter(({ lifecycle }) => lifecycle === "closing");
  return new Map(
    [...accounts].map(([name, account]) => [
      name,
      account.lifecycle === "closing"
        ? closing.filter((other) => before(other).includes(name)).map((other) => other.name)
        : before(account),
    ]),
  );
}

/**
 * Dangling references and dependency cycles.
 *
 * @param closed accounts of which a tombstone is left
 */
export function* relationProblems(
  accounts: ReadonlyMap<string, Account>,
  broken: ReadonlyMap<string, UserError>,
  sources: ReadonlyMap<string, AccountSources>,
  closed: readonly string[] = [],
): Generator<[string, UserError]> {
  const hard: Dependencies = new Map([...accounts].map(([name, { dependsOn }]) => [name, dependsOn]));
  const order = applyOrder(accounts);
  const known = [...new Set([...accounts.keys(), ...broken.keys()])].sort();
  for (const [name, account] of accounts) {
    const source = sources.get(name)!;
    for (const [key, references] of [
      ["dependsOn", account.dependsOn],
      ["promoteFrom", account.promoteFrom === undefined ? [] : [account.promoteFrom]],
      ["reads", Object.keys(account.reads)],
    ] as const) {
      const dangling = references.find((reference) => !known.includes(reference));
      if (dangling === undefined) continue;
      yield [
        name,
        new UserError(
          closed.includes(dangling)
            ? `${key}: the account "${dangling}" is closed`
            : `${key}: there is no account "${dangling}"${didYouMean(dangling, known)}`,
          { where: placeOf(source, key, dangling), allowed: listed(known) },
        ),
      ];
    }
    const [key, cycle] = cycleOf(name, hard, order);
    if (cycle) {
      yield [
        name,
        new UserError(`${key}: ${cycle.join(" -> ")} is a cycle`, {
          where: placeOf(source, key, cycle[1]!),
          next: "remove one of these dependencies; an output that is needed both ways can be awaited",
        }),
      ];
    }
  }
}

function cycleOf(
  name: string,
  hard: Dependencies,
  order: Dependencies,
): readonly [key: "dependsOn" | "promoteFrom", cycle: readonly string[] | undefined] {
  const cycle = findCycle(hard, name);
  return cycle ? ["dependsOn", cycle] : ["promoteFrom", findCycle(order, name)];
}

/** Where an account or its environment names another account. */
function placeOf(
  { account, environment }: AccountSources,
  key: "dependsOn" | "promoteFrom" | "reads",
  reference: string,
): string {
  for (const file of [account, environment]) {
    const value = (file?.data as Readonly<Record<string, unknown>> | undefined)?.[key];
    if (value === reference) return file!.at(key);
    if (Array.isArray(value) && value.includes(reference)) return file!.at(key, value.indexOf(reference));
    if (typeof value === "object" && value !== null && Object.hasOwn(value, reference)) return file!.at(key, reference);
  }
  return account.at(key);
}

/** Account ids and root addresses belong to one account only: AWS refuses the second one. */
export function* duplicateProblems(
  accounts: ReadonlyMap<string, OrganizationAccount>,
  sources: ReadonlyMap<string, AccountSources>,
): Generator<[string, UserError]> {
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
      // A tombstone says what an address was used for: it is right, and the other one is wrong.
      if (!other || (account.lifecycle === "closed" && other.lifecycle !== "closed")) continue;
      const tombstone = other.lifecycle === "closed" && account.lifecycle !== "closed";
      yield [
        name,
        new UserError(
          `${key}: ${value} ${tombstone ? `was the one of ${other.name}, which is closed: ${other.directory}/account.json` : `is also the one of ${other.directory}/account.json`}`,
          {
            where: sources.get(name)!.account.at(...key.split(".")),
            next: tombstone
              ? "give the account its own: AWS gives an address to one account only, forever"
              : "give one of the two accounts its own",
          },
        ),
      ];
    }
  }
}
