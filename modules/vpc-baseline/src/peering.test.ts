import type { NetworkPeer } from "@archipelago/account-stack";
import { exampleAccount, synthStack } from "@archipelago/testing";
import { VpcBaseline } from "./vpc-baseline.ts";

const peer = (side: "requester" | "accepter"): NetworkPeer => ({
  connection: { kind: "peering", name: "backoffice", with: "crm-dev", side },
  cidrs: ["10.32.16.0/20"],
  region: "eu-central-1",
});

const side = (of: NetworkPeer | undefined, zones = 2) =>
  synthStack(
    (stack) => {
      const flowLogs = { reason: "nothing runs here" };
      const peers = of ? [of] : [];
      new VpcBaseline(stack, "vpc", { cidr: "10.32.0.0/20", zones, nat: "none", flowLogs, peers });
    },
    { account: { ...exampleAccount, connections: of ? [of.connection] : [] } },
  );

const alone = side(undefined);
const added = (of: NetworkPeer) =>
  side(of)
    .addresses()
    .filter((address) => !alone.addresses().includes(address));

const routes = [
  "aws_route.vpc_peering_crm-dev_backoffice_data_10-32-16-0-20",
  "aws_route.vpc_peering_crm-dev_backoffice_private_eu-west-1a_10-32-16-0-20",
  "aws_route.vpc_peering_crm-dev_backoffice_private_eu-west-1b_10-32-16-0-20",
];

test("the requester asks for the connection, and has its options and routes once it is accepted", () => {
  expect(added(peer("requester"))).toEqual([
    ...routes,
    "aws_s3_object.published_outputs",
    "aws_vpc_peering_connection.vpc_peering_crm-dev_backoffice_connection",
    "aws_vpc_peering_connection_options.vpc_peering_crm-dev_backoffice_options",
  ]);
  const template = side(peer("requester"));
  expect(template.resource("aws_vpc_peering_connection")).toMatchObject({
    count: "${(var.crm_dev_peering_backoffice_vpc_id == null) ? 0 : 1}",
    peer_owner_id: "${var.account_id_of_crm_dev}",
    peer_region: "eu-central-1",
    peer_vpc_id: "${var.crm_dev_peering_backoffice_vpc_id}",
  });
  expect(template.resource("aws_vpc_peering_connection_options")).toMatchObject({
    vpc_peering_connection_id: "${var.crm_dev_peering_backoffice_accepted_id}",
    requester: { allow_remote_vpc_dns_resolution: true },
  });
  for (const { properties } of template.resources("aws_route").filter(({ name }) => name.includes("peering")))
    expect(properties["count"]).toContain("accepted_id");
  expect(template.published()["connections"]).toMatch(
    /"peering\.backoffice\.crm-dev\.peering-id" = one\(aws_vpc_peering_connection\.\S+\[\*\]\.id\)/,
  );
});

test("the accepter tells its VPC, and says yes to the connection that it is told", () => {
  expect(added(peer("accepter"))).toEqual([
    ...routes,
    "aws_s3_object.published_outputs",
    "aws_vpc_peering_connection_accepter.vpc_peering_crm-dev_backoffice_acceptance",
  ]);
  const template = side(peer("accepter"));
  expect(template.resource("aws_vpc_peering_connection_accepter")).toMatchObject({
    count: "${(var.crm_dev_peering_backoffice_peering_id == null) ? 0 : 1}",
    auto_accept: true,
    accepter: { allow_remote_vpc_dns_resolution: true },
  });
  const { connections } = template.published();
  expect(connections).toContain('"peering.backoffice.crm-dev.vpc-id" = aws_vpc.vpc.id');
  expect(connections).toContain('"peering.backoffice.crm-dev.accepted-id" = one(');
});

test("the peer may connect to every tier, and is not routed from the public one", () => {
  const template = side(peer("accepter"));
  for (const { properties } of template.resources("aws_network_acl"))
    expect(JSON.stringify(properties["ingress"])).toContain("10.32.16.0/20");
  const tables = template
    .resources("aws_route")
    .filter(({ name }) => name.includes("peering"))
    .map(({ properties }) => String(properties["route_table_id"]));
  expect(tables.filter((table) => table.includes("public"))).toEqual([]);
});

test("a zone more is one route more", () => {
  const before = side(peer("accepter")).resources("aws_route");
  const after = side(peer("accepter"), 3).resources("aws_route");
  expect(after.filter(({ name }) => !before.some((route) => route.name === name))).toHaveLength(1);
});
