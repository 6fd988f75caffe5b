import { Construct } from "constructs";
import { Lb } from "@cdktf/provider-aws/lib/lb/index.js";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener/index.js";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group/index.js";
import { VpcEndpointService } from "@cdktf/provider-aws/lib/vpc-endpoint-service/index.js";
import { AccountStack, partitionOf, UserError } from "@archipelago/account-stack";
import { declaredConnections } from "@archipelago/cross-account-access";

export interface EndpointServiceProps {
  /** Name of the connection in account.json, where this account is its provider; several accounts may consume it. */
  readonly name: string;
  readonly vpcId: string;
  /** One in each zone that the service is offered in: consumers can have endpoints in these zones only. */
  readonly subnetIds: readonly string[];
  /**
   * What is registered as a target: addresses (containers), instances, or an application load balancer.
   * @default "ip"
   */
  readonly targetType?: "ip" | "instance" | "alb";
}

/**
 * The provider's side of a private endpoint: a network load balancer and a service that exactly the declared accounts may
 * make endpoints to. Nobody has to accept them: who may is what both account.json files say.
 */
export class EndpointService extends Construct {
  /** Where the application registers its targets. */
  readonly targetGroupArn: string;

  constructor(scope: Construct, id: string, props: EndpointServiceProps) {
    super(scope, id);
    const stack = AccountStack.of(this);
    const { account } = stack;
    const { name, vpcId, subnetIds, targetType = "ip" } = props;
    const consumers = declaredConnections(account, "private-endpoint", { name, side: "provider" });
    const [{ port }] = consumers;
    const other = consumers.find((each) => each.port !== port);
    if (other) {
      throw new UserError(
        `the private-endpoint "${name}" has port ${port} for one account and ${other.port} for another`,
        {
          where: `${account.directory}/account.json`,
          next: "say the same port to all, or give the second its own name",
        },
      );
    }
    const balancer = new Lb(this, "load-balancer", {
      name,
      internal: true,
      loadBalancerType: "network",
      subnets: [...subnetIds],
      enableCrossZoneLoadBalancing: true,
    });
    const targets = new LbTargetGroup(this, "targets", { name, port, protocol: "TCP", targetType, vpcId });
    this.targetGroupArn = targets.arn;
    new LbListener(this, "listener", {
      loadBalancerArn: balancer.arn,
      port,
      protocol: "TCP",
      defaultAction: [{ type: "forward", targetGroupArn: targets.arn }],
    });
    const service = new VpcEndpointService(this, "Resource", {
      acceptanceRequired: false,
      networkLoadBalancerArns: [balancer.arn],
      allowedPrincipals: consumers.map(
        (each) => `arn:${partitionOf(account.region)}:iam::${stack.accountIdOf(each.with)}:root`,
      ),
      tags: { Name: name },
    });
    for (const consumer of consumers) stack.tell(consumer, "service-name", service.serviceName);
  }
}
