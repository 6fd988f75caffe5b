import type { DeleteConstraint, StoredResource } from "../contract.ts";
import { everywhere, refusal, textsAt } from "./resources.ts";
import { securityDeletions } from "./security.ts";

interface DeletionRule {
  readonly code: string;
  readonly message: string;
  /** The attribute whose value dependents hold; the id unless said. */
  readonly key?: string;
  /** A flag of the resource that makes AWS (or the provider, on its behalf) delete the dependents too. */
  readonly unless?: string;
  /** True: dependents in other accounts count too. */
  readonly anywhere?: true;
  /** Who depends: `type path`. */
  readonly by: readonly string[];
}

const dependency = (noun: string, ...by: readonly string[]): DeletionRule => ({
  code: "DependencyViolation",
  message: `The ${noun} has dependencies and cannot be deleted`,
  by,
});

/** What AWS wants deleted first. */
export const deletionRules: Record<string, readonly DeletionRule[]> = {
  aws_vpc: [
    dependency(
      "vpc",
      "aws_subnet vpc_id",
      "aws_internet_gateway vpc_id",
      "aws_egress_only_internet_gateway vpc_id",
      "aws_security_group vpc_id",
      "aws_network_acl vpc_id",
      "aws_route_table vpc_id",
      "aws_vpc_endpoint vpc_id",
    ),
  ],
  aws_subnet: [
    dependency(
      "subnet",
      "aws_nat_gateway subnet_id",
      "aws_instance subnet_id",
      "aws_lb subnets",
      "aws_vpc_endpoint subnet_ids",
      "aws_lambda_function vpc_config.subnet_ids",
      "aws_ec2_transit_gateway_vpc_attachment subnet_ids",
      "aws_route53_resolver_endpoint ip_address.subnet_id",
    ),
  ],
  aws_security_group: [
    dependency(
      "security group",
      "aws_instance vpc_security_group_ids",
      "aws_lb security_groups",
      "aws_vpc_endpoint security_group_ids",
      "aws_lambda_function vpc_config.security_group_ids",
      "aws_route53_resolver_endpoint security_group_ids",
      "aws_security_group_rule source_security_group_id",
      "aws_vpc_security_group_ingress_rule referenced_security_group_id",
      "aws_vpc_security_group_egress_rule referenced_security_group_id",
    ),
  ],
  aws_route_table: [dependency("routeTable", "aws_route_table_association route_table_id")],
  aws_eip: [
    {
      code: "InvalidIPAddress.InUse",
      message: "The address is in use by a NAT gateway",
      by: ["aws_nat_gateway allocation_id"],
    },
  ],
  aws_ec2_transit_gateway: [
    {
      code: "IncorrectState",
      message: "The transit gateway has non-deleted attachments",
      anywhere: true,
      by: ["aws_ec2_transit_gateway_vpc_attachment transit_gateway_id"],
    },
  ],
  aws_ec2_transit_gateway_route_table: [
    {
      code: "IncorrectState",
      message: "The transit gateway route table is associated with attachments",
      by: ["aws_ec2_transit_gateway_route_table_association transit_gateway_route_table_id"],
    },
  ],
  aws_lb: [
    {
      code: "ResourceInUse",
      message: "Load balancer is currently associated with another service",
      by: ["aws_vpc_endpoint_service network_load_balancer_arns"],
    },
  ],
  aws_route53profiles_profile: [
    {
      code: "ConflictException",
      message: "The Profile is associated with VPCs or resources",
      anywhere: true,
      by: ["aws_route53profiles_association profile_id", "aws_route53profiles_resource_association profile_id"],
    },
  ],
  aws_vpc_endpoint_service: [
    {
      code: "ExistingVpcEndpointConnections",
      message: "Existing active VPC Endpoint connections",
      anywhere: true,
      key: "service_name",
      by: ["aws_vpc_endpoint service_name"],
    },
  ],
  aws_s3_bucket: [
    {
      code: "BucketNotEmpty",
      message: "The bucket you tried to delete is not empty",
      unless: "force_destroy",
      by: ["aws_s3_object bucket"],
    },
  ],
  aws_iam_role: [
    {
      code: "DeleteConflict",
      message: "Cannot delete entity, must detach all policies first",
      unless: "force_detach_policies",
      by: ["aws_iam_role_policy_attachment role"],
    },
    {
      code: "DeleteConflict",
      message: "Cannot delete entity, must delete policies first",
      unless: "force_detach_policies",
      by: ["aws_iam_role_policy role"],
    },
    {
      code: "DeleteConflict",
      message: "Cannot delete entity, must remove roles from instance profile first",
      by: ["aws_iam_instance_profile role"],
    },
  ],
  aws_iam_policy: [
    {
      code: "DeleteConflict",
      message: "Cannot delete a policy attached to entities",
      key: "arn",
      by: [
        "aws_iam_role_policy_attachment policy_arn",
        "aws_iam_role permissions_boundary",
        "aws_iam_role managed_policy_arns",
      ],
    },
  ],
  aws_organizations_organizational_unit: [
    {
      code: "OrganizationalUnitNotEmptyException",
      message: "The organizational unit is not empty",
      by: ["aws_organizations_account parent_id", "aws_organizations_organizational_unit parent_id"],
    },
  ],
  aws_organizations_policy: [
    {
      code: "PolicyInUseException",
      message: "The policy is attached",
      by: ["aws_organizations_policy_attachment policy_id"],
    },
  ],
  aws_route53_zone: [
    {
      code: "HostedZoneNotEmpty",
      message: "The specified hosted zone contains non-required resource record sets and so cannot be deleted",
      unless: "force_destroy",
      by: ["aws_route53_record zone_id"],
    },
  ],
  aws_ssoadmin_permission_set: [
    {
      code: "ConflictException",
      message: "The permission set is assigned to accounts",
      key: "arn",
      by: ["aws_ssoadmin_account_assignment permission_set_arn"],
    },
  ],
  aws_securityhub_configuration_policy: [
    {
      code: "ResourceConflictException",
      message: "The configuration policy is associated with a target",
      by: ["aws_securityhub_configuration_policy_association policy_id"],
    },
  ],
  aws_ecs_cluster: [
    {
      code: "ClusterContainsServicesException",
      message: "The Cluster cannot be deleted while Services are active",
      by: ["aws_ecs_service cluster"],
    },
  ],
};

/** Flags that forbid the deletion itself. */
export const deletionProtection: Record<string, readonly [flag: string, code: string]> = {
  aws_cloudwatch_log_group: ["deletion_protection_enabled", "ValidationException"],
  aws_db_instance: ["deletion_protection", "InvalidParameterCombination"],
  aws_dynamodb_table: ["deletion_protection_enabled", "ValidationException"],
  aws_instance: ["disable_api_termination", "OperationNotPermitted"],
  aws_lb: ["enable_deletion_protection", "OperationNotPermitted"],
  aws_rds_cluster: ["deletion_protection", "InvalidParameterCombination"],
};

const notProtected: DeleteConstraint = ({ type, id, attributes }) => {
  const [flag, code] = deletionProtection[type] ?? [];
  return flag !== undefined && code !== undefined && attributes[flag] === true
    ? refusal(code, `${id} cannot be deleted as it is currently protected against deletion`, flag)
    : undefined;
};

const nothingDepends: DeleteConstraint = (resource, caller, cloud) => {
  for (const { code, message, key, unless, anywhere, by } of deletionRules[resource.type] ?? []) {
    if (unless !== undefined && resource.attributes[unless] === true) continue;
    const value = key === undefined ? resource.id : String(resource.attributes[key]);
    const listed = (type: string): StoredResource[] => (anywhere ? everywhere(type, caller, cloud) : cloud.list(type));
    const dependent = by.map((each) => holder(each, value, resource, listed)).find((each) => each !== undefined);
    if (dependent) return refusal(code, `${message}: ${resource.id} (by ${dependent.type} ${dependent.id})`);
  }
  return undefined;
};

function holder(
  dependent: string,
  value: string,
  self: StoredResource,
  listed: (type: string) => StoredResource[],
): StoredResource | undefined {
  const [type = "", path = ""] = dependent.split(" ");
  return listed(type).find((each) => each.id !== self.id && textsAt(each.attributes, path).includes(value));
}

/** The last member account goes before the organization. */
const organizationEmpty: DeleteConstraint = (_resource, _caller, cloud) => {
  const [member] = cloud.list("aws_organizations_account");
  return (
    member &&
    refusal(
      "OrganizationNotEmptyException",
      `To delete an organization you must first remove all member accounts: ${member.id}`,
    )
  );
};

/** A NAT gateway holds a public address, which keeps its network's internet gateway attached. */
const gatewayUnused: DeleteConstraint = ({ attributes }, _caller, cloud) => {
  const vpc = attributes.vpc_id;
  const gateway = cloud
    .list("aws_nat_gateway")
    .find(
      (each) =>
        each.attributes.allocation_id &&
        cloud.get("aws_subnet", String(each.attributes.subnet_id))?.attributes.vpc_id === vpc,
    );
  return (
    gateway &&
    refusal("DependencyViolation", `Network ${String(vpc)} has some mapped public address(es): ${gateway.id} holds one`)
  );
};

/**
 * How many member accounts an organization closes within 30 days: a tenth, between 10 and 1000. Source: AWS Organizations
 * API Reference, CloseAccount, read 2026-11.
 */
const closingQuota: DeleteConstraint = ({ attributes }, _caller, cloud) => {
  if (attributes.close_on_deletion !== true) return undefined;
  const members = cloud.list("aws_organizations_account");
  const since = Date.now() - 30 * 24 * 60 * 60 * 1000;
  const closed = members.filter((each) => Date.parse(String(each.attributes.suspended_at)) > since).length;
  const open = members.filter((each) => each.attributes.status !== "SUSPENDED").length;
  if (closed < Math.min(1000, Math.max(10, Math.floor(open / 10)))) return undefined;
  return refusal(
    "ConstraintViolationException",
    "CLOSE_ACCOUNT_QUOTA_EXCEEDED: You have exceeded close account quota for the past 30 days",
  );
};

const own: Record<string, readonly DeleteConstraint[]> = {
  aws_organizations_account: [closingQuota],
  aws_internet_gateway: [gatewayUnused],
  aws_organizations_organization: [organizationEmpty],
  ...securityDeletions,
};

/** What AWS checks when a resource is deleted, by type, in the order in which it is asked. */
export const deleteConstraints: Readonly<Record<string, readonly DeleteConstraint[]>> = Object.fromEntries(
  [...new Set([deletionProtection, deletionRules, own].flatMap((table) => Object.keys(table)))].map((type) => [
    type,
    [notProtected, nothingDepends, ...(own[type] ?? [])],
  ]),
);
