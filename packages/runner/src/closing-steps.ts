import {
  UserError,
  type Account,
  type ClosingStep,
  type OrganizationAccount,
} from "@archipelago/account-stack/workspace";
import { closingAllowance, closingsAtOnce, type Closing } from "./closing-quota.ts";
import type { MemberAccount } from "./cloud.ts";
import type { Session } from "./session.ts";

/** How far the accounts that close have come. */
export interface Closings {
  /** By account; of those that still hold resources there is none. */
  readonly steps: Readonly<Record<string, ClosingStep>>;
  /** What each step waits for, as `<account> to ...`. */
  readonly waits: readonly string[];
  /** Addresses of root users whose account the management account's plan may close, in lower case. */
  readonly leaving: ReadonlySet<string>;
}

/** What is known of one account that closes. */
export interface ClosingFacts {
  readonly account: Pick<OrganizationAccount, "name" | "email">;
  /** Resources in its state; undefined when that cannot be told. */
  readonly resources: number | undefined;
  /** Whether the management account's state says that it waits to be closed; undefined when it knows no such account. */
  readonly waits: boolean | undefined;
  /** What the organisation says of it. Undefined: that cannot be told; null: it lists no such account. */
  readonly status: MemberAccount["status"] | null | undefined;
}

/**
 * The step an account is at, with what the next one waits for.
 *
 * @param allowance how many more accounts may be closed now, and why not more
 */
export function closingStep(
  { account: { name }, resources, waits, status }: ClosingFacts,
  allowance: { readonly left: number; readonly because: string },
): { readonly step: ClosingStep; readonly wait?: string } {
  // Closed, or never made: nothing is made of what closes.
  if (status === "SUSPENDED" || status === "PENDING_CLOSURE" || (waits === undefined && status !== "ACTIVE"))
    return { step: "leaving" };
  if (resources === undefined)
    return {
      step: "holding",
      wait: `${name} to be empty, which no finished apply of it says (npx nx apply ${name})`,
    };
  if (resources > 0)
    return {
      step: "holding",
      wait: `${name} to be empty: its state holds ${resources} resources (npx nx apply ${name})`,
    };
  if (waits !== true) return { step: "emptied" };
  if (allowance.left > 0) return { step: "leaving" };
  return { step: "emptied", wait: `${name} to be closed: ${allowance.because}` };
}

/**
 * How far each account that closes has come, for the management account's stack.
 *
 * @throws UserError for a lifecycle that is not what AWS says
 */
export async function closingsOf(session: Session, management: Account): Promise<Closings> {
  const { workspace, cloud } = session;
  const members = [...workspace.members.values()];
  const listed = await cloud.organizationAccounts(management);
  const find = (email: string) => listed?.find((each) => each.email.toLowerCase() === email.toLowerCase());
  for (const account of members) refuseLifecycle(account, find(account.email));
  const closing = [...workspace.accounts.values()].filter(({ lifecycle }) => lifecycle === "closing");
  if (closing.length === 0) return { steps: {}, waits: [], leaving: new Set() };
  const { records } = session.states;
  const own = await session.states.resources(management);
  const history = (await records.read(management)).record?.history ?? [];
  const closings = history.flatMap(({ time, closed = [] }) => closed.map((account): Closing => ({ account, time })));
  const open = listed?.filter(({ status }) => status === "ACTIVE").length ?? members.length - 1;
  const quota = closingAllowance(open, closings, Date.now());
  let left = Math.min(quota.left, closingsAtOnce);
  const because =
    quota.next === undefined
      ? `AWS closes ${closingsAtOnce} accounts at a time`
      : `AWS closes ${quota.limit} accounts in 30 days, and ${quota.used} were; the next one from ${quota.next.slice(0, 10)}`;
  const steps: Record<string, ClosingStep> = {};
  const waits: string[] = [];
  const leaving = new Set<string>();
  for (const account of closing) {
    const resource = own.find(
      ({ type, attributes }) =>
        type === "aws_organizations_account" &&
        String(attributes["email"]).toLowerCase() === account.email.toLowerCase(),
    );
    const facts: ClosingFacts = {
      account,
      resources: await session.states.held(account, management),
      waits: resource && resource.attributes["close_on_deletion"] === true,
      status: listed === undefined ? undefined : (find(account.email)?.status ?? null),
    };
    const { step, wait } = closingStep(facts, { left, because });
    if (step !== "holding") steps[account.name] = step;
    if (wait !== undefined) waits.push(wait);
    if (step !== "leaving") continue;
    if (facts.status === "ACTIVE" || facts.status === undefined) left--;
    leaving.add(account.email.toLowerCase());
  }
  return { steps, waits, leaving };
}

/** @throws UserError when account.json says `closed` of an account that is not, or something else of one that is */
export function refuseLifecycle(
  { name, directory, lifecycle }: Pick<OrganizationAccount, "name" | "directory" | "lifecycle">,
  listed: Pick<MemberAccount, "status"> | undefined,
): void {
  const where = `${directory}/account.json: lifecycle`;
  if (lifecycle === "closed" && listed !== undefined && listed.status !== "SUSPENDED")
    throw new UserError(`${name} is not closed yet: AWS says ${listed.status}`, {
      where,
      allowed: '"closing" until AWS says SUSPENDED',
      next: `set "closing", then npx nx apply ${name}, and npx nx apply of the management account until it says that ${name} is closed`,
    });
  if (lifecycle === "active" && listed?.status === "SUSPENDED")
    throw new UserError(`${name} is closed: AWS has suspended the account`, {
      where,
      allowed: '"closing" or "closed"',
      next: 'set "closed"; AWS Support reopens an account within 90 days, and "active" is right from then on',
    });
}
