import {
  contains,
  formatCidr,
  overlaps,
  parseCidr,
  sharedAddresses,
  UserError,
  type Account,
  type Cidr,
  type Workspace,
} from "@archipelago/account-stack/workspace";
import { nextBlock } from "./free-block.ts";

/** A block of an account's network. */
export interface AccountBlock {
  readonly account: Account;
  /** Where account.json says it. */
  readonly key: string;
  readonly cidr: Cidr;
}

/** Every block in use. Of a closed account nothing is. */
export function accountBlocks(accounts: Iterable<Account>): AccountBlock[] {
  return [...accounts].flatMap((account) =>
    account.network === undefined || account.lifecycle === "closed"
      ? []
      : [
          { account, key: "network.cidr", cidr: parseCidr(account.network.cidr)! },
          ...(account.network.secondaryCidrs ?? []).map((text, index) => ({
            account,
            key: `network.secondaryCidrs[${index}]`,
            cidr: parseCidr(text)!,
          })),
        ],
  );
}

/** The block that networks of an account's environment and region are taken from. */
export function ledgerBlock({ environments, organization }: Workspace, account: Account): string {
  return environments.get(account.environment)?.addresses?.[account.region] ?? organization.addressPlan.supernet;
}

/**
 * Every network lies where environments/ says and shares no address with another account's, nor with what is reserved.
 * Problems by account, the first of each.
 */
export function addressPlanProblems(workspace: Workspace): Map<string, UserError> {
  const problems = new Map<string, UserError>();
  const ledger = ledgerProblem(workspace);
  const blocks = accountBlocks(workspace.accounts.values());
  const reserved = Object.entries(workspace.organization.addressPlan.reserved ?? {});
  for (const block of blocks) {
    const { account } = block;
    const problem =
      ledger ?? placeProblem(workspace, block) ?? reservedProblem(reserved, block) ?? overlapProblem(blocks, block);
    if (problem === undefined || problems.has(account.name)) continue;
    const neighbours = blocks.filter((each) => each.account !== account && isNeighbour(each.account, account));
    const free = nextBlock(
      ledgerBlock(workspace, account),
      [...blocks.map(({ cidr }) => formatCidr(cidr)), ...reserved.map(([cidr]) => cidr)],
      neighbours.map(({ cidr }) => formatCidr(cidr)),
      block.cidr.prefix,
    );
    problems.set(account.name, problem(free));
  }
  return problems;
}

/** An error, once it is known which block is free. */
type Problem = (free: string | undefined) => UserError;

/** What the ledger itself has wrong: then no account's place in it can be judged. */
function ledgerProblem({ environments, organization }: Workspace): Problem | undefined {
  const supernet = parseCidr(organization.addressPlan.supernet)!;
  const entries = [...environments.values()].flatMap(({ name, addresses = {} }) =>
    Object.entries(addresses).map(([region, text]) => ({ name, region, text, cidr: parseCidr(text)! })),
  );
  for (const [index, { name, region, text, cidr }] of entries.entries()) {
    const error = (message: string, allowed: string) => () =>
      new UserError(`addresses.${region}: ${text} ${message}`, { where: `environments/${name}.json`, allowed });
    if (!contains(supernet, cidr))
      return error("is outside the organisation's address plan", `blocks of ${organization.addressPlan.supernet}`);
    const other = entries.slice(0, index).find((each) => overlaps(each.cidr, cidr));
    if (other) {
      const whose = `environments/${other.name}.json (${other.region})`;
      return error(`overlaps ${other.text} of ${whose}`, "a block of its own for each environment and region");
    }
  }
  return undefined;
}

function placeProblem(
  { environments, organization }: Workspace,
  { account, key, cidr }: AccountBlock,
): Problem | undefined {
  if (key !== "network.cidr" && contains(sharedAddresses, cidr)) return undefined;
  const where = `${account.directory}/account.json`;
  const text = formatCidr(cidr);
  const { supernet } = organization.addressPlan;
  if (!contains(parseCidr(supernet)!, cidr)) {
    return () =>
      new UserError(`${key}: ${text} is outside the organisation's address plan`, {
        where,
        allowed: `blocks of ${supernet}`,
      });
  }
  const { addresses } = environments.get(account.environment) ?? {};
  if (addresses === undefined) return undefined;
  const file = `environments/${account.environment}.json`;
  const block = addresses[account.region];
  if (block === undefined) {
    return () =>
      new UserError(`${key}: the environment ${account.environment} has no addresses in ${account.region}`, {
        where: file,
        allowed: Object.keys(addresses).join(", ") || "none yet",
        next: `add a block of ${supernet} to addresses, under "${account.region}"`,
      });
  }
  if (contains(parseCidr(block)!, cidr)) return undefined;
  return (free) =>
    new UserError(`${key}: ${text} is outside ${block}, the block of ${account.environment} in ${account.region}`, {
      where,
      allowed: `blocks of ${block} (${file})`,
      ...(free === undefined ? {} : { next: `take ${free}, which is free` }),
    });
}

function reservedProblem(
  reserved: readonly (readonly [cidr: string, purpose: string])[],
  { account, key, cidr }: AccountBlock,
): Problem | undefined {
  const found = reserved.find(([text]) => overlaps(parseCidr(text)!, cidr));
  if (found === undefined) return undefined;
  return (free) =>
    new UserError(`${key}: ${formatCidr(cidr)} overlaps ${found[0]}, which is reserved: ${found[1]}`, {
      where: `${account.directory}/account.json`,
      next: free === undefined ? "take another block" : `take ${free}, which is free`,
    });
}

function overlapProblem(blocks: readonly AccountBlock[], block: AccountBlock): Problem | undefined {
  const { account, key, cidr } = block;
  const other = blocks.find(
    (each) =>
      each !== block && overlaps(each.cidr, cidr) && (!mayRepeat(block, each) || areJoined(account, each.account)),
  );
  if (other === undefined) return undefined;
  const overlap = cidr.prefix >= other.cidr.prefix ? formatCidr(cidr) : formatCidr(other.cidr);
  return (free) =>
    new UserError(
      `${key}: ${formatCidr(cidr)} overlaps ${formatCidr(other.cidr)}${other.account === account ? ` (${other.key})` : ` of ${other.account.name}`}`,
      {
        where: `${account.directory}/account.json`,
        allowed: `blocks without an address of another account; both have ${overlap}`,
        next: `give one of ${account.name} and ${other.account.name} another block${free === undefined ? "" : `: ${free} is free`}`,
      },
    );
}

/** Blocks of two accounts that only they know of. */
function mayRepeat(a: AccountBlock, b: AccountBlock): boolean {
  return a.account !== b.account && contains(sharedAddresses, a.cidr) && contains(sharedAddresses, b.cidr);
}

/**
 * AWS peers no VPCs that have an address in common, whether or not it is routed; and the route tables of a transit gateway
 * learn every block of every VPC that is attached, so what is attached to one hub is joined too.
 */
function areJoined(a: Account, b: Account): boolean {
  const joins = (from: Account, to: Account): boolean =>
    from.connections.some((each) => ["peering", "transit"].includes(each.kind) && each.with === to.name);
  const hubsOf = ({ connections }: Account): string[] =>
    connections.filter(({ side }) => side === "spoke").map((each) => each.with);
  return joins(a, b) || joins(b, a) || hubsOf(a).some((hub) => hubsOf(b).includes(hub));
}

function isNeighbour(a: Account, b: Account): boolean {
  return a.environment === b.environment && a.region === b.region;
}
