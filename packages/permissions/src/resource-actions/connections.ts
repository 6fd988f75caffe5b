import type { ResourceActionsTable } from "./resource-actions.ts";

const regional = "{region}:{account}";
const ec2 = `arn:{partition}:ec2:${regional}`;
const vpc = `${ec2}:vpc/vpc-0123456789abcdef0`;
const peering = `${ec2}:vpc-peering-connection/pcx-0123456789abcdef0`;
const tags = "ec2:CreateTags ec2:DeleteTags";

/** What one account shares with another. The calls are those of terraform-provider-aws internal/service/ec2, events, kms and sqs. */
export const connections: ResourceActionsTable = {
  aws_cloudwatch_event_bus: {
    on: [`arn:{partition}:events:${regional}:event-bus/{name:example}`],
    create: "events:CreateEventBus events:TagResource",
    read: "events:DescribeEventBus events:ListTagsForResource",
    update: "events:UpdateEventBus events:TagResource events:UntagResource",
    delete: "events:DeleteEventBus",
  },
  aws_cloudwatch_event_bus_policy: {
    on: [`arn:{partition}:events:${regional}:event-bus/{event_bus_name:example}`],
    create: "events:PutPermission",
    read: "events:DescribeEventBus",
    update: "events:PutPermission",
    delete: "events:RemovePermission",
  },
  aws_kms_key_policy: {
    on: [`arn:{partition}:kms:${regional}:key/00000000-0000-4000-8000-000000000000`],
    create: "kms:PutKeyPolicy",
    read: "kms:GetKeyPolicy",
    update: "kms:PutKeyPolicy",
    // The default policy is put back.
    delete: "kms:PutKeyPolicy",
  },
  aws_sqs_queue_policy: {
    on: [`arn:{partition}:sqs:${regional}:example`],
    create: "sqs:SetQueueAttributes",
    read: "sqs:GetQueueAttributes",
    update: "sqs:SetQueueAttributes",
    delete: "sqs:SetQueueAttributes",
  },
  aws_vpc_ipv4_cidr_block_association: {
    on: [vpc],
    create: "ec2:AssociateVpcCidrBlock",
    read: "ec2:DescribeVpcs",
    update: "",
    delete: "ec2:DisassociateVpcCidrBlock",
  },
  aws_vpc_peering_connection: {
    on: [peering, vpc],
    create: "ec2:CreateVpcPeeringConnection ec2:CreateTags",
    read: "ec2:DescribeVpcPeeringConnections",
    update: `ec2:ModifyVpcPeeringConnectionOptions ${tags}`,
    delete: "ec2:DeleteVpcPeeringConnection",
  },
  aws_vpc_peering_connection_accepter: {
    on: [peering, vpc],
    create: "ec2:AcceptVpcPeeringConnection ec2:CreateTags",
    read: "ec2:DescribeVpcPeeringConnections",
    update: tags,
    // The requester deletes the peering; this side only forgets it.
    delete: "",
  },
  aws_vpc_peering_connection_options: {
    on: [peering],
    create: "ec2:ModifyVpcPeeringConnectionOptions",
    read: "ec2:DescribeVpcPeeringConnections",
    update: "ec2:ModifyVpcPeeringConnectionOptions",
    delete: "",
  },
};
