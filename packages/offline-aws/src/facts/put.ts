/**
 * Types whose creation is a Put call: it takes over what is there already. For every other type a second creation of
 * the same id is refused. Patterns over type names.
 */
const PUT: readonly RegExp[] = [
  // One of a kind for an account, a region or a parent: creating it changes a setting that always exists.
  /^aws_account_/,
  /^aws_default_/,
  /^aws_ebs_/,
  /^aws_ec2_(serial_console_access|image_block_public_access|instance_metadata_defaults)$/,
  /^aws_(backup_global_settings|backup_region_settings|ce_cost_allocation_tag|servicequotas_service_quota)$/,
  /^aws_iam_account_password_policy$/,
  /^aws_iam_organizations_features$/,
  /^aws_s3_account_public_access_block$/,
  /^aws_s3_(bucket_\w+|object)$/,
  /^aws_vpc_(block_public_access_options|peering_connection_accepter|peering_connection_options)$/,
  /^aws_vpc_dhcp_options_association$/,
  /_(policy|lifecycle_policy|lock_configuration|organization_configuration|organization_configuration_feature)$/,
  /^aws_guardduty_detector_feature$/,
  // Put by the name of the call: PutMetricAlarm, PutDashboard, PutRule, PutTargets, AttachRolePolicy ...
  /^aws_cloudwatch_(metric_alarm|dashboard|event_rule|event_target|log_metric_filter|log_subscription_filter|log_destination)$/,
  /^aws_config_/,
  /_attachment$/,
  /^aws_(ram_sharing_with_organization|secretsmanager_secret_rotation|kms_key_policy)$/,
  /^aws_ec2_transit_gateway_vpc_attachment_accepter$/,
];
/** Named like a Put by the patterns above, and created. */
const CREATED: ReadonlySet<string> = new Set([
  "aws_iam_policy",
  "aws_organizations_policy",
  "aws_securityhub_configuration_policy",
  "aws_ec2_transit_gateway_vpc_attachment",
]);

/** Whether creating the type takes over what exists under the same id. */
export function isPut(type: string): boolean {
  return !CREATED.has(type) && PUT.some((pattern) => pattern.test(type));
}
