import { resourcesOf, type SynthesizedAccount } from "@archipelago/checks";

/** A VPC, as the account's stack makes it. */
export interface Network {
  readonly name: string;
  readonly region: string;
  /** IPv4 blocks, the first is the VPC's own. */
  readonly cidrs: readonly string[];
  readonly zones: readonly string[];
  /** Rows of subnets: each tier with its block in each of the zones, null where it has none. */
  readonly tiers: readonly { readonly name: string; readonly blocks: readonly (string | null)[] }[];
  /** Gateways and endpoints: `internet gateway`, `2 NAT gateways`. */
  readonly gateways: readonly string[];
}

/** What leads out of a VPC. */
const gateways: Readonly<Record<string, readonly [one: string, many: string]>> = {
  aws_internet_gateway: ["internet gateway", "internet gateways"],
  aws_nat_gateway: ["NAT gateway", "NAT gateways"],
  aws_vpn_gateway: ["VPN gateway", "VPN gateways"],
  aws_ec2_transit_gateway_vpc_attachment: ["transit gateway attachment", "transit gateway attachments"],
  aws_vpc_peering_connection: ["peering", "peerings"],
  aws_vpc_peering_connection_accepter: ["peering accepted", "peerings accepted"],
  aws_vpc_endpoint: ["endpoint of AWS services", "endpoints of AWS services"],
};

/** The VPCs of an account. What belongs to which is told by the construct it is in, since ids are known only later. */
export function networksOf(stack: SynthesizedAccount): Network[] {
  return resourcesOf(stack, "aws_vpc").map(({ address, properties, region }) => {
    const refers = (value: unknown): boolean => typeof value === "string" && value.startsWith(`\${${address}.`);
    const subnets = resourcesOf(stack, "aws_subnet").filter((subnet) => refers(subnet.properties["vpc_id"]));
    const zones = [...new Set(subnets.map((subnet) => String(subnet.properties["availability_zone"] ?? "")))].sort();
    const tiers = new Map<string, (string | null)[]>();
    for (const subnet of subnets) {
      const zone = String(subnet.properties["availability_zone"] ?? "");
      const tier = tierOf(subnet.address, address, zone);
      const blocks = tiers.get(tier) ?? zones.map(() => null);
      blocks[zones.indexOf(zone)] = String(subnet.properties["cidr_block"] ?? "");
      tiers.set(tier, blocks);
    }
    const more = resourcesOf(stack, "aws_vpc_ipv4_cidr_block_association").filter((block) =>
      refers(block.properties["vpc_id"]),
    );
    const prefix = nameOf(address);
    return {
      name: String((properties["tags"] as Record<string, unknown> | undefined)?.["Name"] ?? prefix),
      region,
      cidrs: [properties, ...more.map((block) => block.properties)].flatMap((block) =>
        typeof block["cidr_block"] === "string" ? [block["cidr_block"]] : [],
      ),
      zones,
      tiers: [...tiers].map(([name, blocks]) => ({ name, blocks })),
      gateways: Object.entries(gateways).flatMap(([type, [one, many]]) => {
        const count = resourcesOf(stack, type).filter((gateway) => nameOf(gateway.address).startsWith(prefix)).length;
        return count === 0 ? [] : [count === 1 ? one : `${count} ${many}`];
      }),
    };
  });
}

const nameOf = (address: string): string => address.slice(address.indexOf(".") + 1);

/** `aws_subnet.vpc_data_eu-west-1a` of `aws_vpc.vpc` is `data`. */
function tierOf(address: string, vpc: string, zone: string): string {
  const name = nameOf(address);
  const prefix = `${nameOf(vpc)}_`;
  const rest = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  return rest.endsWith(zone) ? rest.slice(0, -zone.length).replace(/[_-]$/, "") : rest;
}
