import { contains, formatCidr, overlaps, parseCidr, subnetOf, UserError } from "@archipelago/account-stack";

/** Zones a VPC has room for, by the letter that ends a zone's name. The letter decides the address, nothing else does. */
export const zoneLetters = ["a", "b", "c", "d"] as const;
export type ZoneLetter = (typeof zoneLetters)[number];

/** Public: reached from the internet. Private: applications. Data: no route to the internet. */
export type Tier = "public" | "private" | "data";

/** Blocks of `newBits` more prefix bits; zone a has number `first`, zone d number `first + 3`. */
interface TierLayout {
  readonly newBits: number;
  readonly first: number;
}

/**
 * Half for applications, a quarter for data, an eighth for what faces the internet. The last eighth stays free, for
 * example for transit attachments. Usable addresses of a zone: private 8,187 in a /16, 507 in a /20.
 */
const roomy: Readonly<Record<Tier, TierLayout>> = {
  private: { newBits: 3, first: 0 },
  data: { newBits: 4, first: 8 },
  public: { newBits: 5, first: 24 },
};

/** A /24 has nothing to spare: AWS allows no subnet below a /28. */
const tight: Readonly<Record<Tier, TierLayout>> = { ...roomy, public: { newBits: 4, first: 12 } };

/**
 * The subnet of a tier in a zone. It depends on the VPC's block, the tier and the zone only, so that adding or removing
 * zones moves no other subnet.
 *
 * @param cidr the VPC's block, /16 to /24
 * @throws UserError for another size
 */
export function tierCidr(cidr: string, tier: Tier, zone: ZoneLetter): string {
  const block = parseCidr(cidr);
  if (!block || block.prefix < 16 || block.prefix > 24) {
    throw new UserError(`${cidr} cannot be a network's block`, {
      allowed: 'an IPv4 block without host bits between /16 and /24, for example "10.32.48.0/20"',
    });
  }
  const { newBits, first } = (block.prefix === 24 ? tight : roomy)[tier];
  return formatCidr(subnetOf(block, newBits, first + zoneLetters.indexOf(zone)));
}

/** Blocks by tier and letter of the zone. */
export type TierBlocks = { readonly [T in Tier]?: { readonly [Z in ZoneLetter]?: string | undefined } | undefined };

/**
 * The subnets of a network: where `given` says nothing, as {@link tierCidr} lays them out.
 *
 * @param given blocks of subnets that were there before
 * @throws UserError when one is outside the network, or two overlap
 */
export function tierBlocks(
  cidr: string,
  zones: readonly ZoneLetter[],
  given: TierBlocks = {},
): (tier: Tier, zone: ZoneLetter) => string {
  const blockOf = (tier: Tier, zone: ZoneLetter): string => given[tier]?.[zone] ?? tierCidr(cidr, tier, zone);
  const all = (["public", "private", "data"] as const).flatMap((tier) =>
    zones.map((zone) => ({ name: `${tier}.${zone}`, block: blockOf(tier, zone) })),
  );
  for (const [index, { name, block }] of all.entries()) {
    const where = "network.subnets";
    if (!contains(parseCidr(cidr)!, parseCidr(block)!))
      throw new UserError(`${name} is ${block}, which is not inside the network`, {
        where,
        allowed: `blocks of ${cidr}`,
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
