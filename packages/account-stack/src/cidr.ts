/** An IPv4 block: first address as an unsigned 32-bit number, and prefix length 0-32. */
export interface Cidr {
  readonly address: number;
  readonly prefix: number;
}

/**
 * Reads `10.1.0.0/16`. Undefined when it is not an IPv4 block in canonical form: four decimal octets without leading
 * zeros and no host bits set.
 */
export function parseCidr(text: unknown): Cidr | undefined {
  if (typeof text !== "string") return undefined;
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (!match) return undefined;
  const [a, b, c, d, prefix] = match.slice(1).map(Number) as [number, number, number, number, number];
  const address = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  const cidr = { address, prefix };
  return prefix <= 32 && formatCidr(cidr) === text && networkAddress(cidr) === address ? cidr : undefined;
}

export function formatCidr({ address, prefix }: Cidr): string {
  return `${formatAddress(address)}/${prefix}`;
}

export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
}

/** Number of addresses in the block. */
export function sizeOf({ prefix }: Cidr): number {
  return 2 ** (32 - prefix);
}

/** True when the two blocks share an address. */
export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.address < b.address + sizeOf(b) && b.address < a.address + sizeOf(a);
}

/** True when every address of `inner` is in `outer`. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return (
    inner.prefix >= outer.prefix && networkAddress({ address: inner.address, prefix: outer.prefix }) === outer.address
  );
}

/**
 * The `index`th block of `newBits` more prefix bits, as Terraform's `cidrsubnet`.
 *
 * @throws RangeError when the block has no room for it.
 */
export function subnetOf(cidr: Cidr, newBits: number, index: number): Cidr {
  const prefix = cidr.prefix + newBits;
  if (prefix > 32 || index < 0 || index >= 2 ** newBits) {
    throw new RangeError(`no block number ${index} with ${newBits} more bits in ${formatCidr(cidr)}`);
  }
  return { address: cidr.address + index * 2 ** (32 - prefix), prefix };
}

function networkAddress({ address, prefix }: Cidr): number {
  return prefix === 0 ? 0 : (address & (0xffffffff << (32 - prefix))) >>> 0;
}
