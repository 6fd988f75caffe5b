import { contains, overlaps, parseCidr, type Cidr } from "@archipelago/account-stack/workspace";
import { blocks, list, refersTo, resourcesOf, type Resource, type SynthesizedAccount } from "../synthesized.ts";
import { everyAccount, everyResource, inEveryRegion, met, off, unmet, type Control } from "./control.ts";
import { accessListRules, anywhere, lets, opens, securityGroupRules, securityGroupTypes } from "./open-ports.ts";

/** Remote administration: SSH and RDP. */
const administration = [22, 3389];

const fileSharing = [445];

function closed(ports: readonly number[], sources: readonly string[]): Control["judge"] {
  return everyResource(securityGroupTypes, (resource) => {
    const open = ports.find((port) =>
      securityGroupRules(resource).some((rule) => sources.some((source) => opens(rule, port, source))),
    );
    return open === undefined ? undefined : `opens port ${open} to ${sources.join(" or ")}`;
  });
}

function openAccessList(resource: Resource, stack: SynthesizedAccount): string | undefined {
  const siblings = resourcesOf(stack, "aws_network_acl_rule").filter(({ properties }) =>
    resource.type === "aws_network_acl_rule"
      ? properties["network_acl_id"] === resource.properties["network_acl_id"]
      : refersTo(properties["network_acl_id"], resource),
  );
  const rules = [
    ...(resource.type === "aws_network_acl_rule" ? [] : accessListRules(resource)),
    ...siblings.flatMap(accessListRules),
  ];
  const open = administration.find((port) => lets(rules, port, anywhere.ipv4) || lets(rules, port, anywhere.ipv6));
  return open === undefined ? undefined : `opens port ${open} to anywhere`;
}

/** Blocks of VPCs, by account: those of stacks, and those that account.json of their peers says. */
function networksOf(stacks: readonly SynthesizedAccount[]): Cidr[][] {
  const networks = new Map<string, string[]>();
  for (const { network } of stacks.map(({ account }) => account))
    for (const { connection, cidrs } of network?.peers ?? [])
      if (connection.kind === "peering") networks.set(connection.with, [...cidrs]);
  for (const { name, network } of stacks.map(({ account }) => account))
    if (network) networks.set(name, [network.cidr, ...(network.secondaryCidrs ?? [])]);
  return [...networks.values()].map((cidrs) => cidrs.map((cidr) => parseCidr(cidr)!));
}

/** Routes to peered VPCs lead to at most one account's network, and not to everything. */
const peeringRoutes: Control["judge"] = ({ stacks }) => {
  const networks = networksOf(stacks);
  const found: [Resource, destination: string][] = stacks.flatMap((stack) => [
    ...resourcesOf(stack, "aws_route")
      .filter(({ properties }) => properties["vpc_peering_connection_id"] !== undefined)
      .map((route): [Resource, string] => [route, String(route.properties["destination_cidr_block"])]),
    ...resourcesOf(stack, "aws_route_table", "aws_default_route_table").flatMap((table) =>
      blocks(table.properties["route"])
        .filter((route) => route["vpc_peering_connection_id"])
        .map((route): [Resource, string] => [table, String(route["cidr_block"])]),
    ),
  ]);
  const tooWide = found.filter(([, destination]) => {
    const cidr = parseCidr(destination);
    if (cidr === undefined) return false; // an expression: the published block of one VPC
    const reached = networks.filter((network) => network.some((block) => overlaps(block, cidr)));
    return reached.length !== 1 || !reached[0]!.some((block) => contains(block, cidr));
  });
  if (tooWide.length > 0)
    return unmet(
      tooWide.map(([resource, destination]) => ({ resource, text: `leads to ${destination}, more than one VPC` })),
    );
  return found.length > 0 ? met(found.map(([resource]) => resource)) : off("no VPCs are peered");
};

function withoutGatewayEndpoint(vpc: Resource, stack: SynthesizedAccount): string | undefined {
  const endpoints = resourcesOf(stack, "aws_vpc_endpoint").filter(({ properties }) =>
    refersTo(properties["vpc_id"], vpc),
  );
  const missing = ["s3", "dynamodb"].filter(
    (service) =>
      !endpoints.some(
        ({ properties }) =>
          String(properties["service_name"]).endsWith(`.${service}`) && list(properties["route_table_ids"]).length > 0,
      ),
  );
  return missing.length === 0 ? undefined : `has no endpoint of ${missing.join(", ")}`;
}

/** Section 6: networks and instances. */
export const networking: readonly Control[] = [
  {
    id: "6.1.1",
    title: "New volumes are encrypted",
    scope: "account",
    judge: everyAccount((stack, all) =>
      inEveryRegion(stack, all, "aws_ebs_encryption_by_default", ({ enabled }) => enabled !== false),
    ),
  },
  {
    id: "6.1.2",
    title: "File sharing (CIFS) is closed to the internet",
    scope: "application",
    judge: closed(fileSharing, [anywhere.ipv4, anywhere.ipv6]),
  },
  {
    id: "6.2",
    title: "Access lists close remote administration to the internet",
    scope: "account",
    judge: everyResource(["aws_network_acl", "aws_default_network_acl", "aws_network_acl_rule"], openAccessList),
  },
  {
    id: "6.3",
    title: "Security groups close remote administration to IPv4",
    scope: "application",
    judge: closed(administration, [anywhere.ipv4]),
  },
  {
    id: "6.4",
    title: "Security groups close remote administration to IPv6",
    scope: "application",
    judge: closed(administration, [anywhere.ipv6]),
  },
  {
    id: "6.5",
    title: "The default security group of every VPC has no rules",
    scope: "account",
    judge: everyResource(["aws_vpc"], (vpc, stack) => {
      const group = resourcesOf(stack, "aws_default_security_group").find(({ properties }) =>
        refersTo(properties["vpc_id"], vpc),
      );
      if (!group) return "keeps its default security group as AWS made it";
      const rules = [...blocks(group.properties["ingress"]), ...blocks(group.properties["egress"])];
      return rules.length === 0 ? undefined : `has rules in its default security group ${group.address}`;
    }),
  },
  { id: "6.6", title: "Routes to peered VPCs lead to one VPC", scope: "application", judge: peeringRoutes },
  {
    id: "6.7",
    title: "Instances answer metadata requests with a token only",
    scope: "account",
    judge: everyAccount((stack, all) => {
      const lax = resourcesOf(stack, "aws_instance", "aws_launch_template").find(({ properties }) =>
        blocks(properties["metadata_options"]).some(({ http_tokens }) => http_tokens === "optional"),
      );
      if (lax) return `${lax.address} answers without a token`;
      return inEveryRegion(
        stack,
        all,
        "aws_ec2_instance_metadata_defaults",
        ({ http_tokens }) => http_tokens === "required",
      );
    }),
  },
  {
    id: "6.8",
    title: "VPCs reach S3 and DynamoDB without the internet",
    scope: "account",
    judge: everyResource(["aws_vpc"], withoutGatewayEndpoint),
  },
];
