import { contains, formatCidr, overlaps, parseCidr, sizeOf, subnetOf, UserError } from "@archipelago/account-stack";

/** Zones a VPC has room for, by the letter that ends a zone's name. The letter decides the address, nothing else does. */
export const zoneLetters = ["a", "b", "c", "d"] as const;
export type ZoneLetter = (typeof zoneLetters)[number];

/** Public: reached from the internet. Private: applications. Data: no route to the internet. */
export type Tier = "public" | "private" | "data";

/** Prefix lengths of a network's subnets, by tier. */
export type TierSizes = { readonly [T in Tier]?: number | undefined };

const tiers = ["private", "data", "public"] as const;

/**
 * Bits that a subnet's prefix has more than the network's: half of the network for applications, a quarter for data, an
 * eighth for what faces the internet, each cut into four zones. The last eighth stays free, for example for transit
 * attachments. Usable addresses of a zone: private 8,187 in a /16, 507 in a /20.
 */
const moreBits: Readonly<Record<Tier, number>> = { private: 3, data: 4, public: 5 };

/** AWS allows no subnet below a /28: a /24 has nothing to spare. */
const longestPrefix = 28;

/** Where the zones of a tier are: blocks of this prefix, zone a from this address of the network on. */
interface TierLayout {
  readonly prefix: number;
  readonly offset: number;
}

/**
 * Every tier has room for four zones, the largest first: then each begins where blocks of its size do, and a zone more or
 * less moves nothing.
 *
 * @throws UserError when the tiers do not fit
 */
function layoutOf(cidr: string, sizes: TierSizes): Readonly<Record<Tier, TierLayout>> {
  const block = parseCidr(cidr);
  if (!block || block.prefix < 16 || block.prefix > 24) {
    throw new UserError(`${cidr} cannot be a network's block`, {
      allowed: 'an IPv4 block without host bits between /16 and /24, for example "10.32.48.0/20"',
    });
  }
  const prefixes = tiers.map((tier) => ({
    tier,
    prefix: sizes[tier] ?? Math.min(block.prefix + moreBits[tier], longestPrefix),
  }));
  let offset = 0;
  const layout = new Map<Tier, TierLayout>();
  for (const { tier, prefix } of prefixes.sort((a, b) => a.prefix - b.prefix)) {
    layout.set(tier, { prefix, offset });
    offset += zoneLetters.length * 2 ** (32 - prefix);
  }
  if (offset > sizeOf(block)) {
    throw new UserError(
      `four zones of ${prefixes.map(({ tier, prefix }) => `/${prefix} (${tier})`).join(", ")} do not fit into ${cidr}`,
      {
        where: "network.tiers",
        allowed: `${sizeOf(block)} addresses together; these are ${offset}`,
        next: "make one smaller, which is a larger number, or say the sizes of all three",
      },
    );
  }
  return Object.fromEntries(layout) as Record<Tier, TierLayout>;
}

/**
 * The subnet of a tier in a zone. It depends on the VPC's block, the sizes of the tiers, the tier and the zone only, so that
 * adding or removing zones moves no other subnet.
 *
 * @param cidr the VPC's block, /16 to /24
 * @throws UserError for another size
 */
export function tierCidr(cidr: string, tier: Tier, zone: ZoneLetter, sizes: TierSizes = {}): string {
  const { prefix, offset } = layoutOf(cidr, sizes)[tier];
  const { address } = parseCidr(cidr)!;
  return formatCidr({ address: address + offset + zoneLetters.indexOf(zone) * 2 ** (32 - prefix), prefix });
}

/** Numbers of the first /64 of a tier in a VPC's /56, by tier: zone a has it, zone d the third after it. */
const ipv6Numbers: Readonly<Record<Tier, number>> = { public: 0x00, private: 0x10, data: 0x20 };

/** The number of a tier's /64 in a zone, 0 to 255. It depends on nothing else. */
export function ipv6SubnetNumber(tier: Tier, zone: ZoneLetter): number {
  return ipv6Numbers[tier] + zoneLetters.indexOf(zone);
}

/** Blocks by tier and letter of the zone. */
export type TierBlocks = { readonly [T in Tier]?: { readonly [Z in ZoneLetter]?: string | undefined } | undefined };

/**
 * The subnets of a network: where `given` says nothing, as {@link tierCidr} lays them out.
 *
 * @param given blocks of subnets that were there before
 * @param sizes of subnets that are laid out
 * @param secondaryCidrs further blocks of the network, in which subnets that were there may be
 * @throws UserError when one is outside the network, or two overlap
 */
export function tierBlocks(
  cidr: string,
  zones: readonly ZoneLetter[],
  given: TierBlocks = {},
  sizes: TierSizes = {},
  secondaryCidrs: readonly string[] = [],
): (tier: Tier, zone: ZoneLetter) => string {
  const blockOf = (tier: Tier, zone: ZoneLetter): string => given[tier]?.[zone] ?? tierCidr(cidr, tier, zone, sizes);
  const all = (["public", "private", "data"] as const).flatMap((tier) =>
    zones.map((zone) => ({ name: `${tier}.${zone}`, block: blockOf(tier, zone) })),
  );
  for (const [index, { name, block }] of all.entries()) {
    const where = "network.subnets";
    const blocks = [cidr, ...secondaryCidrs];
    if (!blocks.some((each) => contains(parseCidr(each)!, parseCidr(block)!)))
      throw new UserError(`${name} is ${block}, which is not inside the network`, {
        where,
        allowed: `blocks of ${blocks.join(" or ")}`,
      });
    const other = all.slice(0, index).find((each) => overlaps(parseCidr(each.block)!, parseCidr(block)!));
    if (other !== undefined)
      throw new UserError(`${name} (${block}) overlaps ${other.name} (${other.block})`, {
        where,
        next: "say the blocks of both: one that is laid out takes no regard to those that were there",
      });
  }
  return blockOf;
}

/** Whether a tier's subnets that were there before are in a block, of whatever zone: then nothing else is laid out in it. */
export function isTaken(cidr: string, given: TierBlocks = {}): boolean {
  const blocks = Object.values(given).flatMap((zones) => Object.values(zones ?? {}));
  return blocks.some((block) => block !== undefined && contains(parseCidr(cidr)!, parseCidr(block)!));
}

/**
 * The subnet of a zone in a secondary block: a quarter of it.
 *
 * @param cidr /16 to /26
 * @throws UserError for another size
 */
export function secondaryCidr(cidr: string, zone: ZoneLetter): string {
  const block = parseCidr(cidr);
  if (!block || block.prefix < 16 || block.prefix > 26) {
    throw new UserError(`${cidr} cannot be a secondary block of a network`, {
      allowed: 'an IPv4 block without host bits between /16 and /26, for example "100.64.0.0/18"',
    });
  }
  return formatCidr(subnetOf(block, 2, zoneLetters.indexOf(zone)));
}

/** Letters of the zones a new account has, of regions that do not have exactly a, b and c. Zones beyond d are not used. */
const zonesOfRegion: Readonly<Record<string, readonly ZoneLetter[]>> = {
  "ap-northeast-1": ["a", "c", "d"],
  "ap-northeast-2": ["a", "b", "c", "d"],
  "ca-central-1": ["a", "b", "d"],
  "cn-north-1": ["a", "b", "d"],
  "us-east-1": ["a", "b", "c", "d"],
  "us-west-1": ["a", "c"],
  "us-west-2": ["a", "b", "c", "d"],
};

/**
 * Zones of a region as letters, from a number (the first the region has) or from letters in the order given.
 *
 * @throws UserError when there are none, too many, unknown or repeated ones
 */
export function zonesOf(region: string, zones: number | readonly string[]): ZoneLetter[] {
  const available = zonesOfRegion[region] ?? ["a", "b", "c"];
  const letters = typeof zones === "number" ? available.slice(0, zones) : zones;
  const wanted = typeof zones === "number" ? zones : zones.length;
  const known = letters.filter((letter): letter is ZoneLetter => (zoneLetters as readonly string[]).includes(letter));
  if (wanted < 1 || known.length !== wanted || new Set(known).size !== wanted) {
    throw new UserError(`${JSON.stringify(zones)} cannot be the zones of a network in ${region}`, {
      allowed: `1 to ${available.length} (${available.join(", ")}), or different letters of ${zoneLetters.join(", ")}`,
    });
  }
  return known;
}
