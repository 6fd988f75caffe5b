import { Construct } from "constructs";
import { Ec2TransitGatewayVpcAttachment } from "@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment/index.js";
import { Route } from "@cdktf/provider-aws/lib/route/index.js";
import { AccountStack, onceKnown, type NetworkPeer } from "@archipelago/account-stack";
import { idOf } from "./peering.ts";

export interface TransitAttachmentProps {
  /** The hub's network. */
  readonly peer: NetworkPeer<"transit">;
  readonly vpcId: string;
  /** One in each zone: only these zones reach the gateway. */
  readonly subnetIds: readonly string[];
  /** Route tables that get a route to the hub's blocks, by the name that the route's address in the state has. */
  readonly routeTables: Readonly<Record<string, string>>;
  /** Beginning of the Name tag. */
  readonly name: string;
}

/**
 * A spoke's side of a `transit` connection: its VPC attached to the hub's gateway, and routes to the hub's network. The hub
 * accepts by what it shares the gateway with, and puts the attachment into its route tables once it is told of it.
 */
export class TransitAttachment extends Construct {
  constructor(scope: Construct, id: string, props: TransitAttachmentProps) {
    super(scope, id);
    const { connection, cidrs } = props.peer;
    const stack = AccountStack.of(this);
    const transitGatewayId = stack.hear(connection, "gateway-id");
    const attachment = new Ec2TransitGatewayVpcAttachment(this, "attachment", {
      count: onceKnown(transitGatewayId),
      transitGatewayId,
      vpcId: props.vpcId,
      subnetIds: [...props.subnetIds],
      tags: { Name: `${props.name}-${connection.with}` },
    });
    stack.tell(connection, "attachment-id", idOf(attachment));
    for (const [table, routeTableId] of Object.entries(props.routeTables)) {
      for (const destinationCidrBlock of cidrs) {
        new Route(this, `${table}_${destinationCidrBlock.replaceAll(/[./]/g, "-")}`, {
          count: onceKnown(transitGatewayId),
          routeTableId,
          destinationCidrBlock,
          transitGatewayId,
          // AWS takes no route to a gateway that the VPC is not attached to.
          dependsOn: [attachment],
        });
      }
    }
  }
}
