import type { Attributes } from "../contract.ts";
import { stored } from "../test-cloud.ts";
import { answer, type Given } from "./cases.fixture.ts";

const dual = stored("aws_vpc", "vpc-1", { cidr_block: "10.0.0.0/16", ipv6_cidr_block: "2a05:d018:1ab:1c00::/56" });
const single = stored("aws_vpc", "vpc-1", { cidr_block: "10.0.0.0/16", ipv6_cidr_block: "" });
const first = stored("aws_subnet", "subnet-1", {
  vpc_id: "vpc-1",
  cidr_block: "10.0.0.0/24",
  ipv6_cidr_block: "2a05:d018:1ab:1c00::/64",
});
const subnet = (ipv6_cidr_block: string): Attributes => ({
  vpc_id: "vpc-1",
  cidr_block: "10.0.9.0/24",
  ipv6_cidr_block,
});
const gateway = stored("aws_egress_only_internet_gateway", "eigw-1", { vpc_id: "vpc-1" });
const table = stored("aws_route_table", "rtb-1", { vpc_id: "vpc-1" });
const route = { route_table_id: "rtb-1", egress_only_gateway_id: "eigw-1" };

// type, attributes, what exists, the code of the refusal or undefined
test.each<[string, Attributes, Given, string | undefined]>([
  ["aws_subnet", subnet("2a05:d018:1ab:1c11::/64"), [dual, first], undefined],
  ["aws_subnet", subnet("2a05:d018:1ab:1d00::/64"), [dual, first], "InvalidSubnet.Range"],
  ["aws_subnet", subnet("2a05:d018:1ab:1c11::/64"), [single], "InvalidSubnet.Range"],
  ["aws_subnet", subnet("2a05:d018:1ab:1c10::/62"), [dual], "InvalidSubnet.Range"],
  ["aws_subnet", subnet("2a05:d018:1ab:1c10::/68"), [dual], "InvalidSubnet.Range"],
  ["aws_subnet", subnet("2a05:d018:1ab:1c10"), [dual], "InvalidSubnet.Range"],
  ["aws_subnet", subnet("2a05:d018:1ab:1c00:0:0:0:0/64"), [dual, first], "InvalidSubnet.Conflict"],
  ["aws_subnet", subnet("2a05:d018:1ab:1c00::/60"), [dual, first], "InvalidSubnet.Conflict"],
  ["aws_subnet", subnet(""), [single], undefined],
  ["aws_vpc", { "@id": "vpc-1", cidr_block: "10.0.0.0/16" }, [dual, first], "InvalidCidrBlock.InUse"],
  ["aws_vpc", { "@id": "vpc-1", cidr_block: "10.0.0.0/16" }, [dual], undefined],
  [
    "aws_vpc",
    { "@id": "vpc-1", cidr_block: "10.0.0.0/16", assign_generated_ipv6_cidr_block: true },
    [dual, first],
    undefined,
  ],
  ["aws_egress_only_internet_gateway", { vpc_id: "vpc-1" }, [dual], undefined],
  ["aws_egress_only_internet_gateway", { vpc_id: "vpc-1" }, [dual, gateway], "Resource.AlreadyAssociated"],
  ["aws_route", { ...route, destination_ipv6_cidr_block: "::/0" }, [dual, table, gateway], undefined],
  ["aws_route", { ...route, destination_cidr_block: "0.0.0.0/0" }, [dual, table, gateway], "InvalidParameterValue"],
])("%s %j", (type, attributes, given, code) => {
  expect(answer(type, attributes, given)?.code).toBe(code);
});
