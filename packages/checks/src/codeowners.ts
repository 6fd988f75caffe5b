import { UserError, type Workspace } from "@archipelago/account-stack/workspace";

export const codeownersFile = ".github/CODEOWNERS";
/** What mends it. */
const command = "npx nx g codeowners";
const ownLines = "# Your own lines go below this one: they win over those above, and stay.";

/** Who answers for an account: its folder and its owner. */
export type Owners = ReadonlyMap<string, string>;

/** Owners of the accounts whose account.json is valid; the platform team answers for the others. */
export function ownersOf({ members }: Workspace): Owners {
  return new Map([...members.values()].map(({ name, owner }) => [name, owner]));
}

/**
 * Text of .github/CODEOWNERS: of several lines that match a file, GitHub goes by the last.
 *
 * @param current text of the file as it is, whose own lines are kept
 */
export function codeowners(platformTeam: string, owners: Owners, current = ""): string {
  return [
    `# Made by "${command}" from owner of each account.json and platformTeam of organization.json.`,
    lineOf("*", platformTeam),
    ...[...owners].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, owner]) => lineOf(folder(name), owner)),
    "",
    ownLines,
    ...partsOf(current).own,
  ].join("\n");
}

const folder = (name: string): string => `/accounts/${name}/`;
const lineOf = (pattern: string, owner: string): string => `${pattern} ${owner}`;

/** Generated lines without comments, and what follows the mark. */
function partsOf(text: string): { readonly generated: readonly string[]; readonly own: readonly string[] } {
  const lines = text.split(/\r?\n/);
  const mark = lines.indexOf(ownLines);
  const generated = (mark < 0 ? lines : lines.slice(0, mark)).filter((line) => /^[^#]/.test(line));
  return { generated, own: mark < 0 ? [""] : lines.slice(mark + 1) };
}

/** What CODEOWNERS does not say, or not any more. */
export interface CodeownersProblems {
  /** By account; of what belongs to no account, by the management account. */
  readonly stale: ReadonlyMap<string, UserError>;
  /** Accounts without a line: the platform team answers for them, which is right for a new one, so it is no error. */
  readonly missing: ReadonlySet<string>;
}

/** Compares the file with the accounts. A line about an account that is gone is harmless until its folder is back. */
export function codeownersProblems(workspace: Workspace, text: string): CodeownersProblems {
  const { platformTeam, accounts } = workspace.organization;
  const [first, ...lines] = partsOf(text).generated;
  const stale = new Map<string, UserError>();
  const missing = new Set<string>();
  const error = (message: string): UserError => new UserError(message, { where: codeownersFile, next: command });
  for (const [name, owner] of ownersOf(workspace)) {
    const own = lines.filter((line) => line.startsWith(`${folder(name)} `));
    const wrong = own.find((line) => line !== lineOf(folder(name), owner));
    if (wrong !== undefined)
      stale.set(name, error(`"${wrong}": the owner in accounts/${name}/account.json is ${owner}`));
    else if (own.length === 0) missing.add(name);
  }
  const strange = lines.find((line) => !/^\/accounts\/[^/*?\s]+\/ /.test(line));
  if (first !== lineOf("*", platformTeam))
    stale.set(accounts.management, error(`its first line is not "${lineOf("*", platformTeam)}"`));
  else if (strange !== undefined) stale.set(accounts.management, error(`"${strange}" is not the line of an account`));
  return { stale, missing };
}
