import { contains, formatCidr, overlaps, parseCidr, sizeOf, type Cidr } from "@archipelago/account-stack/workspace";

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
