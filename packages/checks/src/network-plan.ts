import {
  contains,
  formatCidr,
  parseCidr,
  sizeOf,
  type Cidr,
  type Workspace,
} from "@archipelago/account-stack/workspace";
import { accountBlocks } from "./address-plan.ts";
import { nextBlock } from "./free-block.ts";

/** The network of one account. */
export interface AccountNetwork {
  readonly account: string;
  readonly environment: string;
  readonly region: string;
  /** The VPC's block, then the secondary ones. */
  readonly cidrs: readonly string[];
  readonly addresses: number;
  readonly zones: number;
  /** Accounts it is joined with, by a peering or a transit gateway, as it declares. */
  readonly peers: readonly string[];
}

/** A block of the ledger. */
export interface LedgerBlock {
  /** An environment, or what the block is reserved for. */
  readonly use: string;
  /** Undefined: reserved. */
  readonly region: string | undefined;
  readonly cidr: string;
  readonly accounts: number;
  readonly addresses: number;
  readonly used: number;
  /** The next /20 that a new account would get; undefined: none is left. */
  readonly next: string | undefined;
}

/** The address plan: what is set aside for whom, and who has what. */
export interface NetworkPlan {
  readonly supernet: string;
  readonly ledger: readonly LedgerBlock[];
  readonly accounts: readonly AccountNetwork[];
}

/** The address plan as configuration says it, in order of addresses. */
export function networkPlan({ accounts, environments, organization }: Workspace): NetworkPlan {
  const { supernet, reserved = {} } = organization.addressPlan;
  const blocks = accountBlocks(accounts.values());
  const taken = [...blocks.map(({ cidr }) => formatCidr(cidr)), ...Object.keys(reserved)];
  const sum = (of: typeof blocks): number => of.reduce((total, { cidr }) => total + sizeOf(cidr), 0);
  const ledger = [...environments.values()].flatMap(({ name, addresses = {} }) =>
    Object.entries(addresses).map(([region, cidr]): LedgerBlock => {
      const own = blocks.filter(({ account }) => account.environment === name && account.region === region);
      const near = own.map((block) => formatCidr(block.cidr));
      return {
        use: name,
        region,
        cidr,
        accounts: new Set(own.map(({ account }) => account)).size,
        addresses: sizeOf(cidrOf(cidr)),
        used: sum(own.filter((block) => isWithin(cidr, block.cidr))),
        next: nextBlock(cidr, taken, near),
      };
    }),
  );
  const kept = Object.entries(reserved).map(([cidr, use]): LedgerBlock => {
    const addresses = sizeOf(cidrOf(cidr));
    return { use, region: undefined, cidr, accounts: 0, addresses, used: addresses, next: undefined };
  });
  const networks = [...new Set(blocks.map(({ account }) => account))].map((account): AccountNetwork => {
    const own = blocks.filter((block) => block.account === account);
    return {
      account: account.name,
      environment: account.environment,
      region: account.region,
      cidrs: own.map(({ cidr }) => formatCidr(cidr)),
      addresses: sum(own),
      zones: account.network!.zones,
      peers: account.connections
        .filter(({ kind }) => kind === "peering" || kind === "transit")
        .map((each) =>
          each.kind === "transit" ? `${each.with} (transit ${each.side === "hub" ? "spoke" : "hub"})` : each.with,
        ),
    };
  });
  return {
    supernet,
    ledger: [...ledger, ...kept].sort((a, b) => cidrOf(a.cidr).address - cidrOf(b.cidr).address),
    accounts: networks.sort((a, b) => cidrOf(a.cidrs[0]!).address - cidrOf(b.cidrs[0]!).address),
  };
}

const cidrOf = (text: string): Cidr => parseCidr(text)!;
const isWithin = (block: string, cidr: Cidr): boolean => contains(cidrOf(block), cidr);
