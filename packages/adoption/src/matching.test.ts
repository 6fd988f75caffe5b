import { matchResources, type Found } from "./matching.ts";

const vpc: Found = {
  type: "aws_vpc",
  importId: "vpc-1",
  values: { id: "vpc-1", cidr_block: "10.0.0.0/16" },
  keys: ["cidr_block"],
};
const subnet = (id: string, cidr: string, vpcId = "vpc-1"): Found => ({
  type: "aws_subnet",
  importId: id,
  values: { id, vpc_id: vpcId, cidr_block: cidr },
  keys: ["vpc_id", "cidr_block"],
});
const table = (id: string): Found => ({ type: "aws_route_table", importId: id, values: { id }, keys: ["name"] });
const association = (subnetId: string, tableId: string): Found => ({
  type: "aws_route_table_association",
  importId: `${subnetId}/${tableId}`,
  values: { subnet_id: subnetId, route_table_id: tableId },
  keys: ["subnet_id"],
});
const stack = {
  resource: {
    aws_route_table_association: {
      a: { subnet_id: "${aws_subnet.a.id}", route_table_id: "${aws_route_table.private.id}" },
    },
    aws_route_table: { private: { vpc_id: "${aws_vpc.main.id}" } },
    aws_subnet: { a: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.0.0/24" } },
    aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
  },
};

test("by keys, by references to what is matched, and by what matched things refer to", () => {
  const existing = [
    vpc,
    subnet("subnet-9", "10.0.0.0/24", "vpc-9"),
    subnet("subnet-1", "10.0.0.0/24"),
    table("rtb-1"),
    table("rtb-2"),
    association("subnet-1", "rtb-2"),
  ];
  expect(matchResources(stack, existing).ids).toEqual({
    "aws_route_table_association.a": "subnet-1/rtb-2",
    "aws_route_table.private": "rtb-2",
    "aws_subnet.a": "subnet-1",
    "aws_vpc.main": "vpc-1",
  });
});

test("what could be two things is left out, and so is what differs", () => {
  const twins = [vpc, subnet("subnet-1", "10.0.0.0/24"), subnet("subnet-2", "10.0.0.0/24")];
  expect(matchResources(stack, twins).ids).toEqual({ "aws_vpc.main": "vpc-1" });
  expect(matchResources(stack, [{ ...vpc, values: { id: "vpc-1", cidr_block: "10.1.0.0/16" } }]).ids).toEqual({});
});

test("one thing is one resource only", () => {
  const two = { resource: { aws_vpc: { one: { cidr_block: "10.0.0.0/16" }, two: { cidr_block: "10.0.0.0/16" } } } };
  expect(Object.keys(matchResources(two, [vpc]).ids)).toHaveLength(1);
});

test("what the stack imports itself is known, and not imported again", () => {
  const own = { ...stack, import: [{ to: "aws_vpc.main", id: "vpc-9" }] };
  expect(matchResources(own, [vpc, subnet("subnet-9", "10.0.0.0/24", "vpc-9")]).ids).toEqual({
    "aws_subnet.a": "subnet-9",
  });
});

test("what two resources could be is left to a person", () => {
  const both = structuredClone(stack);
  Object.assign(both.resource.aws_subnet, { b: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.1.0/24" } });
  Object.assign(both.resource.aws_route_table_association, {
    b: { subnet_id: "${aws_subnet.b.id}", route_table_id: "${aws_route_table.data.id}" },
  });
  Object.assign(both.resource.aws_route_table, { data: {} });
  const existing = [
    vpc,
    subnet("subnet-1", "10.0.0.0/24"),
    subnet("subnet-2", "10.0.1.0/24"),
    table("rtb-1"),
    association("subnet-1", "rtb-1"),
    association("subnet-2", "rtb-1"),
  ];
  const { ids, ambiguous } = matchResources(both, existing);
  expect(Object.keys(ids).filter((address) => address.startsWith("aws_route_table."))).toEqual([]);
  expect(ambiguous).toEqual([{ found: existing[3], addresses: ["aws_route_table.private", "aws_route_table.data"] }]);
});
