import { Construct } from "constructs";
import { Ec2TransitGateway } from "@cdktf/provider-aws/lib/ec2-transit-gateway/index.js";
import { Ec2TransitGatewayRouteTable } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table/index.js";
import { Ec2TransitGatewayRouteTableAssociation } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table-association/index.js";
import { Ec2TransitGatewayRouteTablePropagation } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table-propagation/index.js";
import { Ec2TransitGatewayVpcAttachment } from "@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment/index.js";
import { Route } from "@cdktf/provider-aws/lib/route/index.js";
import { AccountStack, onceKnown, type ConnectionOf } from "@archipelago/account-stack";
import { ResourceShare } from "@archipelago/resource-sharing";

/** The hub's own VPC: `VpcBaseline` is one. */
export interface AttachedVpc {
  readonly vpcId: string;
  readonly subnetIds: { readonly private: readonly string[] };
  /** Route tables that get routes to the spokes, by the name that the route's address in the state has. */
  readonly routeTablesByName: Readonly<Record<string, string>>;
}

export interface TransitGatewayProps {
  readonly vpc: AttachedVpc;
}

/**
 * The hub of `transit` connections: a gateway that is shared with exactly the accounts that account.json names. A spoke
 * reaches the hub's network and the hub every spoke's; one spoke never reaches another, because the spokes' route table knows
 * the hub alone. Nothing without such a connection: a gateway costs for each attachment, and peering is simpler for a few.
 *
 * Each spoke attaches once it is told the gateway's id; then it is put into the route tables, in a further pass.
 */
export class TransitGateway extends Construct {
  constructor(scope: Construct, id: string, { vpc }: TransitGatewayProps) {
    super(scope, id);
    const stack = AccountStack.of(this);
    const { account, organization } = stack;
    const spokes = account.connections.filter(
      (each): each is ConnectionOf<"transit"> => each.kind === "transit" && each.side === "hub",
    );
    if (spokes.length === 0) return;
    const tags = (...parts: string[]) => ({ tags: { Name: [account.name, "transit", ...parts].join("-") } });
    const gateway = new Ec2TransitGateway(this, "Resource", {
      description: `Hub of ${account.name}`,
      // Only accounts that it is shared with can attach.
      autoAcceptSharedAttachments: "enable",
      defaultRouteTableAssociation: "disable",
      defaultRouteTablePropagation: "disable",
      ...tags(),
    });
    const transitGatewayId = gateway.id;
    const table = (name: string): string =>
      new Ec2TransitGatewayRouteTable(this, `${name}-table`, { transitGatewayId, ...tags(name) }).id;
    const [hubTable, spokesTable] = [table("hub"), table("spokes")];
    const attachment = new Ec2TransitGatewayVpcAttachment(this, "attachment", {
      transitGatewayId,
      vpcId: vpc.vpcId,
      subnetIds: [...vpc.subnetIds.private],
      transitGatewayDefaultRouteTableAssociation: false,
      transitGatewayDefaultRouteTablePropagation: false,
      ...tags("hub"),
    });
    this.#join("hub", attachment.id, hubTable, spokesTable);
    for (const spoke of spokes) {
      stack.tell(spoke, "gateway-id", transitGatewayId);
      this.#join(`${spoke.with}_${spoke.name}`, stack.hear(spoke, "attachment-id"), spokesTable, hubTable, true);
    }
    // AWS takes no route to a gateway that the VPC is not attached to.
    for (const [name, routeTableId] of Object.entries(vpc.routeTablesByName)) {
      const destinationCidrBlock = organization.addressPlan.supernet;
      new Route(this, `route_${name}`, {
        routeTableId,
        destinationCidrBlock,
        transitGatewayId,
        dependsOn: [attachment],
      });
    }
    new ResourceShare(this, "share", {
      name: "transit-gateway",
      resources: { gateway: gateway.arn },
      principals: Object.fromEntries(spokes.map((spoke) => [spoke.with, stack.accountIdOf(spoke.with)])),
    });
  }

  /** What comes from the attachment is routed by one table; the other learns the attachment's addresses. */
  #join(name: string, transitGatewayAttachmentId: string, from: string, to: string, awaited = false): void {
    const attachment = {
      ...(awaited ? { count: onceKnown(transitGatewayAttachmentId) } : {}),
      transitGatewayAttachmentId,
    };
    new Ec2TransitGatewayRouteTableAssociation(this, `association_${name}`, {
      ...attachment,
      transitGatewayRouteTableId: from,
    });
    new Ec2TransitGatewayRouteTablePropagation(this, `propagation_${name}`, {
      ...attachment,
      transitGatewayRouteTableId: to,
    });
  }
}
