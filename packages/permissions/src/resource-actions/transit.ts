import type { ResourceActionsTable } from "./resource-actions.ts";

const ec2 = "arn:{partition}:ec2:{region}:{account}";
const gateway = `${ec2}:transit-gateway/tgw-0123456789abcdef0`;
const attachment = `${ec2}:transit-gateway-attachment/tgw-attach-0123456789abcdef0`;
const table = `${ec2}:transit-gateway-route-table/tgw-rtb-0123456789abcdef0`;
const tags = "ec2:CreateTags ec2:DeleteTags";

/** Transit gateways. The calls are those of terraform-provider-aws internal/service/ec2, from memory 2026-11. */
export const transit: ResourceActionsTable = {
  aws_ec2_transit_gateway: {
    on: [gateway],
    create: "ec2:CreateTransitGateway ec2:CreateTags",
    read: "ec2:DescribeTransitGateways",
    update: `ec2:ModifyTransitGateway ${tags}`,
    delete: "ec2:DeleteTransitGateway",
  },
  aws_ec2_transit_gateway_route_table: {
    on: [gateway, table],
    create: "ec2:CreateTransitGatewayRouteTable ec2:CreateTags",
    read: "ec2:DescribeTransitGatewayRouteTables",
    update: tags,
    delete: "ec2:DeleteTransitGatewayRouteTable",
  },
  aws_ec2_transit_gateway_route_table_association: {
    on: [attachment, table],
    create: "ec2:AssociateTransitGatewayRouteTable",
    read: "ec2:GetTransitGatewayRouteTableAssociations",
    update: "",
    delete: "ec2:DisassociateTransitGatewayRouteTable",
  },
  aws_ec2_transit_gateway_route_table_propagation: {
    on: [attachment, table],
    create: "ec2:EnableTransitGatewayRouteTablePropagation",
    read: "ec2:GetTransitGatewayRouteTablePropagations",
    update: "",
    delete: "ec2:DisableTransitGatewayRouteTablePropagation",
  },
  aws_ec2_transit_gateway_vpc_attachment: {
    on: [gateway, attachment, `${ec2}:subnet/subnet-0123456789abcdef0`, `${ec2}:vpc/vpc-0123456789abcdef0`],
    create: "ec2:CreateTransitGatewayVpcAttachment ec2:CreateTags",
    read: "ec2:DescribeTransitGatewayVpcAttachments ec2:DescribeTransitGateways",
    update: `ec2:ModifyTransitGatewayVpcAttachment ${tags}`,
    delete: "ec2:DeleteTransitGatewayVpcAttachment",
  },
};
