import { contains, parseCidr, type Cidr } from "./cidr.ts";
import type { Account, NetworkPeer, Organization } from "./organization.ts";

/**
 * Addresses that nobody outside of an account is to reach, for example of containers: accounts may use the same ones
 * until something joins their networks. (RFC 6598; Amazon VPC User Guide, "VPC CIDR blocks": allowed beside any range.)
 */
export const sharedAddresses: Cidr = parseCidr("100.64.0.0/10")!;

/**
 * An account with what it has to know of the networks that it is joined with. One that is not there is left out. A hub sends
 * its gateway whatever is of the organisation: with hundreds of spokes, routes and access lists of a block each were too long.
 */
export function withPeers(
  account: Account,
  accounts: ReadonlyMap<string, Account>,
  { addressPlan }: Pick<Organization, "addressPlan">,
): Account {
  if (account.network === undefined) return account;
  const peers = account.connections.flatMap((connection): NetworkPeer[] => {
    if (connection.kind !== "peering" && connection.kind !== "transit") return [];
    const other = accounts.get(connection.with);
    if (other?.network === undefined) return [];
    if (connection.side === "hub") return [{ connection, cidrs: [addressPlan.supernet], region: other.region }];
    const { cidr, secondaryCidrs = [] } = other.network;
    const routed = secondaryCidrs.filter((each) => !contains(sharedAddresses, parseCidr(each)!));
    return [{ connection, cidrs: [cidr, ...routed], region: other.region }];
  });
  return peers.length === 0 ? account : { ...account, network: { ...account.network, peers } };
}
