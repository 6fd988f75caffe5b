import { didYouMean, UserError, type OrganizationAccount } from "@archipelago/account-stack";

/** One group has one permission set in one account. */
export interface Assignment {
  readonly account: string;
  readonly group: string;
  readonly permissionSet: string;
}

export interface AssignmentProps {
  readonly accounts: readonly OrganizationAccount[];
  /** Group to permission sets, in every account. */
  readonly everywhere: Readonly<Record<string, readonly string[]>>;
  /** Names of the permission sets there are. */
  readonly permissionSets: readonly string[];
  /** Where `everywhere` is written, for errors. */
  readonly where: string;
}

/** Closed accounts are suspended: AWS refuses to assign anything in them. */
const hasPeople = ({ lifecycle }: OrganizationAccount): boolean => lifecycle !== "closed";

/**
 * Who has what where, sorted: what every account.json says under `access`, and what holds everywhere.
 *
 * @throws UserError when a permission set does not exist or a group's name is not one, naming the file that says so
 */
export function assignments({ accounts, everywhere, permissionSets, where }: AssignmentProps): Assignment[] {
  const found = new Map<string, Assignment>();
  const add = (account: string, access: OrganizationAccount["access"], from: string): void => {
    for (const [group, sets] of Object.entries(access)) {
      requireGroup(group, from);
      for (const permissionSet of sets) {
        requireSet(permissionSet, permissionSets, `${from}."${group}"`);
        found.set(`${account} ${group} ${permissionSet}`, { account, group, permissionSet });
      }
    }
  };
  for (const account of accounts.filter(hasPeople)) {
    add(account.name, everywhere, where);
    add(account.name, account.access, `${account.directory}/account.json: access`);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, assignment]) => assignment);
}

function requireSet(name: string, known: readonly string[], where: string): void {
  if (known.includes(name)) return;
  throw new UserError(`there is no permission set "${name}"${didYouMean(name, known)}`, {
    where,
    allowed: [...known].sort().join(", "),
    next: "use one of them; others are made where the management account's stack makes IdentityCenter",
  });
}

// Group names are part of addresses in the state, so they are plainer than what Identity Center accepts.
function requireGroup(name: string, where: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9.-]{0,127}$/.test(name)) return;
  throw new UserError(`"${name}" cannot be a group's name`, {
    where,
    allowed: "letters, digits, hyphens and full stops, at most 128, starting with a letter or digit",
  });
}
