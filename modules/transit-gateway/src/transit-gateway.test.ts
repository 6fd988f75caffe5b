import type { Connection, NetworkPeer } from "@archipelago/account-stack";
import { exampleAccount, synthStack } from "@archipelago/testing";
import { VpcBaseline } from "@archipelago/vpc-baseline";
import { TransitGateway } from "./index.ts";

const connection = (other: string, side: "hub" | "spoke"): Extract<Connection, { kind: "transit" }> => ({
  kind: "transit",
  name: "shared",
  with: other,
  side,
});
const build = (name: string, cidr: string, peers: readonly NetworkPeer[]) =>
  synthStack(
    (stack) => {
      const flowLogs = { reason: "nothing runs here" };
      const vpc = new VpcBaseline(stack, "vpc", { cidr, zones: 2, nat: "none", flowLogs, peers });
      new TransitGateway(stack, "transit", { vpc });
    },
    {
      account: {
        ...exampleAccount,
        name,
        connections: peers.map((peer) => peer.connection),
        network: { cidr, zones: 2, peers },
      },
    },
  );
const region = "eu-west-1";
const hub = build("network", "10.0.0.0/20", [
  { connection: connection("shop-dev", "hub"), cidrs: ["10.0.0.0/8"], region },
  { connection: connection("shop-staging", "hub"), cidrs: ["10.0.0.0/8"], region },
]);
const spoke = build("shop-dev", "10.32.0.0/20", [
  { connection: connection("network", "spoke"), cidrs: ["10.0.0.0/20"], region },
]);
const transitOf = (template: typeof hub): string[] =>
  template.addresses().filter((address) => /transit|_ram_/.test(address));

test("off: without a connection nothing of it is there", () => {
  expect(transitOf(build("network", "10.0.0.0/20", []))).toEqual([]);
});

test("the gateway is shared with the declared spokes, and nobody else can attach", () => {
  expect(hub.resource("aws_ec2_transit_gateway")).toMatchObject({
    auto_accept_shared_attachments: "enable",
    default_route_table_association: "disable",
    default_route_table_propagation: "disable",
  });
  const principals = hub.resources("aws_ram_principal_association").map(({ properties }) => properties["principal"]);
  expect(principals).toEqual(["${var.account_id_of_shop_dev}", "${var.account_id_of_shop_staging}"]);
});

test("spokes reach the hub, and the hub reaches spokes: no spoke's addresses are in the spokes' table", () => {
  const joins = (type: string): Record<string, unknown> =>
    Object.fromEntries(
      hub
        .resources(type)
        .map(({ name, properties }) => [
          name.split("_").slice(2).join("_"),
          properties["transit_gateway_route_table_id"],
        ]),
    );
  const table = (name: string): string => `\${aws_ec2_transit_gateway_route_table.transit_${name}-table.id}`;
  expect(joins("aws_ec2_transit_gateway_route_table_association")).toEqual({
    hub: table("hub"),
    "shop-dev_shared": table("spokes"),
    "shop-staging_shared": table("spokes"),
  });
  expect(joins("aws_ec2_transit_gateway_route_table_propagation")).toEqual({
    hub: table("spokes"),
    "shop-dev_shared": table("hub"),
    "shop-staging_shared": table("hub"),
  });
  const awaited = hub.named("aws_ec2_transit_gateway_route_table_association", "shop-dev_shared");
  expect(awaited["count"]).toContain("shop_dev_transit_shared_attachment_id == null");
});

test.each([
  ["the hub to whatever is of the organisation", hub, ["10.0.0.0/8"]],
  ["a spoke to the hub alone", spoke, ["10.0.0.0/20"]],
])("%s: routes of the private and the data tier, and the access lists let them in", (_, template, cidrs) => {
  const routes = template.resources("aws_route").filter(({ properties }) => "transit_gateway_id" in properties);
  expect([...new Set(routes.map(({ properties }) => properties["destination_cidr_block"]))].sort()).toEqual(cidrs);
  expect(routes).toHaveLength(3 * cidrs.length);
  for (const { properties } of routes) expect(String(properties["route_table_id"])).not.toContain("public");
  for (const { properties } of template.resources("aws_network_acl"))
    for (const cidr of cidrs) expect(JSON.stringify(properties["ingress"])).toContain(cidr);
});

test("a spoke attaches once it is told the gateway's id, and tells its attachment's", () => {
  expect(spoke.resource("aws_ec2_transit_gateway_vpc_attachment")).toMatchObject({
    count: "${(var.network_transit_shared_gateway_id == null) ? 0 : 1}",
    transit_gateway_id: "${var.network_transit_shared_gateway_id}",
  });
  expect(spoke.published()["connections"]).toMatch(
    /"transit\.shared\.network\.attachment-id" = one\(aws_ec2_transit_gateway_vpc_attachment\.\S+\[\*\]\.id\)/,
  );
});
