import type { Caller, CloudView, Constraint } from "../contract.ts";
import type { Subject } from "./resources.ts";
import { arnExists, findById, findShared, keyExists, refusal, regionOf, textsAt } from "./resources.ts";

/**
 * How a value names its target.
 * - `id`: id of a resource in the caller's account and, for EC2, the same region
 * - `shared`: the same, or one of another account (AWS RAM)
 * - `arn`: ARN, in the account it names
 * - `key`: any of the four names of a KMS key
 * - `bucket`: name of an S3 bucket in any account
 */
type How = "id" | "shared" | "arn" | "key" | "bucket";

/** Attribute path, how it refers, the types it may refer to, the error code, and values that AWS does not look up. */
export type Reference = readonly [path: string, how: How, types: string, code: string, except?: RegExp];

const vpc: Reference = ["vpc_id", "id", "aws_vpc", "InvalidVpcID.NotFound"];
const sharedSubnets = (path: string, code = "InvalidSubnetID.NotFound"): Reference => [
  path,
  "shared",
  "aws_subnet",
  code,
];
const groups = (path: string, code = "InvalidGroup.NotFound"): Reference => [path, "id", "aws_security_group", code];
const role = (path: string, code: string): Reference => [
  path,
  "arn",
  "aws_iam_role aws_iam_service_linked_role",
  code,
  /:role\/aws-/,
];
const key = (path: string, code: string): Reference => [path, "key", "", code];
const bucket: Reference = ["bucket", "bucket", "", "NoSuchBucket"];
const managedPolicy = (path: string, code = "NoSuchEntity"): Reference => [
  path,
  "arn",
  "aws_iam_policy",
  code,
  /^arn:[\w-]+:iam::aws:policy\//,
];
const attachment: Reference = [
  "transit_gateway_attachment_id",
  "shared",
  "aws_ec2_transit_gateway_vpc_attachment",
  "InvalidTransitGatewayAttachmentID.NotFound",
  /^(?!tgw-attach-)/,
];
const gatewayTable: Reference = [
  "transit_gateway_route_table_id",
  "id",
  "aws_ec2_transit_gateway_route_table",
  "InvalidRouteTableID.NotFound",
];
const share: Reference = ["resource_share_arn", "arn", "aws_ram_resource_share", "UnknownResourceException"];
const permissionSet: Reference = [
  "permission_set_arn",
  "arn",
  "aws_ssoadmin_permission_set",
  "ResourceNotFoundException",
];
const groupRule: readonly Reference[] = [
  groups("security_group_id"),
  ["referenced_security_group_id", "shared", "aws_security_group", "InvalidGroup.NotFound"],
];

/** What must exist before a resource that names it. Error codes are those of the services' APIs. */
export const references: Record<string, readonly Reference[]> = {
  // Amazon EC2 and VPC
  aws_subnet: [vpc],
  aws_internet_gateway: [vpc],
  aws_egress_only_internet_gateway: [vpc],
  aws_security_group: [vpc, groups("ingress.security_groups"), groups("egress.security_groups")],
  aws_default_security_group: [vpc],
  aws_security_group_rule: [
    groups("security_group_id"),
    ["source_security_group_id", "shared", "aws_security_group", "InvalidGroup.NotFound"],
  ],
  aws_vpc_security_group_ingress_rule: groupRule,
  aws_vpc_security_group_egress_rule: groupRule,
  aws_network_acl: [vpc, sharedSubnets("subnet_ids")],
  aws_default_network_acl: [
    ["default_network_acl_id", "id", "aws_network_acl", "InvalidNetworkAclID.NotFound"],
    sharedSubnets("subnet_ids"),
  ],
  aws_network_acl_rule: [["network_acl_id", "id", "aws_network_acl", "InvalidNetworkAclID.NotFound"]],
  aws_network_acl_association: [
    ["network_acl_id", "id", "aws_network_acl", "InvalidNetworkAclID.NotFound"],
    sharedSubnets("subnet_id"),
  ],
  aws_route_table: [vpc],
  aws_default_route_table: [["default_route_table_id", "id", "aws_route_table", "InvalidRouteTableID.NotFound"]],
  aws_route_table_association: [
    ["route_table_id", "id", "aws_route_table", "InvalidRouteTableID.NotFound"],
    sharedSubnets("subnet_id"),
    ["gateway_id", "id", "aws_internet_gateway", "InvalidGatewayID.NotFound", /^(?!igw-)/],
  ],
  aws_route: [
    ["route_table_id", "id", "aws_route_table", "InvalidRouteTableID.NotFound"],
    ["gateway_id", "id", "aws_internet_gateway", "InvalidGatewayID.NotFound", /^(?!igw-)/],
    ["egress_only_gateway_id", "id", "aws_egress_only_internet_gateway", "InvalidGatewayID.NotFound"],
    ["nat_gateway_id", "id", "aws_nat_gateway", "NatGatewayNotFound"],
    ["transit_gateway_id", "shared", "aws_ec2_transit_gateway", "InvalidTransitGatewayID.NotFound"],
    ["vpc_peering_connection_id", "shared", "aws_vpc_peering_connection", "InvalidVpcPeeringConnectionID.NotFound"],
    ["vpc_endpoint_id", "id", "aws_vpc_endpoint", "InvalidVpcEndpointId.NotFound"],
  ],
  aws_nat_gateway: [sharedSubnets("subnet_id"), ["allocation_id", "id", "aws_eip", "InvalidAllocationID.NotFound"]],
  aws_instance: [
    sharedSubnets("subnet_id"),
    groups("vpc_security_group_ids"),
    ["iam_instance_profile", "id", "aws_iam_instance_profile", "InvalidParameterValue"],
  ],
  aws_vpc_endpoint: [
    vpc,
    sharedSubnets("subnet_ids"),
    groups("security_group_ids"),
    ["route_table_ids", "id", "aws_route_table", "InvalidRouteTableId.NotFound"],
  ],
  aws_vpc_endpoint_policy: [["vpc_endpoint_id", "id", "aws_vpc_endpoint", "InvalidVpcEndpointId.NotFound"]],
  aws_vpc_endpoint_route_table_association: [
    ["vpc_endpoint_id", "id", "aws_vpc_endpoint", "InvalidVpcEndpointId.NotFound"],
    ["route_table_id", "id", "aws_route_table", "InvalidRouteTableId.NotFound"],
  ],
  aws_vpc_dhcp_options_association: [
    vpc,
    ["dhcp_options_id", "id", "aws_vpc_dhcp_options", "InvalidDhcpOptionID.NotFound", /^default$/],
  ],
  aws_vpc_peering_connection: [vpc],
  aws_vpc_peering_connection_accepter: [
    ["vpc_peering_connection_id", "shared", "aws_vpc_peering_connection", "InvalidVpcPeeringConnectionID.NotFound"],
  ],
  aws_vpc_peering_connection_options: [
    ["vpc_peering_connection_id", "shared", "aws_vpc_peering_connection", "InvalidVpcPeeringConnectionID.NotFound"],
  ],
  aws_flow_log: [
    vpc,
    sharedSubnets("subnet_id"),
    ["transit_gateway_id", "shared", "aws_ec2_transit_gateway", "InvalidTransitGatewayID.NotFound"],
    attachment,
    role("iam_role_arn", "InvalidParameter"),
  ],
  aws_ec2_transit_gateway_route: [attachment, gatewayTable],
  aws_ec2_transit_gateway_route_table: [
    ["transit_gateway_id", "id", "aws_ec2_transit_gateway", "InvalidTransitGatewayID.NotFound"],
  ],
  aws_ec2_transit_gateway_route_table_association: [attachment, gatewayTable],
  aws_ec2_transit_gateway_route_table_propagation: [attachment, gatewayTable],
  aws_ec2_transit_gateway_vpc_attachment: [
    vpc,
    sharedSubnets("subnet_ids"),
    ["transit_gateway_id", "shared", "aws_ec2_transit_gateway", "InvalidTransitGatewayID.NotFound"],
  ],
  aws_ec2_transit_gateway_vpc_attachment_accepter: [attachment],
  aws_ebs_default_kms_key: [key("key_arn", "InvalidParameterValue")],
  aws_vpc_ipam_scope: [["ipam_id", "id", "aws_vpc_ipam", "InvalidIpamId.NotFound"]],
  aws_vpc_ipam_pool: [["ipam_scope_id", "id", "aws_vpc_ipam_scope", "InvalidIpamScopeId.NotFound"]],
  aws_vpc_ipam_pool_cidr: [["ipam_pool_id", "id", "aws_vpc_ipam_pool", "InvalidIpamPoolId.NotFound"]],
  aws_vpc_endpoint_service: [["network_load_balancer_arns", "arn", "aws_lb", "InvalidParameter"]],
  aws_lb: [sharedSubnets("subnets", "SubnetNotFound"), groups("security_groups", "InvalidSecurityGroup")],
  aws_lb_listener: [["load_balancer_arn", "arn", "aws_lb", "LoadBalancerNotFound"]],
  aws_lb_target_group: [vpc],

  // Amazon S3
  aws_s3_bucket_lifecycle_configuration: [bucket],
  aws_s3_bucket_notification: [
    bucket,
    ["topic.topic_arn", "arn", "aws_sns_topic", "InvalidArgument"],
    ["queue.queue_arn", "arn", "aws_sqs_queue", "InvalidArgument"],
    ["lambda_function.lambda_function_arn", "arn", "aws_lambda_function", "InvalidArgument"],
  ],
  aws_s3_bucket_logging: [bucket, ["target_bucket", "bucket", "", "InvalidTargetBucketForLogging"]],
  aws_s3_bucket_object_lock_configuration: [bucket],
  aws_s3_bucket_ownership_controls: [bucket],
  aws_s3_bucket_policy: [bucket],
  aws_s3_bucket_public_access_block: [bucket],
  aws_s3_bucket_server_side_encryption_configuration: [bucket],
  aws_s3_bucket_versioning: [bucket],
  aws_s3_object: [bucket],

  // AWS IAM and AWS KMS
  aws_iam_role: [managedPolicy("permissions_boundary"), managedPolicy("managed_policy_arns")],
  aws_iam_user: [managedPolicy("permissions_boundary")],
  aws_iam_role_policy: [["role", "id", "aws_iam_role", "NoSuchEntity"]],
  aws_iam_role_policy_attachment: [["role", "id", "aws_iam_role", "NoSuchEntity"], managedPolicy("policy_arn")],
  aws_iam_instance_profile: [["role", "id", "aws_iam_role", "NoSuchEntity"]],
  aws_kms_alias: [key("target_key_id", "NotFoundException")],
  aws_kms_key_policy: [["key_id", "id", "aws_kms_key", "NotFoundException"]],
  aws_kms_grant: [key("key_id", "NotFoundException")],

  // Logs, events and messages
  aws_cloudwatch_log_group: [key("kms_key_id", "InvalidParameterException")],
  aws_cloudwatch_log_metric_filter: [["log_group_name", "id", "aws_cloudwatch_log_group", "ResourceNotFoundException"]],
  aws_cloudwatch_log_subscription_filter: [
    ["log_group_name", "id", "aws_cloudwatch_log_group", "ResourceNotFoundException"],
    [
      "destination_arn",
      "arn",
      "aws_cloudwatch_log_destination aws_kinesis_firehose_delivery_stream aws_lambda_function",
      "InvalidParameterException",
      /:kinesis:/,
    ],
    role("role_arn", "InvalidParameterException"),
  ],
  aws_cloudwatch_log_destination: [
    role("role_arn", "InvalidParameterException"),
    ["target_arn", "arn", "aws_kinesis_firehose_delivery_stream", "InvalidParameterException", /:kinesis:/],
  ],
  aws_cloudwatch_log_destination_policy: [
    ["destination_name", "id", "aws_cloudwatch_log_destination", "ResourceNotFoundException"],
  ],
  aws_cloudwatch_event_target: [role("role_arn", "ValidationException")],
  aws_cloudwatch_event_rule: [
    ["event_bus_name", "id", "aws_cloudwatch_event_bus", "ResourceNotFoundException", /^default$|^arn:/],
  ],
  aws_kinesis_firehose_delivery_stream: [
    role("extended_s3_configuration.role_arn", "InvalidArgumentException"),
    ["extended_s3_configuration.bucket_arn", "bucket", "", "InvalidArgumentException"],
  ],
  aws_sns_topic: [key("kms_master_key_id", "KMSNotFoundException")],
  aws_sns_topic_policy: [["arn", "arn", "aws_sns_topic", "NotFound"]],
  aws_sns_topic_subscription: [["topic_arn", "arn", "aws_sns_topic", "NotFound"]],
  aws_sqs_queue_policy: [["queue_url", "id", "aws_sqs_queue", "AWS.SimpleQueueService.NonExistentQueue"]],
  aws_oam_link: [["sink_identifier", "arn", "aws_oam_sink", "ResourceNotFoundException"]],
  aws_oam_sink_policy: [["sink_identifier", "arn", "aws_oam_sink", "ResourceNotFoundException"]],

  // Configuration, data and compute
  aws_ssm_parameter: [key("key_id", "InvalidKeyId")],
  aws_secretsmanager_secret: [key("kms_key_id", "InvalidParameterException")],
  aws_secretsmanager_secret_policy: [["secret_arn", "arn", "aws_secretsmanager_secret", "ResourceNotFoundException"]],
  aws_secretsmanager_secret_rotation: [["secret_id", "arn", "aws_secretsmanager_secret", "ResourceNotFoundException"]],
  aws_secretsmanager_secret_version: [["secret_id", "arn", "aws_secretsmanager_secret", "ResourceNotFoundException"]],
  aws_dynamodb_table: [key("server_side_encryption.kms_key_arn", "ValidationException")],
  aws_lambda_function: [
    role("role", "InvalidParameterValueException"),
    sharedSubnets("vpc_config.subnet_ids", "InvalidParameterValueException"),
    groups("vpc_config.security_group_ids", "InvalidParameterValueException"),
  ],
  aws_lambda_permission: [["function_name", "id", "aws_lambda_function", "ResourceNotFoundException", /^arn:/]],
  aws_db_subnet_group: [sharedSubnets("subnet_ids", "InvalidSubnet")],
  aws_ecr_repository_policy: [["repository", "id", "aws_ecr_repository", "RepositoryNotFoundException"]],
  aws_ecr_lifecycle_policy: [["repository", "id", "aws_ecr_repository", "RepositoryNotFoundException"]],
  aws_scheduler_schedule: [
    ["group_name", "id", "aws_scheduler_schedule_group", "ResourceNotFoundException", /^default$/],
    role("target.role_arn", "ValidationException"),
  ],

  // Governance and security
  aws_cloudtrail: [
    ["s3_bucket_name", "bucket", "", "S3BucketDoesNotExistException"],
    key("kms_key_id", "KmsKeyDoesNotExistException"),
    ["cloud_watch_logs_group_arn", "arn", "aws_cloudwatch_log_group", "InvalidCloudWatchLogsLogGroupArnException"],
    role("cloud_watch_logs_role_arn", "InvalidCloudWatchLogsRoleArnException"),
  ],
  aws_config_configuration_recorder: [role("role_arn", "InvalidRoleException")],
  aws_config_configuration_recorder_status: [
    ["name", "id", "aws_config_configuration_recorder", "NoSuchConfigurationRecorderException"],
  ],
  aws_config_delivery_channel: [
    ["s3_bucket_name", "bucket", "", "NoSuchBucketException"],
    ["sns_topic_arn", "arn", "aws_sns_topic", "InvalidSNSTopicARNException"],
  ],
  aws_guardduty_detector_feature: [["detector_id", "id", "aws_guardduty_detector", "BadRequestException"]],
  aws_guardduty_member: [["detector_id", "id", "aws_guardduty_detector", "BadRequestException"]],
  aws_guardduty_organization_configuration: [["detector_id", "id", "aws_guardduty_detector", "BadRequestException"]],
  aws_guardduty_organization_configuration_feature: [
    ["detector_id", "id", "aws_guardduty_detector", "BadRequestException"],
  ],
  aws_guardduty_publishing_destination: [
    ["detector_id", "id", "aws_guardduty_detector", "BadRequestException"],
    ["destination_arn", "bucket", "", "BadRequestException"],
    key("kms_key_arn", "BadRequestException"),
  ],
  aws_accessanalyzer_archive_rule: [
    ["analyzer_name", "id", "aws_accessanalyzer_analyzer", "ResourceNotFoundException"],
  ],
  aws_backup_vault: [key("kms_key_arn", "InvalidParameterValueException")],
  aws_backup_vault_policy: [["backup_vault_name", "id", "aws_backup_vault", "ResourceNotFoundException"]],
  aws_backup_vault_lock_configuration: [["backup_vault_name", "id", "aws_backup_vault", "ResourceNotFoundException"]],
  aws_backup_plan: [
    ["rule.target_vault_name", "id", "aws_backup_vault", "InvalidParameterValueException", /^Default$/],
    ["rule.copy_action.destination_vault_arn", "arn", "aws_backup_vault", "InvalidParameterValueException"],
  ],
  aws_backup_selection: [
    ["plan_id", "id", "aws_backup_plan", "ResourceNotFoundException"],
    role("iam_role_arn", "InvalidParameterValueException"),
  ],
  aws_budgets_budget_action: [role("execution_role_arn", "InvalidParameterException")],
  aws_ce_anomaly_subscription: [["monitor_arn_list", "arn", "aws_ce_anomaly_monitor", "UnknownMonitorException"]],
  aws_ram_principal_association: [share],
  aws_ram_resource_association: [share],
  aws_ssoadmin_account_assignment: [permissionSet],
  aws_ssoadmin_customer_managed_policy_attachment: [permissionSet],
  aws_ssoadmin_managed_policy_attachment: [
    permissionSet,
    managedPolicy("managed_policy_arn", "ResourceNotFoundException"),
  ],
  aws_ssoadmin_permission_set_inline_policy: [permissionSet],
  aws_ssoadmin_permissions_boundary_attachment: [permissionSet],

  // Amazon Route 53
  aws_route53profiles_association: [
    ["profile_id", "shared", "aws_route53profiles_profile", "ResourceNotFoundException"],
    ["resource_id", "id", "aws_vpc", "ResourceNotFoundException"],
  ],
  aws_route53profiles_resource_association: [
    ["profile_id", "shared", "aws_route53profiles_profile", "ResourceNotFoundException"],
    [
      "resource_arn",
      "arn",
      "aws_route53_zone aws_route53_resolver_rule",
      "ResourceNotFoundException",
      /:firewall-rule-group\/|:resolver-query-log-config\/|:ec2:/,
    ],
  ],
  aws_route53_record: [["zone_id", "id", "aws_route53_zone", "NoSuchHostedZone"]],
  aws_route53_zone: [["vpc.vpc_id", "shared", "aws_vpc", "InvalidVPCId"]],
  aws_route53_zone_association: [["zone_id", "shared", "aws_route53_zone", "NoSuchHostedZone"], vpc],
  aws_route53_vpc_association_authorization: [["zone_id", "id", "aws_route53_zone", "NoSuchHostedZone"]],
  aws_route53_resolver_endpoint: [
    sharedSubnets("ip_address.subnet_id", "InvalidParameterException"),
    groups("security_group_ids", "InvalidParameterException"),
  ],
  aws_route53_resolver_query_log_config: [
    ["destination_arn", "bucket", "", "InvalidParameterException", /^arn:[^:]*:(logs|firehose):/],
  ],
  aws_route53_resolver_query_log_config_association: [
    ["resolver_query_log_config_id", "shared", "aws_route53_resolver_query_log_config", "ResourceNotFoundException"],
    ["resource_id", "id", "aws_vpc", "InvalidParameterException"],
  ],
  aws_route53_resolver_rule: [
    ["resolver_endpoint_id", "id", "aws_route53_resolver_endpoint", "ResourceNotFoundException"],
  ],
  aws_route53_resolver_rule_association: [
    ["resolver_rule_id", "shared", "aws_route53_resolver_rule", "ResourceNotFoundException"],
    ["vpc_id", "id", "aws_vpc", "InvalidParameterException"],
  ],
};

/** Refuses the first value that names nothing. */
export const referencesExist: Constraint = (subject, caller, cloud) => {
  for (const [path, how, types, code, except] of references[subject.type] ?? []) {
    for (const value of textsAt(subject.attributes, path)) {
      if (except?.test(value)) continue;
      if (!exists(subject, how, types.split(" "), value, caller, cloud)) {
        return refusal(code, `The ${describe(how, types)} '${value}' does not exist`, path);
      }
    }
  }
  return undefined;
};

function exists(subject: Subject, how: How, types: string[], value: string, caller: Caller, cloud: CloudView): boolean {
  if (how === "key") return keyExists(value, caller, cloud);
  if (how === "bucket") return cloud.bucketOwner(value.replace(/^arn:[\w-]+:s3:::/, "").split("/")[0]!) !== undefined;
  if (how === "arn") return arnExists(types, value, caller, cloud);
  return types.some((type) => {
    const found = how === "id" ? findById(type, value, cloud) : findShared(type, value, caller, cloud);
    return found !== undefined && (found.region === "global" || found.region === regionOf(subject.attributes, caller));
  });
}

function describe(how: How, types: string): string {
  if (how === "key") return "key";
  if (how === "bucket") return "bucket";
  const names = types.split(" ").map((type) => type.replace(/^aws_/, "").replaceAll("_", " "));
  return `${names.join(" or ")}${how === "arn" ? " ARN" : " ID"}`;
}
