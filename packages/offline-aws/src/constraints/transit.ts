import type { CloudView, Constraint } from "../contract.ts";
import { findById, findShared, refusal, siblings } from "./resources.ts";

const attachmentTypes = ["aws_ec2_transit_gateway_vpc_attachment", "aws_ec2_transit_gateway_peering_attachment"];

/** The gateway of a route table; of one that was made with its gateway, that one. */
function gatewayOfTable(id: string, cloud: CloudView): unknown {
  const table = findById("aws_ec2_transit_gateway_route_table", id, cloud);
  return table?.type === "aws_ec2_transit_gateway" ? table.id : table?.attributes.transit_gateway_id;
}

/** A table routes to attachments of its own gateway, whoever has attached them. */
const oneGateway: Constraint = ({ attributes }, caller, cloud) => {
  const { transit_gateway_attachment_id: id, transit_gateway_route_table_id: table } = attributes;
  const gateway = gatewayOfTable(String(table), cloud);
  const attachment = attachmentTypes
    .map((type) => findShared(type, String(id), caller, cloud))
    .find((each) => each !== undefined);
  return gateway && attachment && attachment.attributes.transit_gateway_id !== gateway
    ? refusal(
        "InvalidTransitGatewayAttachmentID.NotFound",
        `Transit Gateway Attachment ${String(id)} is not of ${String(gateway)}, whose table ${String(table)} is`,
        "transit_gateway_attachment_id",
      )
    : undefined;
};

/**
 * "Each VPC or VPN attachment is associated with a single route table" (AWS Transit Gateway guide, "Transit gateways", read
 * 2026-11); the message is the one that users of Terraform quote.
 */
const associatedOnce: Constraint = (subject, caller, cloud) => {
  const { transit_gateway_attachment_id: id, replace_existing_association: replaces } = subject.attributes;
  const other = siblings(subject, caller, cloud).find((each) => each.attributes.transit_gateway_attachment_id === id);
  return other && replaces !== true
    ? refusal(
        "Resource.AlreadyAssociated",
        `Transit Gateway Attachment ${String(id)} is already associated to a route table.`,
        "transit_gateway_attachment_id",
      )
    : undefined;
};

/** Route tables of transit gateways. Only who has the gateway has them: they are not shared with it. */
export const transit: Record<string, readonly Constraint[]> = {
  aws_ec2_transit_gateway_route: [oneGateway],
  aws_ec2_transit_gateway_route_table_association: [oneGateway, associatedOnce],
  aws_ec2_transit_gateway_route_table_propagation: [oneGateway],
};
