import { execFileSync } from "node:child_process";
import {
  accountFolders,
  defaultBase,
  remoteState,
  UserError,
  type Account,
  type Organization,
  type OrganizationAccount,
} from "@archipelago/account-stack/workspace";
import type { Cloud, MemberAccount } from "./cloud.ts";
import type { Session } from "./session.ts";

/** An account whose folder a commit has and the working tree has not. */
export interface Departed {
  readonly name: string;
  readonly product: unknown;
  readonly environment: unknown;
  readonly lifecycle: unknown;
  /** Address of the root user. */
  readonly email: string;
  /** Only of accounts that existed before. */
  readonly existingAccountId: string | undefined;
}

/** What is known of one whose folder is gone. */
export interface DepartedFacts {
  readonly departed: Departed;
  /** The commit that has the folder. */
  readonly base: string;
  /** Resources in its state; undefined when that cannot be told here. */
  readonly resources: number | undefined;
  /** What the organisation says of it. Undefined: that cannot be told; null: it lists no such account. */
  readonly status: MemberAccount["status"] | null | undefined;
  /** Accounts whose folders the commit does not have. */
  readonly arrived: readonly OrganizationAccount[];
}

/**
 * What is wrong with folders that are gone since the commit this branch came from: their accounts are still there.
 *
 * @returns `untold`: what cannot be told here, for want of a role or of a commit to compare with
 * @throws UserError when a state is damaged
 */
export async function departedProblems(
  session: Session,
): Promise<{ readonly problems: readonly UserError[]; readonly untold: readonly string[] }> {
  const { root, organization, members, accounts } = session.workspace;
  const found = departedSince(root, organization);
  const management = accounts.get(organization.accounts.management);
  if (management === undefined) return { problems: [], untold: [] };
  if (found === undefined) {
    const branch = defaultBase(root);
    const untold = `which account folders are gone cannot be told: git finds neither ${branch} nor origin/${branch} (defaultBase in nx.json)`;
    return { problems: [], untold: [untold] };
  }
  const arrived = [...members.values()].filter(({ name }) => !found.names.has(name));
  const problems: UserError[] = [];
  const untold: string[] = [];
  for (const departed of found.departed) {
    const status = await statusOf(session.cloud, management, departed);
    if (status === undefined && departed.lifecycle !== "closed") {
      untold.push(`accounts/${departed.name} is gone: the plan of ${management.name} says whether it may`);
      continue;
    }
    const resources = status === undefined ? undefined : await session.states.held(departed, management);
    const problem = departedProblem({ departed, base: found.base, resources, status, arrived });
    if (problem) problems.push(problem);
  }
  return { problems, untold };
}

/**
 * Where states are on S3, the plan of the management account is the first that has a role to look at them.
 *
 * @throws UserError for the first folder that may not go
 */
export async function refuseDeparted(session: Session): Promise<void> {
  if (!remoteState(session.workspace.organization)) return;
  const [problem] = (await departedProblems(session)).problems;
  if (problem) throw problem;
}

/**
 * What the organisation says of an account whose folder is gone. Where the runner cannot ask it, the ids say it that
 * management publishes: of the accounts that are open.
 */
async function statusOf(cloud: Cloud, management: Account, departed: Departed): Promise<DepartedFacts["status"]> {
  const listed = await cloud.organizationAccounts(management);
  if (listed !== undefined)
    return listed.find(({ email }) => email.toLowerCase() === departed.email.toLowerCase())?.status ?? null;
  if (cloud.accountId(management) === undefined) return undefined;
  if (cloud.accountId(departed) !== undefined) return "ACTIVE";
  return departed.lifecycle === "closing" ? "SUSPENDED" : null;
}

/** Why a folder may not go; undefined when it may: its account was never applied, or goes on under another name. */
export function departedProblem({ departed, base, resources, status, arrived }: DepartedFacts): UserError | undefined {
  const { name, lifecycle, email } = departed;
  const where = `accounts/${name}`;
  const back = `git checkout ${base.slice(0, 7)} -- accounts/${name}`;
  if (lifecycle === "closed" || status === "SUSPENDED")
    return new UserError(`is what is left of a closed account: it keeps ${email} from being used again`, {
      where,
      allowed: 'a folder with account.json, "lifecycle": "closed"',
      next: back,
    });
  const holds =
    resources === undefined ? "may hold resources, which cannot be told here" : `holds ${resources} resources`;
  const successor = arrived.find((account) => isSame(departed, account));
  const keeps = successor?.email.toLowerCase() === email.toLowerCase() || successor?.existingAccountId !== undefined;
  if (successor && (resources !== 0 || (status === "ACTIVE" && !keeps)))
    return new UserError(
      resources === 0
        ? `became accounts/${successor.name}, which would be another AWS account: this one belongs to ${email}`
        : `became accounts/${successor.name}, but its state ${holds} under the old name`,
      {
        where,
        allowed: "the name it has: it is part of the state's place, of the root user's address and of bucket names",
        next: [
          `${back}; or keep the account under the new name:`,
          ...(keeps ? [] : [`set "email": "${email}" in accounts/${successor.name}/account.json,`]),
          ...(resources === 0 ? [] : [`npm run archipelago -- rename ${name} ${successor.name},`]),
          "and merge what a plan of both accounts then says (docs/closing.md)",
        ].join(" "),
      },
    );
  if (successor || (resources === 0 && status !== "ACTIVE" && status !== "PENDING_CLOSURE")) return undefined;
  return new UserError(resources === 0 ? "is gone, but its AWS account is open" : `is gone, but its state ${holds}`, {
    where,
    allowed: "accounts are closed, not deleted",
    next: `${back}; set "lifecycle": "closing" in it, merge, npx nx apply ${name}, then apply management until AWS has closed it, then "closed" (docs/closing.md)`,
  });
}

function isSame(departed: Departed, account: OrganizationAccount): boolean {
  return (
    account.email.toLowerCase() === departed.email.toLowerCase() ||
    (account.existingAccountId !== undefined && account.existingAccountId === departed.existingAccountId) ||
    (account.product === departed.product && account.environment === departed.environment)
  );
}

/**
 * Accounts that the commit from which this branch came has, and the working tree has not. Undefined when git cannot tell.
 */
export function departedSince(
  root: string,
  { emailPattern }: Pick<Organization, "emailPattern">,
): { readonly base: string; readonly names: ReadonlySet<string>; readonly departed: readonly Departed[] } | undefined {
  const branch = defaultBase(root);
  const base =
    process.env["ARCHIPELAGO_BASE"] ??
    git(root, "merge-base", branch, "HEAD") ??
    git(root, "merge-base", `origin/${branch}`, "HEAD");
  const files = base && git(root, "ls-tree", "-r", "--name-only", base, "--", "accounts/");
  if (base === undefined || files === undefined) return undefined;
  const names = new Set([...files.matchAll(/^accounts\/([^_/][^/]*)\/account\.json$/gm)].map(([, name]) => name!));
  const here = accountFolders(root);
  const departed = [...names].filter((name) => !here.includes(name));
  return {
    base,
    names,
    departed: departed.map((name) => {
      const file = parsed(git(root, "show", `${base}:accounts/${name}/account.json`));
      const { email, existing } = file as { email?: unknown; existing?: { accountId?: unknown } };
      return {
        name,
        product: file["product"],
        environment: file["environment"],
        lifecycle: file["lifecycle"],
        email: typeof email === "string" ? email : emailPattern.replace("{account}", name),
        existingAccountId: typeof existing?.accountId === "string" ? existing.accountId : undefined,
      };
    }),
  };
}

/** What the file said, as far as it can be read: it was valid when somebody merged it. */
function parsed(text: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function git(root: string, ...args: string[]): string | undefined {
  try {
    return execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return undefined;
  }
}
