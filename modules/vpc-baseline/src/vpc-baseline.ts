import { Fn } from "cdktf";
import { Construct } from "constructs";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group/index.js";
import { DefaultNetworkAcl } from "@cdktf/provider-aws/lib/default-network-acl/index.js";
import { DefaultRouteTable } from "@cdktf/provider-aws/lib/default-route-table/index.js";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group/index.js";
import { EgressOnlyInternetGateway } from "@cdktf/provider-aws/lib/egress-only-internet-gateway/index.js";
import { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway/index.js";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway/index.js";
import { NetworkAcl } from "@cdktf/provider-aws/lib/network-acl/index.js";
import { Route } from "@cdktf/provider-aws/lib/route/index.js";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table/index.js";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association/index.js";
import { Subnet, type SubnetConfig } from "@cdktf/provider-aws/lib/subnet/index.js";
import { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { VpcIpv4CidrBlockAssociation } from "@cdktf/provider-aws/lib/vpc-ipv4-cidr-block-association/index.js";
import {
  AccountStack,
  contains,
  isOptOut,
  parseCidr,
  UserError,
  type Environment,
  type NetworkPeer,
  type OptOut,
  type OutputContract,
} from "@archipelago/account-stack";
import { FlowLogs, ResolverLogs, type FlowLogsProps, type ResolverLogsProps } from "@archipelago/logging";
import {
  ipv6SubnetNumber,
  isTaken,
  secondaryCidr,
  tierBlocks,
  zonesOf,
  type Tier,
  type TierBlocks,
  type TierSizes,
  type ZoneLetter,
} from "./address-layout.ts";
import { GatewayEndpoints, InterfaceEndpoints } from "./endpoints.ts";
import { egressRules, ingressRules } from "./network-acl-rules.ts";
import { VpcPeering } from "./peering.ts";
import { TransitAttachment } from "./transit-attachment.ts";

/** What a VPC can publish for other accounts. */
export const vpcOutputs = {
  vpcId: "string",
  vpcCidr: "cidr",
  publicSubnetIds: "strings",
  privateSubnetIds: "strings",
  dataSubnetIds: "strings",
} as const satisfies OutputContract;

export interface VpcBaselineProps {
  /** The VPC's IPv4 block, /16 to /24, from the organisation's address plan. */
  readonly cidr: string;
  /**
   * Further IPv4 blocks, /16 to /26, each with a subnet in every zone that is routed as the private tier is, unless `subnets`
   * has some of its own there.
   * @default none
   */
  readonly secondaryCidrs?: readonly string[] | undefined;
  /**
   * Zones in use: how many, from the region's first on, or their letters (an account may lack one that others have).
   * A NAT gateway of the mode `one` is in the first.
   */
  readonly zones: number | readonly ZoneLetter[];
  /**
   * Blocks of subnets that were there before this module, by tier and letter of the zone, in `cidr` or a secondary block.
   * Those of zones not in use are left alone.
   * @default as the module lays them out
   */
  readonly subnets?: TierBlocks | undefined;
  /**
   * Prefix lengths of the subnets, by tier.
   * @default three, four and five bits more than the VPC's for private, data and public, at most /28
   */
  readonly tiers?: TierSizes | undefined;
  /**
   * True: IPv6 beside IPv4, from a /56 of Amazon's, with a /64 for each subnet. Then the private tier goes out to the internet
   * over IPv6, whatever `nat` says: an egress-only internet gateway costs nothing. Secondary blocks and peerings stay IPv4.
   * @default false
   */
  readonly ipv6?: boolean | undefined;
  /** NAT gateways for the private tier: none, one for all zones, or one in each zone. */
  readonly nat: Environment["nat"];
  /** Where flow logs go, or why there are none. */
  readonly flowLogs: Omit<FlowLogsProps, "vpcId" | "name"> | OptOut;
  /**
   * Where the log of DNS queries goes.
   * @default they are not logged
   */
  readonly resolverLogs?: Pick<ResolverLogsProps, "bucketArn">;
  /**
   * TCP ports of the public tier that are open to the internet.
   * @default 80 and 443
   */
  readonly publicPorts?: readonly number[];
  /**
   * Blocks outside the VPC that may connect to every tier, for example of a peered VPC.
   * @default none
   */
  readonly trustedCidrs?: readonly string[];
  /**
   * Networks of other accounts it is joined with, by a peering or a transit gateway: routed from the private and the data
   * tier, and let in by the access lists. `account.network` has those that account.json declares.
   * @default none
   */
  readonly peers?: readonly NetworkPeer[];
  /**
   * Policy document (JSON) of the S3 and DynamoDB gateway endpoints.
   * @default AWS's: everything that the caller's own policies allow
   */
  readonly gatewayEndpointPolicy?: string;
  /**
   * AWS services with an interface endpoint in the private tier, by the name that ends the service's, for example
   * `secretsmanager` or `ecr.api`. Each costs by the hour and zone: docs/costs.md.
   * @default none
   */
  readonly interfaceEndpoints?: readonly string[] | undefined;
  /**
   * True: a database subnet group of the data tier. Needs two zones.
   * @default false
   */
  readonly databaseSubnetGroup?: boolean;
  /**
   * Name tag of the VPC and beginning of the others.
   * @default the account's name and the construct's id
   */
  readonly name?: string;
}

/**
 * A VPC with public, private and data tiers over one to four zones.
 *
 * Everything of a zone carries the zone's name in its address in the state: adding or removing a zone touches nothing of
 * the others. What AWS makes with a VPC (security group, access list, route table) is adopted and emptied.
 */
export class VpcBaseline extends Construct {
  readonly vpcId: string;
  readonly cidr: string;
  /** Undefined unless asked for: the block Amazon gave the VPC. */
  readonly ipv6Cidr: string | undefined;
  /** Subnets by tier, in the order of the zones. */
  readonly subnetIds: Readonly<Record<Tier, string[]>>;
  /** Subnets of the secondary blocks: by block, then in the order of the zones. */
  readonly secondarySubnetIds: string[];
  /** Route tables by tier: one of the public tier, one a zone of the private tier, one of the data tier. */
  readonly routeTableIds: Readonly<Record<Tier, string[]>>;
  /** Those of the private and the data tier, by the name that a route's address in the state has: the zone is in it. */
  readonly routeTablesByName: Readonly<Record<string, string>>;
  /** Undefined unless asked for. */
  readonly databaseSubnetGroupName: string | undefined;
  readonly #name: string;

  constructor(scope: Construct, id: string, props: VpcBaselineProps) {
    super(scope, id);
    const { account } = AccountStack.of(this);
    this.#name = props.name ?? `${account.name}-${id}`;
    const zones = zonesOf(account.region, props.zones);
    const zoneName = (zone: ZoneLetter) => `${account.region}${zone}`;

    const secondaryCidrs = props.secondaryCidrs ?? [];
    const blockOf = tierBlocks(props.cidr, zones, props.subnets, props.tiers, secondaryCidrs);

    const vpc = new Vpc(this, "Resource", {
      cidrBlock: props.cidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      ...(props.ipv6 === true ? { assignGeneratedIpv6CidrBlock: true } : {}),
      ...this.#tags(),
    });
    this.vpcId = vpc.id;
    this.cidr = props.cidr;
    this.ipv6Cidr = props.ipv6 === true ? vpc.ipv6CidrBlock : undefined;
    this.#emptyDefaults(vpc);

    const secondary = secondaryCidrs.map((cidr) => {
      const name = cidr.replaceAll(/[./]/g, "-");
      // The association's own reference to the VPC, so that no subnet is made before the block is there.
      const { vpcId } = new VpcIpv4CidrBlockAssociation(this, `block_${name}`, { vpcId: vpc.id, cidrBlock: cidr });
      return { cidr, name, vpcId };
    });
    const vpcIdOf = (block: string): string =>
      secondary.find(({ cidr }) => contains(parseCidr(cidr)!, parseCidr(block)!))?.vpcId ?? vpc.id;

    const subnets = (tier: Tier) =>
      zones.map((zone) => {
        const cidrBlock = blockOf(tier, zone);
        return new Subnet(this, `${tier}_${zoneName(zone)}`, {
          vpcId: vpcIdOf(cidrBlock),
          availabilityZone: zoneName(zone),
          cidrBlock,
          mapPublicIpOnLaunch: false,
          ...this.#ipv6Subnet(tier, zone),
          ...this.#tags(tier, zoneName(zone)),
        }).id;
      });
    this.subnetIds = { public: subnets("public"), private: subnets("private"), data: subnets("data") };

    const publicTable = this.#routeTable("public");
    const dataTable = this.#routeTable("data");
    const privateTables = zones.map((zone) => this.#routeTable("private", zoneName(zone)));
    this.routeTableIds = { public: [publicTable], private: privateTables, data: [dataTable] };
    zones.forEach((zone, index) => {
      for (const tier of ["public", "private", "data"] as const) {
        const tables = this.routeTableIds[tier];
        new RouteTableAssociation(this, `${tier}-association_${zoneName(zone)}`, {
          subnetId: this.subnetIds[tier][index]!,
          routeTableId: tables[index] ?? tables[0]!,
        });
      }
    });

    this.secondarySubnetIds = secondary.flatMap(({ cidr, name, vpcId }) => {
      if (isTaken(cidr, props.subnets)) return [];
      return zones.map((zone, index) => {
        const subnet = new Subnet(this, `secondary_${name}_${zoneName(zone)}`, {
          vpcId,
          availabilityZone: zoneName(zone),
          cidrBlock: secondaryCidr(cidr, zone),
          mapPublicIpOnLaunch: false,
          ...this.#tags("secondary", zoneName(zone)),
        });
        new RouteTableAssociation(this, `secondary-association_${name}_${zoneName(zone)}`, {
          subnetId: subnet.id,
          routeTableId: privateTables[index]!,
        });
        return subnet.id;
      });
    });

    const internetGateway = new InternetGateway(this, "internet-gateway", { vpcId: vpc.id, ...this.#tags() });
    new Route(this, "public-internet", {
      routeTableId: publicTable,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: internetGateway.id,
    });
    this.#nat(props.nat, zones.map(zoneName), internetGateway);
    if (this.ipv6Cidr !== undefined) this.#ipv6Routes(publicTable, internetGateway, zones.map(zoneName));

    const peers = props.peers ?? [];
    const acl = {
      trusted: [
        props.cidr,
        ...secondaryCidrs,
        ...new Set(peers.flatMap(({ cidrs }) => cidrs)),
        ...(props.trustedCidrs ?? []),
      ],
      publicPorts: props.publicPorts ?? [80, 443],
      ipv6Cidr: this.ipv6Cidr,
    };
    for (const tier of ["public", "private", "data"] as const) {
      new NetworkAcl(this, `${tier}-acl`, {
        vpcId: vpc.id,
        subnetIds: tier === "private" ? [...this.subnetIds.private, ...this.secondarySubnetIds] : this.subnetIds[tier],
        ingress: ingressRules(tier, acl),
        egress: egressRules(tier, acl),
        ...this.#tags(tier),
      });
    }

    this.routeTablesByName = {
      ...Object.fromEntries(zones.map((zone, index) => [`private_${zoneName(zone)}`, privateTables[index]!])),
      data: dataTable,
    };
    for (const peer of peers) {
      const { connection } = peer;
      const { kind, name, with: other } = connection;
      const joined = { vpcId: vpc.id, routeTables: this.routeTablesByName, name: this.#name };
      if (kind === "peering")
        new VpcPeering(this, `peering_${other}_${name}`, { ...joined, peer: { ...peer, connection } });
      else if (connection.side === "spoke") {
        const subnetIds = this.subnetIds.private;
        new TransitAttachment(this, `transit_${other}_${name}`, {
          ...joined,
          subnetIds,
          peer: { ...peer, connection },
        });
      }
    }

    new GatewayEndpoints(this, "gateway-endpoints", {
      vpcId: vpc.id,
      routeTableIds: [publicTable, ...privateTables, dataTable],
      name: this.#name,
      ipv6: props.ipv6 === true,
      ...(props.gatewayEndpointPolicy === undefined ? {} : { policy: props.gatewayEndpointPolicy }),
    });
    if (props.interfaceEndpoints !== undefined && props.interfaceEndpoints.length > 0) {
      new InterfaceEndpoints(this, "interface-endpoints", {
        vpcId: vpc.id,
        services: props.interfaceEndpoints,
        subnetIds: this.subnetIds.private,
        clientCidrs: acl.trusted,
        name: this.#name,
      });
    }
    if (!isOptOut(props.flowLogs, "flow logs")) {
      new FlowLogs(this, "flow-logs", { ...props.flowLogs, vpcId: vpc.id, name: this.#name });
    }
    if (props.resolverLogs) {
      new ResolverLogs(this, "resolver-logs", { ...props.resolverLogs, vpcId: vpc.id, name: this.#name });
    }
    this.databaseSubnetGroupName = props.databaseSubnetGroup === true ? this.#databaseSubnetGroup() : undefined;
  }

  /** Rules come with a VPC that nobody asked for. Adopted and without any, they allow nothing. (CIS 6.5) */
  #emptyDefaults(vpc: Vpc): void {
    const tags = this.#tags("default-unused");
    new DefaultSecurityGroup(this, "default-security-group", { vpcId: vpc.id, ingress: [], egress: [], ...tags });
    new DefaultRouteTable(this, "default-route-table", {
      defaultRouteTableId: vpc.defaultRouteTableId,
      route: [],
      ...tags,
    });
    new DefaultNetworkAcl(this, "default-acl", {
      defaultNetworkAclId: vpc.defaultNetworkAclId,
      // AWS puts a subnet here whose own list is taken away; that is not a change of this list.
      lifecycle: { ignoreChanges: ["subnet_ids"] },
      ...tags,
    });
  }

  #routeTable(tier: Tier, zone?: string): string {
    const id = zone === undefined ? `${tier}-table` : `${tier}-table_${zone}`;
    return new RouteTable(this, id, { vpcId: this.vpcId, ...this.#tags(tier, zone) }).id;
  }

  #nat(mode: Environment["nat"], zones: readonly string[], internetGateway: InternetGateway): void {
    const withGateway = mode === "none" ? [] : mode === "one" ? zones.slice(0, 1) : zones;
    const gateways = withGateway.map((zone, index) => {
      const address = new Eip(this, `nat-address_${zone}`, { domain: "vpc", ...this.#tags("nat", zone) });
      return new NatGateway(this, `nat_${zone}`, {
        allocationId: address.id,
        subnetId: this.subnetIds.public[index]!,
        dependsOn: [internetGateway],
        ...this.#tags("nat", zone),
      }).id;
    });
    if (gateways.length === 0) return;
    zones.forEach((zone, index) => {
      new Route(this, `private-internet_${zone}`, {
        routeTableId: this.routeTableIds.private[index]!,
        destinationCidrBlock: "0.0.0.0/0",
        natGatewayId: gateways[index] ?? gateways[0]!,
      });
    });
  }

  /** What runs in the public tier gets no address that the internet reaches unless it asks for one. */
  #ipv6Subnet(tier: Tier, zone: ZoneLetter): Partial<SubnetConfig> {
    if (this.ipv6Cidr === undefined) return {};
    return {
      ipv6CidrBlock: Fn.cidrsubnet(this.ipv6Cidr, 8, ipv6SubnetNumber(tier, zone)),
      assignIpv6AddressOnCreation: tier !== "public",
    };
  }

  #ipv6Routes(publicTable: string, internetGateway: InternetGateway, zones: readonly string[]): void {
    const destinationIpv6CidrBlock = "::/0";
    new Route(this, "public-internet-ipv6", {
      routeTableId: publicTable,
      destinationIpv6CidrBlock,
      gatewayId: internetGateway.id,
    });
    const egressOnlyGatewayId = new EgressOnlyInternetGateway(this, "egress-only-gateway", {
      vpcId: this.vpcId,
      ...this.#tags(),
    }).id;
    zones.forEach((zone, index) => {
      new Route(this, `private-internet-ipv6_${zone}`, {
        routeTableId: this.routeTableIds.private[index]!,
        destinationIpv6CidrBlock,
        egressOnlyGatewayId,
      });
    });
  }

  #databaseSubnetGroup(): string {
    if (this.subnetIds.data.length < 2) {
      throw new UserError("a database subnet group needs two zones", {
        where: this.node.path,
        next: "set network.zones to 2 or more",
      });
    }
    return new DbSubnetGroup(this, "database-subnets", {
      name: this.#name,
      description: `Data tier of ${this.#name}`,
      subnetIds: this.subnetIds.data,
      ...this.#tags("data"),
    }).name;
  }

  #tags(...parts: (string | undefined)[]): { tags: Record<string, string> } {
    return { tags: { Name: [this.#name, ...parts.filter((part) => part !== undefined)].join("-") } };
  }
}
