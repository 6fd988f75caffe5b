import type { SynthesizedAccount } from "@archipelago/checks";
import { networksOf } from "./networks.ts";

const stackOf = (resource: object) =>
  ({ account: { name: "shop", region: "eu-west-1" }, template: { resource } }) as unknown as SynthesizedAccount;
const subnet = (zone: string, cidr_block: string, vpc = "vpc") => ({
  availability_zone: zone,
  cidr_block,
  vpc_id: `\${aws_vpc.${vpc}.id}`,
});

test("tiers and zones are those of the subnets, holes included", () => {
  const stack = stackOf({
    aws_vpc: { vpc: { cidr_block: "10.0.0.0/20", tags: { Name: "shop-vpc" } }, other: { cidr_block: "10.1.0.0/20" } },
    aws_vpc_ipv4_cidr_block_association: { more: { cidr_block: "10.2.0.0/20", vpc_id: "${aws_vpc.vpc.id}" } },
    aws_subnet: {
      "vpc_data_eu-west-1b": subnet("eu-west-1b", "10.0.2.0/24"),
      "vpc_public_eu-west-1a": subnet("eu-west-1a", "10.0.0.0/24"),
      "vpc_public_eu-west-1b": subnet("eu-west-1b", "10.0.1.0/24"),
      elsewhere: subnet("eu-west-1a", "10.1.0.0/24", "other"),
    },
    aws_nat_gateway: { "vpc_nat_eu-west-1a": {}, "vpc_nat_eu-west-1b": {} },
    aws_internet_gateway: { "vpc_internet-gateway": {} },
  });
  expect(networksOf(stack)).toEqual([
    {
      name: "other",
      region: "eu-west-1",
      cidrs: ["10.1.0.0/20"],
      zones: ["eu-west-1a"],
      tiers: [{ name: "elsewhere", blocks: ["10.1.0.0/24"] }],
      gateways: [],
    },
    {
      name: "shop-vpc",
      region: "eu-west-1",
      cidrs: ["10.0.0.0/20", "10.2.0.0/20"],
      zones: ["eu-west-1a", "eu-west-1b"],
      tiers: [
        { name: "data", blocks: [null, "10.0.2.0/24"] },
        { name: "public", blocks: ["10.0.0.0/24", "10.0.1.0/24"] },
      ],
      gateways: ["internet gateway", "2 NAT gateways"],
    },
  ]);
});

test("an account without a VPC has no network", () => {
  expect(networksOf(stackOf({}))).toEqual([]);
});
