import { Fn, ref, Token } from "cdktf";
import { Construct } from "constructs";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group/index.js";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint/index.js";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js";
import { AccountStack, onceKnown } from "@archipelago/account-stack";
import { declaredConnections } from "@archipelago/cross-account-access";

export interface PrivateEndpointProps {
  /** Name of the connection in account.json, where this account is its consumer; several accounts may provide it. */
  readonly name: string;
  readonly vpcId: string;
  /** One in each zone of the endpoint: zones that the service is in. */
  readonly subnetIds: readonly string[];
  /** Blocks that may use the endpoint: this account's own, as a rule. */
  readonly clientCidrs: readonly string[];
}

/**
 * The consumer's side of a private endpoint: an interface endpoint in this account's VPC for each provider, and a security
 * group that lets clients use its one port. Absent until the provider has told its service's name.
 */
export class PrivateEndpoint extends Construct {
  /** DNS names of the endpoints by the account that provides the service; null until they are known. */
  readonly dnsNames: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { name, vpcId, subnetIds, clientCidrs }: PrivateEndpointProps) {
    super(scope, id);
    const stack = AccountStack.of(this);
    const connections = declaredConnections(stack.account, "private-endpoint", { name, side: "consumer" });
    this.dnsNames = Object.fromEntries(
      connections.map((connection) => {
        const { with: provider, port } = connection;
        const tags = { Name: `${name}-of-${provider}` };
        const securityGroup = new SecurityGroup(this, `${provider}-clients`, {
          name: tags.Name,
          description: `Clients of ${name} of ${provider}`,
          vpcId,
          tags,
        });
        for (const cidr of clientCidrs) {
          new VpcSecurityGroupIngressRule(this, `${provider}-clients_${cidr.replaceAll(/[./]/g, "-")}`, {
            securityGroupId: securityGroup.id,
            description: name,
            cidrIpv4: cidr,
            ipProtocol: "tcp",
            fromPort: port,
            toPort: port,
            tags,
          });
        }
        const serviceName = stack.hear(connection, "service-name");
        const endpoint = new VpcEndpoint(this, provider, {
          count: onceKnown(serviceName),
          vpcId,
          vpcEndpointType: "Interface",
          serviceName,
          subnetIds: [...subnetIds],
          securityGroupIds: [securityGroup.id],
          tags,
        });
        const all = `${endpoint.terraformResourceType}.${endpoint.friendlyUniqueId}[*]`;
        const dnsName = Fn.one(Token.asList(ref(`${all}.dns_entry[0].dns_name`, stack)));
        return [provider, Token.asString(dnsName)];
      }),
    );
  }
}
