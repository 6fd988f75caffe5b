import { contains, overlaps, parseCidr, type Cidr } from "@archipelago/account-stack/cidr";
import type { Attributes, CloudView, Constraint } from "../contract.ts";
import { egressOnlyIsIpv6, ipv6Unused, oneEgressOnlyGateway, subnetFitsIpv6 } from "./ipv6.ts";
import { blocksAt, everywhere, findById, findShared, refusal, siblings, textsAt } from "./resources.ts";
import { zoneExists } from "./values.ts";

export const cidrOf = (attributes: Attributes): Cidr | undefined => parseCidr(attributes.cidr_block);

const vpcCidrInRange: Constraint = ({ attributes }) => {
  if (!attributes.cidr_block) return undefined; // Given by an IPAM pool.
  const block = cidrOf(attributes);
  return block && block.prefix >= 16 && block.prefix <= 28
    ? undefined
    : refusal(
        "InvalidVpc.Range",
        `The CIDR '${String(attributes.cidr_block)}' is invalid: it must be a block between /16 and /28`,
        "cidr_block",
      );
};

const subnetFits: Constraint = (subject, caller, cloud) => {
  const { cidr_block: cidr, vpc_id: vpcId } = subject.attributes;
  if (!cidr) return undefined; // IPv6 only.
  const block = parseCidr(cidr);
  if (!block || block.prefix < 16 || block.prefix > 28) {
    return refusal(
      "InvalidSubnet.Range",
      `The CIDR '${String(cidr)}' is invalid: it must be a block between /16 and /28`,
      "cidr_block",
    );
  }
  const vpc = cloud.get("aws_vpc", String(vpcId));
  const secondary = cloud
    .list("aws_vpc_ipv4_cidr_block_association")
    .filter((each) => each.attributes.vpc_id === vpcId);
  const ranges = [vpc, ...secondary]
    .map((each) => each && cidrOf(each.attributes))
    .filter((each) => each !== undefined);
  if (ranges.length > 0 && !ranges.some((range) => contains(range, block))) {
    return refusal(
      "InvalidSubnet.Range",
      `The CIDR '${String(cidr)}' is invalid: it is not within the CIDR of VPC '${String(vpcId)}'`,
      "cidr_block",
    );
  }
  const conflict = siblings(subject, caller, cloud).find((each) => {
    const other = cidrOf(each.attributes);
    return each.attributes.vpc_id === vpcId && other && overlaps(other, block);
  });
  return (
    conflict &&
    refusal(
      "InvalidSubnet.Conflict",
      `The CIDR '${String(cidr)}' conflicts with another subnet: ${conflict.id} has ${String(conflict.attributes.cidr_block)}`,
      "cidr_block",
    )
  );
};

const oneInternetGateway: Constraint = (subject, caller, cloud) => {
  const vpcId = subject.attributes.vpc_id;
  const other = siblings(subject, caller, cloud).find((each) => vpcId && each.attributes.vpc_id === vpcId);
  return (
    other &&
    refusal("Resource.AlreadyAssociated", `resource ${String(vpcId)} is already attached to ${other.id}`, "vpc_id")
  );
};

const routeTargets = [
  "carrier_gateway_id",
  "core_network_arn",
  "egress_only_gateway_id",
  "gateway_id",
  "local_gateway_id",
  "nat_gateway_id",
  "network_interface_id",
  "transit_gateway_id",
  "vpc_endpoint_id",
  "vpc_peering_connection_id",
];

const routeHasOneTarget: Constraint = ({ attributes }, _caller, cloud) => {
  const targets = routeTargets.filter((name) => attributes[name]);
  if (targets.length !== 1) {
    return refusal(
      "InvalidParameterCombination",
      `a route has exactly one target, not ${targets.length}: ${targets.join(", ") || routeTargets.join(", ")}`,
    );
  }
  const table = findById("aws_route_table", String(attributes.route_table_id), cloud);
  const gateway = cloud.get("aws_internet_gateway", String(attributes.gateway_id));
  // The implied main table is found through its VPC, whose id is its own.
  const vpcId = table?.type === "aws_vpc" ? table.id : table?.attributes.vpc_id;
  if (vpcId && gateway && gateway.attributes.vpc_id !== vpcId) {
    const message = `route table ${String(attributes.route_table_id)} and network gateway ${gateway.id} belong to different networks`;
    return refusal("InvalidParameterValue", message, "gateway_id");
  }
  const gatewayId = attributes.transit_gateway_id;
  const attached = cloud
    .list("aws_ec2_transit_gateway_vpc_attachment")
    .some((each) => each.attributes.transit_gateway_id === gatewayId && each.attributes.vpc_id === vpcId);
  return gatewayId && vpcId && !attached
    ? refusal(
        "InvalidTransitGatewayID.NotFound",
        `Transit Gateway ${String(gatewayId)} has no attachment to VPC ${String(vpcId)}`,
        "transit_gateway_id",
      )
    : undefined;
};

/** Subnets and the table, gateway or list they are joined with are of one VPC. */
export const sameVpc =
  (path: string, partner: (attributes: Attributes, cloud: CloudView) => unknown, code: string): Constraint =>
  ({ attributes }, caller, cloud) => {
    const vpcId = partner(attributes, cloud);
    if (typeof vpcId !== "string") return undefined;
    const stray = textsAt(attributes, path).find((id) => {
      const found = findShared(path.includes("subnet") ? "aws_subnet" : "aws_security_group", id, caller, cloud);
      // A default security group is found through its VPC.
      return found && (found.type === "aws_vpc" ? found.id : found.attributes.vpc_id) !== vpcId;
    });
    return stray === undefined ? undefined : refusal(code, `${stray} does not belong to VPC ${vpcId}`, path);
  };

export const ownVpc = (attributes: Attributes): unknown => attributes.vpc_id;
const vpcOf =
  (type: string, path: string) =>
  (attributes: Attributes, cloud: CloudView): unknown => {
    const found = findById(type, String(attributes[path]), cloud);
    return found?.type === "aws_vpc" ? found.id : found?.attributes.vpc_id;
  };

const natGatewayReachable: Constraint = (subject, caller, cloud) => {
  const {
    connectivity_type: type,
    allocation_id: allocation,
    subnet_id: subnetId,
    availability_mode: mode,
  } = subject.attributes;
  if (type === "private") return undefined;
  if (!allocation && mode !== "regional")
    return refusal("MissingParameter", "a public NAT gateway needs allocation_id", "allocation_id");
  const other = siblings(subject, caller, cloud).find(
    (each) => allocation && each.attributes.allocation_id === allocation,
  );
  if (other)
    return refusal(
      "Resource.AlreadyAssociated",
      `Elastic IP address ${String(allocation)} is already associated with ${other.id}`,
      "allocation_id",
    );
  const vpcId = findShared("aws_subnet", String(subnetId), caller, cloud)?.attributes.vpc_id;
  const attached = everywhere("aws_internet_gateway", caller, cloud).some((each) => each.attributes.vpc_id === vpcId);
  return vpcId && !attached
    ? refusal("Gateway.NotAttached", `Network ${String(vpcId)} has no Internet gateway attached`, "subnet_id")
    : undefined;
};

const ruleFields = [
  "security_group_id",
  "ip_protocol",
  "from_port",
  "to_port",
  "cidr_ipv4",
  "cidr_ipv6",
  "prefix_list_id",
  "referenced_security_group_id",
];
const sources = ruleFields.slice(4);

const groupRuleValid: Constraint = (subject, caller, cloud) => {
  const { attributes } = subject;
  if (sources.filter((name) => attributes[name]).length !== 1) {
    return refusal("InvalidParameterValue", `a rule has exactly one of ${sources.join(", ")}`);
  }
  const { from_port: from, to_port: to, ip_protocol: protocol } = attributes;
  if (
    ["tcp", "udp", "6", "17"].includes(String(protocol)) &&
    !(Number(from ?? -1) >= 0 && Number(to ?? -1) >= Number(from) && Number(to) <= 65_535)
  ) {
    return refusal(
      "InvalidParameterValue",
      `Invalid port range ${String(from)}-${String(to)} for protocol ${String(protocol)}`,
      "from_port",
    );
  }
  const form = (of: Attributes): string => ruleFields.map((name) => String(of[name] ?? "")).join("|");
  const twin = siblings(subject, caller, cloud).find((each) => form(each.attributes) === form(attributes));
  return twin && refusal("InvalidPermission.Duplicate", `the specified rule already exists as ${twin.id}`);
};

const aclRuleNumbersDiffer: Constraint = ({ attributes }) => {
  for (const direction of ["ingress", "egress"]) {
    const numbers = blocksAt(attributes, direction).map((each) => Number(each.rule_no));
    const repeated = numbers.find((number, index) => numbers.indexOf(number) !== index);
    if (repeated !== undefined) {
      return refusal(
        "NetworkAclEntryAlreadyExists",
        `The network acl entry identified by ${repeated} already exists`,
        direction,
      );
    }
  }
  return undefined;
};

export const network: Record<string, readonly Constraint[]> = {
  aws_vpc: [vpcCidrInRange, ipv6Unused],
  aws_subnet: [zoneExists, subnetFits, subnetFitsIpv6],
  aws_egress_only_internet_gateway: [oneEgressOnlyGateway],
  aws_instance: [zoneExists],
  aws_internet_gateway: [oneInternetGateway],
  aws_route: [routeHasOneTarget, egressOnlyIsIpv6],
  aws_route_table_association: [
    sameVpc("subnet_id", vpcOf("aws_route_table", "route_table_id"), "InvalidParameterValue"),
  ],
  aws_network_acl: [sameVpc("subnet_ids", ownVpc, "InvalidParameterValue"), aclRuleNumbersDiffer],
  aws_default_network_acl: [aclRuleNumbersDiffer],
  aws_network_acl_association: [
    sameVpc("subnet_id", vpcOf("aws_network_acl", "network_acl_id"), "InvalidParameterValue"),
  ],
  aws_nat_gateway: [natGatewayReachable],
  aws_vpc_endpoint: [
    sameVpc("subnet_ids", ownVpc, "InvalidParameter"),
    sameVpc("security_group_ids", ownVpc, "InvalidParameter"),
  ],
  aws_vpc_security_group_ingress_rule: [groupRuleValid],
  aws_vpc_security_group_egress_rule: [groupRuleValid],
};
