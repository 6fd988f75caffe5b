import { Construct } from "constructs";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group/index.js";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint/index.js";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js";
import { AccountStack } from "@archipelago/account-stack";

export interface GatewayEndpointsProps {
  readonly vpcId: string;
  readonly routeTableIds: string[];
  /** Beginning of the Name tags. */
  readonly name: string;
  /**
   * Policy document (JSON).
   * @default AWS's: everything that the caller's own policies allow
   */
  readonly policy?: string;
  /**
   * True: reached over IPv6 too.
   * @default false
   */
  readonly ipv6?: boolean;
}

/** S3 and DynamoDB without a NAT gateway; they cost nothing. (CIS 6.8) */
export class GatewayEndpoints extends Construct {
  constructor(scope: Construct, id: string, { name, ipv6, ...props }: GatewayEndpointsProps) {
    super(scope, id);
    const { region } = AccountStack.of(this).account;
    for (const service of ["s3", "dynamodb"]) {
      new VpcEndpoint(this, service, {
        ...props,
        vpcEndpointType: "Gateway",
        ...(ipv6 === true ? { ipAddressType: "dualstack" } : {}),
        serviceName: `com.amazonaws.${region}.${service}`,
        tags: { Name: `${name}-${service}` },
      });
    }
  }
}

export interface InterfaceEndpointsProps {
  readonly vpcId: string;
  /** Services by the name that ends the service's, for example `ecr.api`. */
  readonly services: readonly string[];
  readonly subnetIds: string[];
  /** Blocks that may use the endpoints. */
  readonly clientCidrs: readonly string[];
  /** Beginning of the Name tags, and of the security group's name. */
  readonly name: string;
}

/**
 * AWS services inside the VPC, under their usual names, with one security group for all. Over IPv4, in a VPC with IPv6 too: not
 * every service has an endpoint that speaks both.
 */
export class InterfaceEndpoints extends Construct {
  constructor(scope: Construct, id: string, props: InterfaceEndpointsProps) {
    super(scope, id);
    const { region } = AccountStack.of(this).account;
    const securityGroup = new SecurityGroup(this, "security-group", {
      name: `${props.name}-endpoints`,
      description: "HTTPS to AWS services",
      vpcId: props.vpcId,
      tags: { Name: `${props.name}-endpoints` },
    });
    for (const cidr of props.clientCidrs) {
      new VpcSecurityGroupIngressRule(this, `https_${cidr.replaceAll(/[./]/g, "-")}`, {
        securityGroupId: securityGroup.id,
        description: "HTTPS",
        cidrIpv4: cidr,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        tags: { Name: `${props.name}-endpoints` },
      });
    }
    for (const service of props.services) {
      new VpcEndpoint(this, service, {
        vpcId: props.vpcId,
        vpcEndpointType: "Interface",
        serviceName: `com.amazonaws.${region}.${service}`,
        privateDnsEnabled: true,
        subnetIds: props.subnetIds,
        securityGroupIds: [securityGroup.id],
        tags: { Name: `${props.name}-${service}` },
      });
    }
  }
}
