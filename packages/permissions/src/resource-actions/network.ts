import type { ResourceActionsTable } from "./resource-actions.ts";

const ec2 = "arn:{partition}:ec2:{region}:{account}";
const vpc = `${ec2}:vpc/vpc-0123456789abcdef0`;
const subnet = `${ec2}:subnet/subnet-0123456789abcdef0`;
const routeTable = `${ec2}:route-table/rtb-0123456789abcdef0`;
const networkAcl = `${ec2}:network-acl/acl-0123456789abcdef0`;
const securityGroup = `${ec2}:security-group/sg-0123456789abcdef0`;
const gateway = `${ec2}:internet-gateway/igw-0123456789abcdef0`;
const address = `${ec2}:elastic-ip/eipalloc-0123456789abcdef0`;
/** The hosted zone of an interface endpoint belongs to the service. */
const zone = "arn:{partition}:route53:::hostedzone/Z0123456789EXAMPLE";
const tags = "ec2:CreateTags ec2:DeleteTags";

/** Rules of a group: what both kinds of security group call. */
const rules = `ec2:AuthorizeSecurityGroupIngress ec2:AuthorizeSecurityGroupEgress ec2:RevokeSecurityGroupIngress
  ec2:RevokeSecurityGroupEgress`;
const entries = "ec2:CreateNetworkAclEntry ec2:DeleteNetworkAclEntry ec2:ReplaceNetworkAclAssociation";

/**
 * Read 2026-11: CloudFormation schema AWS::Route53Resolver::ResolverQueryLoggingConfig. The other calls are those of
 * terraform-provider-aws internal/service/ec2 and rds.
 */
export const network: ResourceActionsTable = {
  aws_db_subnet_group: {
    on: ["arn:{partition}:rds:{region}:{account}:subgrp:{name:example}"],
    create: "rds:CreateDBSubnetGroup rds:AddTagsToResource",
    read: "rds:DescribeDBSubnetGroups rds:ListTagsForResource",
    update: "rds:ModifyDBSubnetGroup rds:AddTagsToResource rds:RemoveTagsFromResource",
    delete: "rds:DeleteDBSubnetGroup",
    serviceRole: "rds.amazonaws.com",
  },
  // The three that come with every VPC are adopted and emptied; Terraform never deletes them.
  aws_default_network_acl: {
    on: [networkAcl, subnet],
    create: `${entries} ec2:CreateTags`,
    read: "ec2:DescribeNetworkAcls",
    update: `${entries} ${tags}`,
    delete: "",
  },
  aws_default_route_table: {
    on: [routeTable],
    create: "ec2:DescribeRouteTables ec2:DeleteRoute ec2:CreateRoute ec2:CreateTags",
    read: "ec2:DescribeRouteTables",
    update: `ec2:CreateRoute ec2:ReplaceRoute ec2:DeleteRoute ${tags}`,
    delete: "",
  },
  aws_default_security_group: {
    on: [securityGroup],
    create: `${rules} ec2:CreateTags`,
    read: "ec2:DescribeSecurityGroups",
    update: `${rules} ${tags}`,
    delete: "",
  },
  aws_eip: {
    on: [address],
    create: "ec2:AllocateAddress ec2:CreateTags",
    read: "ec2:DescribeAddresses ec2:DescribeAddressesAttribute",
    update: `ec2:AssociateAddress ec2:DisassociateAddress ${tags}`,
    delete: "ec2:DisassociateAddress ec2:ReleaseAddress",
  },
  aws_egress_only_internet_gateway: {
    on: [`${ec2}:egress-only-internet-gateway/eigw-0123456789abcdef0`, vpc],
    create: "ec2:CreateEgressOnlyInternetGateway ec2:CreateTags",
    read: "ec2:DescribeEgressOnlyInternetGateways",
    update: tags,
    delete: "ec2:DeleteEgressOnlyInternetGateway",
  },
  aws_flow_log: {
    on: [`${ec2}:vpc-flow-log/fl-0123456789abcdef0`, vpc],
    create: "ec2:CreateFlowLogs ec2:CreateTags logs:CreateLogDelivery",
    read: "ec2:DescribeFlowLogs",
    update: tags,
    delete: "ec2:DeleteFlowLogs logs:DeleteLogDelivery",
  },
  aws_internet_gateway: {
    on: [gateway, vpc],
    create: "ec2:CreateInternetGateway ec2:AttachInternetGateway ec2:CreateTags",
    read: "ec2:DescribeInternetGateways",
    update: `ec2:AttachInternetGateway ec2:DetachInternetGateway ${tags}`,
    delete: "ec2:DetachInternetGateway ec2:DeleteInternetGateway",
  },
  aws_nat_gateway: {
    on: [`${ec2}:natgateway/nat-0123456789abcdef0`, subnet, address],
    create: "ec2:CreateNatGateway ec2:CreateTags",
    read: "ec2:DescribeNatGateways",
    update: `ec2:AssociateNatGatewayAddress ec2:DisassociateNatGatewayAddress ${tags}`,
    delete: "ec2:DeleteNatGateway",
  },
  aws_network_acl: {
    on: [networkAcl, vpc, subnet],
    create: `ec2:CreateNetworkAcl ${entries} ec2:CreateTags`,
    read: "ec2:DescribeNetworkAcls",
    update: `${entries} ${tags}`,
    delete: "ec2:ReplaceNetworkAclAssociation ec2:DeleteNetworkAcl",
  },
  aws_route: {
    on: [routeTable],
    create: "ec2:CreateRoute",
    read: "ec2:DescribeRouteTables",
    update: "ec2:ReplaceRoute",
    delete: "ec2:DeleteRoute",
  },
  aws_route53_resolver_query_log_config: {
    on: ["arn:{partition}:route53resolver:{region}:{account}:resolver-query-log-config/rqlc-0123456789abcdef"],
    create: `route53resolver:CreateResolverQueryLogConfig route53resolver:TagResource logs:CreateLogDelivery
      logs:GetLogDelivery logs:UpdateLogDelivery logs:ListLogDeliveries logs:PutResourcePolicy
      logs:DescribeResourcePolicies logs:DescribeLogGroups`,
    read: "route53resolver:GetResolverQueryLogConfig route53resolver:ListTagsForResource",
    update: "route53resolver:TagResource route53resolver:UntagResource",
    delete: "route53resolver:DeleteResolverQueryLogConfig logs:DeleteLogDelivery",
    serviceRole: "route53resolver.amazonaws.com",
  },
  aws_route53_resolver_query_log_config_association: {
    on: ["arn:{partition}:route53resolver:{region}:{account}:resolver-query-log-config/rqlc-0123456789abcdef"],
    create: "route53resolver:AssociateResolverQueryLogConfig ec2:DescribeVpcs",
    read: "route53resolver:GetResolverQueryLogConfigAssociation",
    update: "",
    delete: "route53resolver:DisassociateResolverQueryLogConfig",
  },
  aws_route_table: {
    on: [routeTable, vpc],
    create: "ec2:CreateRouteTable ec2:CreateRoute ec2:CreateTags",
    read: "ec2:DescribeRouteTables",
    update: `ec2:CreateRoute ec2:ReplaceRoute ec2:DeleteRoute ${tags}`,
    delete: "ec2:DisassociateRouteTable ec2:DeleteRouteTable",
  },
  aws_route_table_association: {
    on: [routeTable, subnet],
    create: "ec2:AssociateRouteTable",
    read: "ec2:DescribeRouteTables",
    update: "ec2:ReplaceRouteTableAssociation",
    delete: "ec2:DisassociateRouteTable",
  },
  aws_security_group: {
    on: [securityGroup, vpc],
    create: `ec2:CreateSecurityGroup ${rules} ec2:CreateTags`,
    read: "ec2:DescribeSecurityGroups",
    update: `${rules} ${tags}`,
    // Network interfaces that Lambda left behind are looked for first.
    delete: "ec2:DescribeNetworkInterfaces ec2:DeleteSecurityGroup",
  },
  aws_subnet: {
    on: [subnet, vpc],
    create: "ec2:CreateSubnet ec2:ModifySubnetAttribute ec2:CreateTags",
    read: "ec2:DescribeSubnets",
    update: `ec2:ModifySubnetAttribute ec2:AssociateSubnetCidrBlock ec2:DisassociateSubnetCidrBlock ${tags}`,
    delete: "ec2:DescribeNetworkInterfaces ec2:DeleteSubnet",
  },
  aws_vpc: {
    on: [vpc],
    create: "ec2:CreateVpc ec2:ModifyVpcAttribute ec2:CreateTags",
    read: `ec2:DescribeVpcs ec2:DescribeVpcAttribute ec2:DescribeNetworkAcls ec2:DescribeRouteTables
      ec2:DescribeSecurityGroups`,
    update: `ec2:ModifyVpcAttribute ec2:ModifyVpcTenancy ec2:AssociateVpcCidrBlock ec2:DisassociateVpcCidrBlock ${tags}`,
    delete: "ec2:DeleteVpc",
  },
  aws_vpc_endpoint: {
    on: [`${ec2}:vpc-endpoint/vpce-0123456789abcdef0`, vpc, subnet, securityGroup, routeTable, zone],
    // An interface endpoint with private names associates a hosted zone of the service with the VPC.
    create: "ec2:CreateVpcEndpoint ec2:CreateTags route53:AssociateVPCWithHostedZone",
    read: "ec2:DescribeVpcEndpoints ec2:DescribePrefixLists",
    update: `ec2:ModifyVpcEndpoint ${tags}`,
    delete: "ec2:DeleteVpcEndpoints",
  },
  aws_vpc_security_group_egress_rule: {
    on: [`${ec2}:security-group-rule/sgr-0123456789abcdef0`, securityGroup],
    create: "ec2:AuthorizeSecurityGroupEgress ec2:CreateTags",
    read: "ec2:DescribeSecurityGroupRules",
    update: `ec2:ModifySecurityGroupRules ${tags}`,
    delete: "ec2:RevokeSecurityGroupEgress",
  },
  aws_vpc_security_group_ingress_rule: {
    on: [`${ec2}:security-group-rule/sgr-0123456789abcdef0`, securityGroup],
    create: "ec2:AuthorizeSecurityGroupIngress ec2:CreateTags",
    read: "ec2:DescribeSecurityGroupRules",
    update: `ec2:ModifySecurityGroupRules ${tags}`,
    delete: "ec2:RevokeSecurityGroupIngress",
  },
};
