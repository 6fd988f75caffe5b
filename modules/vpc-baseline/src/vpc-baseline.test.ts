import { synthStack, type Template } from "@archipelago/testing";
import { VpcBaseline, type VpcBaselineProps } from "./vpc-baseline.ts";

const defaults = {
  cidr: "10.1.0.0/16",
  zones: 2,
  nat: "one",
  flowLogs: { bucketArn: "arn:aws:s3:::archive", traffic: "REJECT" },
} as const satisfies VpcBaselineProps;

const vpc = (props: Partial<VpcBaselineProps> = {}, region = "eu-west-1") =>
  synthStack(
    (stack) => {
      new VpcBaseline(stack, "vpc", { ...defaults, ...props });
    },
    { account: { region } },
  );
const template = vpc();

test("what a VPC of two zones consists of", () => {
  expect(template.summary()).toMatchInlineSnapshot(`
    "  1 aws_default_network_acl
      1 aws_default_route_table
      1 aws_default_security_group
      1 aws_eip
      1 aws_flow_log
      1 aws_internet_gateway
      1 aws_nat_gateway
      3 aws_network_acl
      3 aws_route
      4 aws_route_table
      6 aws_route_table_association
      6 aws_subnet
      1 aws_vpc
      2 aws_vpc_endpoint"
  `);
});

const modes = ["none", "one", "per-zone"] as const;
const steps = [1, 2, 3].flatMap((zones) => modes.map((nat) => [zones, nat] as const));

/** Every resource with its properties; without the lists that a new zone's subnet or route table joins. */
function resources(of: Template): Map<string, unknown> {
  return new Map(
    of.types().flatMap((type) =>
      of.resources(type).map(({ name, properties: { subnet_ids: _, route_table_ids: __, ...properties } }) => {
        return [`${type}.${name}`, properties] as const;
      }),
    ),
  );
}

describe.each([16, 20, 24])("in a /%i", (prefix) => {
  const cidr = `10.1.0.0/${prefix}`;

  test.each(steps)("a zone more than %i with NAT %s changes nothing that is there", (zones, nat) => {
    const before = resources(vpc({ cidr, nat, zones }, "us-east-1"));
    const after = resources(vpc({ cidr, nat, zones: zones + 1 }, "us-east-1"));
    for (const [address, properties] of before) expect([address, after.get(address)]).toEqual([address, properties]);
    const added = [...after.keys()].filter((address) => !before.has(address));
    const zone = `us-east-1${"abcd"[zones]}`;
    expect(added.length).toBe({ none: 7, one: 8, "per-zone": 10 }[nat]);
    for (const address of added) expect(address).toContain(zone);
  });
});

test("a zone from the middle can go, and the others stay", () => {
  const before = resources(vpc({ nat: "per-zone", zones: ["a", "b", "c"] }));
  const after = resources(vpc({ nat: "per-zone", zones: ["a", "c"] }));
  for (const [address, properties] of after) expect([address, properties]).toEqual([address, before.get(address)]);
});

test.each([
  ["none", 0, 0],
  ["one", 1, 3],
  ["per-zone", 3, 3],
] as const)("NAT %s in three zones: %i gateways, %i routes", (nat, gateways, routes) => {
  const of = vpc({ nat, zones: 3 });
  expect(of.count("aws_nat_gateway")).toBe(gateways);
  expect(of.count("aws_eip")).toBe(gateways);
  const privateRoutes = of.resources("aws_route").filter(({ properties }) => properties["nat_gateway_id"]);
  expect(privateRoutes).toHaveLength(routes);
  expect(new Set(privateRoutes.map(({ properties }) => properties["nat_gateway_id"])).size).toBe(gateways);
});

test("with a NAT gateway in each zone no traffic crosses zones on its way out", () => {
  const of = vpc({ nat: "per-zone", zones: 3 });
  for (const zone of ["eu-west-1a", "eu-west-1b", "eu-west-1c"]) {
    expect(of.named("aws_route", zone)["nat_gateway_id"]).toContain(zone);
    expect(of.named("aws_route", zone)["route_table_id"]).toContain(zone);
    expect(of.named("aws_nat_gateway", zone)["subnet_id"]).toContain(`public_${zone}`);
  }
});

test("only the public tier routes to the internet gateway, and the data tier to nothing", () => {
  const internet = template.resources("aws_route").filter(({ properties }) => properties["gateway_id"]);
  expect(internet).toHaveLength(1);
  expect(internet[0]?.properties["route_table_id"]).toContain("public-table");
  expect(template.resources("aws_route").filter(({ properties: p }) => p["route_table_id"].includes("data"))).toEqual(
    [],
  );
  for (const tier of ["public", "private", "data"]) {
    const associations = template
      .resources("aws_route_table_association")
      .filter(({ properties }) => properties["subnet_id"].includes(`vpc_${tier}_`));
    expect(associations).toHaveLength(2);
    for (const { properties } of associations) expect(properties["route_table_id"]).toContain(`${tier}-table`);
  }
});

test("no subnet hands out public addresses", () => {
  expect(template.count("aws_subnet")).toBe(6);
  for (const { properties } of template.resources("aws_subnet")) {
    expect(properties["map_public_ip_on_launch"]).toBe(false);
  }
});

test("what comes with a VPC is adopted and emptied (CIS 6.5)", () => {
  expect(template.resource("aws_default_security_group")).toMatchObject({ ingress: [], egress: [] });
  expect(template.resource("aws_default_route_table")).toMatchObject({ route: [] });
  const acl = template.resource("aws_default_network_acl");
  expect(acl).not.toHaveProperty("ingress");
  expect(acl).not.toHaveProperty("egress");
});

test("every subnet has its tier's access list", () => {
  expect(template.count("aws_network_acl")).toBe(3);
  for (const tier of ["public", "private", "data"]) {
    const subnets = template.named("aws_network_acl", `${tier}-acl`)["subnet_ids"];
    expect(subnets).toHaveLength(2);
    for (const subnet of subnets) expect(subnet).toContain(`vpc_${tier}_`);
  }
});

test("S3 and DynamoDB are reached through gateways from every route table (CIS 6.8)", () => {
  expect(
    template.resources("aws_vpc_endpoint").map(({ properties: p }) => [p["service_name"], p["vpc_endpoint_type"]]),
  ).toEqual([
    ["com.amazonaws.eu-west-1.dynamodb", "Gateway"],
    ["com.amazonaws.eu-west-1.s3", "Gateway"],
  ]);
  for (const { properties } of template.resources("aws_vpc_endpoint")) {
    expect(properties["route_table_ids"]).toHaveLength(template.count("aws_route_table"));
    expect(properties).not.toHaveProperty("policy");
  }
  const restricted = vpc({ gatewayEndpointPolicy: "{}" });
  expect(restricted.resources("aws_vpc_endpoint").map(({ properties }) => properties["policy"])).toEqual(["{}", "{}"]);
});

test("DNS queries are logged where it is asked for", () => {
  expect(template.count("aws_route53_resolver_query_log_config")).toBe(0);
  const logged = vpc({ resolverLogs: { bucketArn: "arn:aws:s3:::archive" } });
  expect(logged.resource("aws_route53_resolver_query_log_config")).toMatchObject({
    destination_arn: "arn:aws:s3:::archive",
  });
  expect(logged.resource("aws_route53_resolver_query_log_config_association")["resource_id"]).toMatch(/^\${aws_vpc\./);
});

test("flow logs go to the archive, or there is a reason", () => {
  expect(template.resource("aws_flow_log")).toMatchObject({
    log_destination: "arn:aws:s3:::archive",
    traffic_type: "REJECT",
  });
  expect(vpc({ flowLogs: { reason: "nothing runs here" } }).count("aws_flow_log")).toBe(0);
  expect(() => vpc({ flowLogs: { reason: "" } })).toThrow("flow logs is switched off without a reason");
});

test("interface endpoints share a security group that lets the VPC in", () => {
  expect(template.count("aws_security_group")).toBe(0);
  const of = vpc({ interfaceEndpoints: ["ssm", "ecr.api"], trustedCidrs: ["10.9.0.0/16"] });
  expect(of.count("aws_vpc_endpoint")).toBe(4);
  expect(of.named("aws_vpc_endpoint", "ssm")).toMatchObject({
    service_name: "com.amazonaws.eu-west-1.ssm",
    vpc_endpoint_type: "Interface",
    private_dns_enabled: true,
    subnet_ids: [expect.stringContaining("private"), expect.stringContaining("private")],
  });
  expect(
    of.resources("aws_vpc_security_group_ingress_rule").map(({ properties: p }) => [p["cidr_ipv4"], p["from_port"]]),
  ).toEqual([
    ["10.1.0.0/16", 443],
    ["10.9.0.0/16", 443],
  ]);
});

test("a database subnet group covers the data tier, and needs two zones", () => {
  const group = vpc({ databaseSubnetGroup: true }).resource("aws_db_subnet_group");
  expect(group["name"]).toBe("example-dev-vpc");
  expect(group["subnet_ids"]).toHaveLength(2);
  expect(() => vpc({ databaseSubnetGroup: true, zones: 1 })).toThrow("needs two zones");
});

test("two VPCs in one account have no name in common", () => {
  const two = synthStack((stack) => {
    for (const id of ["first", "second"]) {
      new VpcBaseline(stack, id, { ...defaults, databaseSubnetGroup: true, interfaceEndpoints: ["ssm"] });
    }
  });
  for (const type of ["aws_db_subnet_group", "aws_security_group"]) {
    const names = two.resources(type).map(({ properties }) => properties["name"]);
    expect(new Set(names).size).toBe(2);
  }
});

test("a network with IPv6: blocks of Amazon's, a way out for applications, none for data, no address for what is public", () => {
  expect(template.resource("aws_vpc")).not.toHaveProperty("assign_generated_ipv6_cidr_block");
  const of = vpc({ ipv6: true, nat: "none" });
  expect(of.resource("aws_vpc")["assign_generated_ipv6_cidr_block"]).toBe(true);
  expect(of.named("aws_subnet", "private_eu-west-1b")).toMatchObject({
    ipv6_cidr_block: "${cidrsubnet(aws_vpc.vpc.ipv6_cidr_block, 8, 17)}",
    assign_ipv6_address_on_creation: true,
  });
  expect(of.named("aws_subnet", "public_eu-west-1a")["assign_ipv6_address_on_creation"]).toBe(false);
  const routes = of
    .resources("aws_route")
    .filter(({ properties }) => properties["destination_ipv6_cidr_block"] === "::/0")
    .map(({ properties: p }) => [p["route_table_id"], p["gateway_id"] ?? p["egress_only_gateway_id"]]);
  expect(routes).toEqual([
    [
      "${aws_route_table.vpc_private-table_eu-west-1a.id}",
      "${aws_egress_only_internet_gateway.vpc_egress-only-gateway.id}",
    ],
    [
      "${aws_route_table.vpc_private-table_eu-west-1b.id}",
      "${aws_egress_only_internet_gateway.vpc_egress-only-gateway.id}",
    ],
    ["${aws_route_table.vpc_public-table.id}", "${aws_internet_gateway.vpc_internet-gateway.id}"],
  ]);
  expect(JSON.stringify(of.named("aws_network_acl", "data-acl"))).toContain("${aws_vpc.vpc.ipv6_cidr_block}");
  for (const { properties } of of.resources("aws_vpc_endpoint"))
    expect(properties["ip_address_type"]).toBe("dualstack");
});

test("tiers have the sizes that are asked for", () => {
  const of = vpc({ cidr: "10.1.0.0/20", tiers: { private: 24 } });
  expect(of.named("aws_subnet", "private_eu-west-1b")["cidr_block"]).toBe("10.1.1.0/24");
  expect(of.named("aws_subnet", "data_eu-west-1a")["cidr_block"]).toBe("10.1.4.0/24");
});

test("zones are of the account's region", () => {
  const of = vpc({ zones: ["c"] }, "ap-northeast-1");
  expect(of.named("aws_subnet", "public")["availability_zone"]).toBe("ap-northeast-1c");
});

test("a secondary block has a subnet in each zone, which goes where the private tier goes", () => {
  const of = vpc({ secondaryCidrs: ["100.64.0.0/18"] });
  expect(of.resource("aws_vpc_ipv4_cidr_block_association")["cidr_block"]).toBe("100.64.0.0/18");
  const added = of.addresses().filter((address) => !template.addresses().includes(address));
  expect(added).toEqual([
    "aws_route_table_association.vpc_secondary-association_100-64-0-0-18_eu-west-1a",
    "aws_route_table_association.vpc_secondary-association_100-64-0-0-18_eu-west-1b",
    "aws_subnet.vpc_secondary_100-64-0-0-18_eu-west-1a",
    "aws_subnet.vpc_secondary_100-64-0-0-18_eu-west-1b",
    "aws_vpc_ipv4_cidr_block_association.vpc_block_100-64-0-0-18",
  ]);
  const subnet = of.named("aws_subnet", "secondary_100-64-0-0-18_eu-west-1b");
  expect(subnet).toMatchObject({ cidr_block: "100.64.16.0/20", availability_zone: "eu-west-1b" });
  expect(subnet["vpc_id"]).toContain("aws_vpc_ipv4_cidr_block_association");
  const association = of.named("aws_route_table_association", "secondary-association_100-64-0-0-18_eu-west-1b");
  expect(association["route_table_id"]).toContain("private-table_eu-west-1b");
  expect(of.named("aws_network_acl", "private-acl")["subnet_ids"]).toHaveLength(4);
  expect(JSON.stringify(of.named("aws_network_acl", "data-acl")["ingress"])).toContain("100.64.0.0/18");
});
