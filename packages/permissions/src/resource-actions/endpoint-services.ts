import type { ResourceActionsTable } from "./resource-actions.ts";

const balancing = "arn:{partition}:elasticloadbalancing:{region}:{account}";
const balancer = `${balancing}:loadbalancer/net/{name:example}/0123456789abcdef`;
const listener = `${balancing}:listener/net/example/0123456789abcdef/0123456789abcdef`;
const targets = `${balancing}:targetgroup/{name:example}/0123456789abcdef`;
const service = "arn:{partition}:ec2:{region}:{account}:vpc-endpoint-service/vpce-svc-0123456789abcdef0";
const tags = "elasticloadbalancing:AddTags elasticloadbalancing:RemoveTags";

/**
 * Services that other accounts have endpoints to. Read 2026-11: terraform-provider-aws internal/service/ec2/vpc_endpoint_service.go.
 * The calls about load balancers are those of its internal/service/elbv2, from memory.
 */
export const endpointServices: ResourceActionsTable = {
  aws_lb: {
    on: [balancer],
    create: `elasticloadbalancing:CreateLoadBalancer elasticloadbalancing:AddTags
      elasticloadbalancing:ModifyLoadBalancerAttributes`,
    read: `elasticloadbalancing:DescribeLoadBalancers elasticloadbalancing:DescribeLoadBalancerAttributes
      elasticloadbalancing:DescribeTags`,
    update: `elasticloadbalancing:ModifyLoadBalancerAttributes elasticloadbalancing:SetSubnets ${tags}`,
    delete: "elasticloadbalancing:DeleteLoadBalancer",
    serviceRole: "elasticloadbalancing.amazonaws.com",
  },
  aws_lb_listener: {
    on: [listener, "arn:{partition}:elasticloadbalancing:{region}:{account}:loadbalancer/net/example/0123456789abcdef"],
    create: "elasticloadbalancing:CreateListener elasticloadbalancing:AddTags",
    read: `elasticloadbalancing:DescribeListeners elasticloadbalancing:DescribeListenerAttributes
      elasticloadbalancing:DescribeTags`,
    update: `elasticloadbalancing:ModifyListener ${tags}`,
    delete: "elasticloadbalancing:DeleteListener",
  },
  aws_lb_target_group: {
    // The reference knows tags of load balancers only.
    on: [targets, balancer],
    create: `elasticloadbalancing:CreateTargetGroup elasticloadbalancing:AddTags
      elasticloadbalancing:ModifyTargetGroupAttributes`,
    read: `elasticloadbalancing:DescribeTargetGroups elasticloadbalancing:DescribeTargetGroupAttributes
      elasticloadbalancing:DescribeTags`,
    update: `elasticloadbalancing:ModifyTargetGroup elasticloadbalancing:ModifyTargetGroupAttributes ${tags}`,
    delete: "elasticloadbalancing:DeleteTargetGroup",
  },
  aws_vpc_endpoint_service: {
    on: [service],
    create: `ec2:CreateVpcEndpointServiceConfiguration ec2:ModifyVpcEndpointServicePermissions ec2:CreateTags`,
    read: "ec2:DescribeVpcEndpointServiceConfigurations ec2:DescribeVpcEndpointServicePermissions",
    update: `ec2:ModifyVpcEndpointServiceConfiguration ec2:ModifyVpcEndpointServicePermissions ec2:CreateTags
      ec2:DeleteTags`,
    delete: "ec2:DeleteVpcEndpointServiceConfigurations",
  },
};
