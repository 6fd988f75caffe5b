import { Fn, ref, Token, type TerraformCount, type TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { Route } from "@cdktf/provider-aws/lib/route/index.js";
import { VpcPeeringConnection } from "@cdktf/provider-aws/lib/vpc-peering-connection/index.js";
import { VpcPeeringConnectionAccepterA } from "@cdktf/provider-aws/lib/vpc-peering-connection-accepter/index.js";
import { VpcPeeringConnectionOptions } from "@cdktf/provider-aws/lib/vpc-peering-connection-options/index.js";
import { AccountStack, onceKnown, type NetworkPeer } from "@archipelago/account-stack";

export interface VpcPeeringProps {
  readonly peer: NetworkPeer<"peering">;
  readonly vpcId: string;
  /** Route tables that get a route to the peer's blocks, by the name that the route's address in the state has. */
  readonly routeTables: Readonly<Record<string, string>>;
  /** Beginning of the Name tag. */
  readonly name: string;
}

/**
 * This account's side of a VPC peering: the request or its acceptance, DNS names of the other side that resolve to
 * private addresses, and routes.
 *
 * The two sides need each other, so each waits for what the other publishes: the accepter's VPC, then the requester's
 * connection, then the acceptance. A connection has options and routes that work only once it is accepted (Amazon VPC
 * Peering Guide, "VPC peering connection lifecycle").
 */
export class VpcPeering extends Construct {
  constructor(scope: Construct, id: string, props: VpcPeeringProps) {
    super(scope, id);
    if (props.peer.connection.side === "requester") this.#request(props);
    else this.#accept(props);
  }

  #request({ peer: { connection, cidrs, region }, vpcId, routeTables, name }: VpcPeeringProps): void {
    const stack = AccountStack.of(this);
    const peerVpcId = stack.hear(connection, "vpc-id");
    const peering = new VpcPeeringConnection(this, "connection", {
      count: onceKnown(peerVpcId),
      vpcId,
      peerVpcId,
      peerOwnerId: stack.accountIdOf(connection.with),
      peerRegion: region,
      tags: { Name: `${name}-${connection.with}` },
    });
    stack.tell(connection, "peering-id", idOf(peering));
    const accepted = stack.hear(connection, "accepted-id");
    new VpcPeeringConnectionOptions(this, "options", {
      count: onceKnown(accepted),
      vpcPeeringConnectionId: accepted,
      requester: { allowRemoteVpcDnsResolution: true },
    });
    this.#routes(routeTables, cidrs, accepted, onceKnown(accepted));
  }

  #accept({ peer: { connection, cidrs }, vpcId, routeTables, name }: VpcPeeringProps): void {
    const stack = AccountStack.of(this);
    stack.tell(connection, "vpc-id", vpcId);
    const requested = stack.hear(connection, "peering-id");
    const accepter = new VpcPeeringConnectionAccepterA(this, "acceptance", {
      count: onceKnown(requested),
      vpcPeeringConnectionId: requested,
      autoAccept: true,
      accepter: { allowRemoteVpcDnsResolution: true },
      tags: { Name: `${name}-${connection.with}` },
    });
    const accepted = idOf(accepter);
    stack.tell(connection, "accepted-id", accepted);
    this.#routes(routeTables, cidrs, accepted, onceKnown(requested));
  }

  #routes(
    routeTables: Readonly<Record<string, string>>,
    cidrs: readonly string[],
    vpcPeeringConnectionId: string,
    count: TerraformCount,
  ): void {
    for (const [table, routeTableId] of Object.entries(routeTables)) {
      for (const destinationCidrBlock of cidrs) {
        new Route(this, `${table}_${destinationCidrBlock.replaceAll(/[./]/g, "-")}`, {
          count,
          routeTableId,
          destinationCidrBlock,
          vpcPeeringConnectionId,
        });
      }
    }
  }
}

/** The id of a resource that has a `count`: null while it is 0. */
export function idOf(resource: TerraformResource): string {
  const ids = ref(`${resource.terraformResourceType}.${resource.friendlyUniqueId}[*].id`, AccountStack.of(resource));
  return Token.asString(Fn.one(Token.asList(ids)));
}
