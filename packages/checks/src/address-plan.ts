import {
  contains,
  formatCidr,
  overlaps,
  parseCidr,
  sizeOf,
  UserError,
  type Cidr,
  type Workspace,
} from "@archipelago/account-stack/workspace";

/** Networks lie in the organisation's supernet and share no address with another account's. Problems by account. */
export function addressPlanProblems({ accounts, organization }: Workspace): Map<string, UserError> {
  const problems = new Map<string, UserError>();
  const supernet = parseCidr(organization.addressPlan.supernet)!;
  const networks = [...accounts.values()].flatMap((account) =>
    account.network ? [{ account, cidr: parseCidr(account.network.cidr)! }] : [],
  );
  const taken = networks.map(({ account }) => account.network!.cidr);
  for (const { account, cidr } of networks) {
    const where = `${account.directory}/account.json`;
    if (!contains(supernet, cidr)) {
      problems.set(
        account.name,
        new UserError(`network.cidr: ${account.network!.cidr} is outside the organisation's address plan`, {
          where,
          allowed: `blocks of ${organization.addressPlan.supernet}`,
        }),
      );
    }
    const other = networks.find((candidate) => candidate.account !== account && overlaps(candidate.cidr, cidr));
    if (other) {
      const near = networks.filter(
        (each) => each.account !== account && each.account.environment === account.environment,
      );
      const neighbours = near.map((each) => each.account.network!.cidr);
      const free = nextBlock(organization.addressPlan.supernet, taken, neighbours, cidr.prefix);
      problems.set(
        account.name,
        new UserError(
          `network.cidr: ${account.network!.cidr} overlaps ${other.account.network!.cidr} of ${other.account.name}`,
          {
            where,
            next: `give one of ${account.name} and ${other.account.name} another block${free === undefined ? "" : `: ${free} is free`}`,
          },
        ),
      );
    }
  }
  return problems;
}

/**
 * The next free block of the address plan: the first behind a network of the same environment, else the first there is.
 *
 * @param supernet the organisation's block
 * @param taken blocks in use; what is no block is passed over
 * @param neighbours those of them it should be among
 * @param prefix its length
 * @returns undefined when the address plan is full
 */
export function nextBlock(
  supernet: string,
  taken: readonly string[],
  neighbours: readonly string[],
  prefix = 20,
): string | undefined {
  const plan = parseCidr(supernet)!;
  const blocks = (texts: readonly string[]): Cidr[] => texts.flatMap((text) => parseCidr(text) ?? []);
  const used = blocks(taken);
  const end = (block: Cidr): number => block.address + sizeOf(block);
  const near = blocks(neighbours).filter((block) => contains(plan, block));
  const first = Math.min(...near.map(({ address }) => address));
  const size = sizeOf({ address: 0, prefix });
  for (const start of near.length === 0 ? [plan.address] : [first, plan.address]) {
    for (let address = Math.ceil(start / size) * size; address + size <= end(plan);) {
      const candidate = { address, prefix };
      const conflict = used.find((block) => overlaps(block, candidate));
      if (conflict === undefined) return formatCidr(candidate);
      address = Math.ceil(end(conflict) / size) * size;
    }
  }
  return undefined;
}
