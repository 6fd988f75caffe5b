import { overlaps } from "@archipelago/account-stack/cidr";
import type { Constraint } from "../contract.ts";
import { cidrOf, ownVpc, sameVpc } from "./network.ts";
import { everywhere, findById, findShared, refusal, regionOf, siblings, textAt } from "./resources.ts";

const peerable: Constraint = ({ attributes }, caller, cloud) => {
  const owner = String(attributes.peer_owner_id || caller.accountId);
  const own = cloud.get("aws_vpc", String(attributes.vpc_id));
  const peer = findById("aws_vpc", String(attributes.peer_vpc_id), cloud, owner);
  const peerRegion = String(attributes.peer_region || regionOf(attributes, caller));
  if (!peer || peer.region !== peerRegion) {
    return refusal(
      "InvalidVpcID.NotFound",
      `The vpc ID '${String(attributes.peer_vpc_id)}' does not exist in account ${owner}, ${peerRegion}`,
      "peer_vpc_id",
    );
  }
  if (attributes.auto_accept === true && (owner !== caller.accountId || peer.region !== regionOf(attributes, caller))) {
    return refusal(
      "OperationNotPermitted",
      "auto_accept works only between VPCs of one account and region",
      "auto_accept",
    );
  }
  const [block, other] = [own && cidrOf(own.attributes), cidrOf(peer.attributes)];
  return block && other && overlaps(block, other)
    ? refusal(
        "InvalidParameterValue",
        `The CIDRs of ${String(attributes.vpc_id)} and ${peer.id} overlap: ${String(own?.attributes.cidr_block)}, ${String(peer.attributes.cidr_block)}`,
      )
    : undefined;
};

const acceptedByPeer: Constraint = ({ attributes }, caller, cloud) => {
  const connection = findShared(
    "aws_vpc_peering_connection",
    String(attributes.vpc_peering_connection_id),
    caller,
    cloud,
  );
  const peer = connection?.attributes.peer_owner_id;
  return peer && peer !== caller.accountId
    ? refusal(
        "OperationNotPermitted",
        `User ${caller.accountId} cannot accept peering ${connection.id}: account ${String(peer)} must`,
      )
    : undefined;
};

/** Options can be set only on a connection that is active: accepted by itself, or by the other side. */
const peeringIsActive: Constraint = ({ attributes }, caller, cloud) => {
  const id = String(attributes.vpc_peering_connection_id);
  const connection = findShared("aws_vpc_peering_connection", id, caller, cloud);
  const accepted = everywhere("aws_vpc_peering_connection_accepter", caller, cloud).some(
    (each) => each.attributes.vpc_peering_connection_id === id,
  );
  return connection && connection.attributes.auto_accept !== true && !accepted
    ? refusal(
        "OperationNotPermitted",
        `Peering ${id} is not active. Peering options can be added only to active peering.`,
      )
    : undefined;
};

const attachmentSpreads: Constraint = (subject, caller, cloud) => {
  const { subnet_ids: ids, transit_gateway_id: gateway, vpc_id: vpcId } = subject.attributes;
  const zones = (Array.isArray(ids) ? ids : []).map(
    (id) => findShared("aws_subnet", String(id), caller, cloud)?.attributes.availability_zone,
  );
  const repeated = zones.find((zone, index) => zone && zones.indexOf(zone) !== index);
  if (repeated)
    return refusal(
      "DuplicateSubnetsInSameZone",
      `Duplicate subnets for the same zone ${String(repeated)}`,
      "subnet_ids",
    );
  const other = siblings(subject, caller, cloud).find(
    (each) => each.attributes.transit_gateway_id === gateway && each.attributes.vpc_id === vpcId,
  );
  return (
    other &&
    refusal(
      "DuplicateTransitGatewayAttachment",
      `${String(gateway)} has a non-deleted VPC attachment with ${String(vpcId)}: ${other.id}`,
    )
  );
};

// Gateway endpoints exist for these only (VPC User Guide, gateway endpoints, 2026-11).
const gatewayServices = ["s3", "dynamodb"];

const endpointServiceValid: Constraint = ({ attributes }, caller, cloud) => {
  const service = textAt(attributes, "service_name");
  if (service === undefined) return undefined; // A resource or service network endpoint.
  const region = String(attributes.service_region || regionOf(attributes, caller));
  const form =
    /^(?:aws\.[\w.-]+|(?:cn\.)?com\.amazonaws(?:\.vpce)?)\.([a-z]{2}(?:-[a-z]+)+-\d|s3-global)\.([\w.-]+)$/.exec(
      service,
    );
  if (!form || (form[1] !== region && form[1] !== "s3-global")) {
    return refusal(
      "InvalidServiceName",
      `The Vpc Endpoint Service '${service}' does not exist in ${region}`,
      "service_name",
    );
  }
  const type = attributes.vpc_endpoint_type || "Gateway";
  if (type === "Gateway" && !gatewayServices.includes(form[2]!)) {
    return refusal(
      "InvalidParameter",
      `Endpoint type (Gateway) does not match available service types ([Interface]) of ${service}`,
      "vpc_endpoint_type",
    );
  }
  const vpc = cloud.get("aws_vpc", String(attributes.vpc_id))?.attributes;
  // Support is on, hostnames are off, in a VPC that sets neither.
  const resolves = vpc?.enable_dns_support !== false && vpc?.enable_dns_hostnames === true;
  return type === "Interface" && attributes.private_dns_enabled === true && vpc && !resolves
    ? refusal(
        "InvalidParameter",
        "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true",
        "private_dns_enabled",
      )
    : undefined;
};

const onePrivateDnsName: Constraint = (subject, caller, cloud) => {
  const {
    vpc_id: vpcId,
    service_name: service,
    private_dns_enabled: enabled,
    vpc_endpoint_type: type,
  } = subject.attributes;
  const twin = siblings(subject, caller, cloud).find(
    ({ attributes: other }) =>
      other.vpc_id === vpcId &&
      other.service_name === service &&
      other.vpc_endpoint_type === type &&
      other.private_dns_enabled === true,
  );
  return type === "Interface" && enabled === true && twin
    ? refusal(
        "InvalidParameter",
        `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${String(service)} in the VPC: ${twin.id}`,
        "private_dns_enabled",
      )
    : undefined;
};

const flowLogSources = [
  "vpc_id",
  "subnet_id",
  "eni_id",
  "transit_gateway_id",
  "transit_gateway_attachment_id",
  "regional_nat_gateway_id",
];

const flowLogDelivers: Constraint = (subject, caller, cloud) => {
  const { attributes } = subject;
  const sources = flowLogSources.filter((name) => attributes[name]);
  if (sources.length !== 1) {
    return refusal("InvalidParameter", `a flow log has exactly one of ${flowLogSources.join(", ")}`);
  }
  const destination = textAt(attributes, "log_destination");
  const type = attributes.log_destination_type || "cloud-watch-logs";
  if (type === "s3") {
    const bucket = /^arn:[\w-]+:s3:::([^/]+)/.exec(destination ?? "")?.[1];
    if (bucket === undefined || cloud.bucketOwner(bucket) === undefined) {
      return refusal("InvalidParameter", `LogDestination: ${destination} does not exist`, "log_destination");
    }
  } else if (type === "cloud-watch-logs" && !attributes.iam_role_arn) {
    return refusal(
      "InvalidParameter",
      "DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs",
      "iam_role_arn",
    );
  }
  const twin = siblings(subject, caller, cloud).find(
    ({ attributes: other }) =>
      sources.every((name) => other[name] === attributes[name]) &&
      (textAt(other, "log_destination") ?? "") === (destination ?? ""),
  );
  return (
    twin &&
    refusal(
      "FlowLogAlreadyExists",
      `There is an existing Flow Log with the same configuration and log destination: ${twin.id}`,
    )
  );
};

const sinkIsElsewhere: Constraint = ({ attributes }, caller) =>
  textAt(attributes, "sink_identifier")?.includes(`:${caller.accountId}:`)
    ? refusal(
        "ValidationException",
        "The source account and the monitoring account must be different",
        "sink_identifier",
      )
    : undefined;

export const connections: Record<string, readonly Constraint[]> = {
  aws_vpc_peering_connection: [peerable],
  aws_vpc_peering_connection_accepter: [acceptedByPeer],
  aws_vpc_peering_connection_options: [peeringIsActive],
  aws_ec2_transit_gateway_vpc_attachment: [sameVpc("subnet_ids", ownVpc, "InvalidParameterValue"), attachmentSpreads],
  aws_vpc_endpoint: [endpointServiceValid, onePrivateDnsName],
  aws_flow_log: [flowLogDelivers],
  aws_oam_link: [sinkIsElsewhere],
};
