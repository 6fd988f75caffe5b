import type { Constraint, Value } from "../contract.ts";
import { isPut } from "../facts/put.ts";
import { everywhere, refusal, siblings, textAt } from "./resources.ts";

/** Attributes that together must be unlike those of every other resource of the type; code; what AWS calls it. */
type UniqueName = readonly [attributes: string, code: string, noun: string, options?: { fold?: true; global?: true }];

/** Names that AWS keeps unique within an account and region; with `global`, across all accounts; `fold`: case-insensitive. */
export const uniqueNames: Record<string, UniqueName> = {
  aws_accessanalyzer_analyzer: ["analyzer_name", "ConflictException", "analyzer"],
  aws_backup_vault: ["name", "AlreadyExistsException", "backup vault"],
  aws_budgets_budget: ["name", "DuplicateRecordException", "budget"],
  aws_cloudtrail: ["name", "TrailAlreadyExistsException", "trail"],
  aws_cloudwatch_event_bus: ["name", "ResourceAlreadyExistsException", "event bus"],
  aws_cloudwatch_log_group: ["name", "ResourceAlreadyExistsException", "log group"],
  aws_config_config_rule: ["name", "ResourceInUseException", "rule"],
  aws_config_configuration_aggregator: ["name", "ResourceInUseException", "aggregator"],
  aws_dynamodb_table: ["name", "ResourceInUseException", "table"],
  aws_ecr_repository: ["name", "RepositoryAlreadyExistsException", "repository"],
  aws_iam_account_alias: ["account_alias", "EntityAlreadyExists", "account alias", { global: true }],
  aws_iam_group: ["name", "EntityAlreadyExists", "group", { fold: true }],
  aws_iam_instance_profile: ["name", "EntityAlreadyExists", "instance profile", { fold: true }],
  aws_iam_openid_connect_provider: ["url", "EntityAlreadyExists", "provider with url", { fold: true }],
  aws_iam_policy: ["name", "EntityAlreadyExists", "policy", { fold: true }],
  aws_iam_role: ["name", "EntityAlreadyExists", "role with name", { fold: true }],
  aws_iam_saml_provider: ["name", "EntityAlreadyExists", "provider"],
  aws_iam_service_linked_role: ["name", "InvalidInput", "service role name", { fold: true }],
  aws_iam_user: ["name", "EntityAlreadyExists", "user with name", { fold: true }],
  aws_identitystore_group: ["identity_store_id,display_name", "ConflictException", "group"],
  aws_identitystore_user: ["identity_store_id,user_name", "ConflictException", "user"],
  aws_kinesis_firehose_delivery_stream: ["name", "ResourceInUseException", "delivery stream"],
  aws_kms_alias: ["name", "AlreadyExistsException", "alias"],
  aws_lambda_function: ["function_name", "ResourceConflictException", "function"],
  aws_lb: ["name", "DuplicateLoadBalancerName", "load balancer"],
  aws_network_acl_rule: ["network_acl_id,egress,rule_number", "NetworkAclEntryAlreadyExists", "network ACL entry"],
  aws_oam_link: ["sink_identifier", "ConflictException", "link to sink"],
  aws_organizations_account: ["email", "EMAIL_ALREADY_EXISTS", "account with e-mail", { fold: true, global: true }],
  aws_organizations_delegated_administrator: [
    "account_id,service_principal",
    "AccountAlreadyRegisteredException",
    "delegated administrator",
  ],
  aws_organizations_organizational_unit: [
    "parent_id,name",
    "DuplicateOrganizationalUnitException",
    "organizational unit",
  ],
  aws_organizations_policy: ["name", "DuplicatePolicyException", "policy"],
  aws_organizations_policy_attachment: [
    "target_id,policy_id",
    "DuplicatePolicyAttachmentException",
    "policy attachment",
  ],
  aws_ram_principal_association: ["resource_share_arn,principal", "InvalidParameterException", "principal association"],
  aws_ram_resource_association: [
    "resource_share_arn,resource_arn",
    "InvalidParameterException",
    "resource association",
  ],
  aws_route: [
    "route_table_id,destination_cidr_block,destination_ipv6_cidr_block,destination_prefix_list_id",
    "RouteAlreadyExists",
    "route",
  ],
  aws_route53profiles_profile: ["name", "ResourceExistsException", "Profile"],
  aws_route_table_association: ["subnet_id,gateway_id", "Resource.AlreadyAssociated", "route table association of"],
  aws_scheduler_schedule: ["group_name,name", "ConflictException", "schedule"],
  aws_scheduler_schedule_group: ["name", "ConflictException", "schedule group"],
  aws_secretsmanager_secret: ["name", "ResourceExistsException", "secret"],
  aws_security_group: ["vpc_id,name", "InvalidGroup.Duplicate", "security group"],
  aws_sns_topic: ["name", "InvalidParameter", "topic"],
  aws_sqs_queue: ["name", "QueueAlreadyExists", "queue"],
  aws_ssm_document: ["name", "DocumentAlreadyExists", "document"],
  aws_ssm_parameter: ["name", "ParameterAlreadyExists", "parameter"],
  aws_ssoadmin_account_assignment: [
    "instance_arn,permission_set_arn,principal_id,target_id",
    "ConflictException",
    "account assignment",
  ],
  aws_ssoadmin_permission_set: ["instance_arn,name", "ConflictException", "permission set"],
};

// One per account and region: AWS has no name for them.
export const singletons: Record<string, readonly [code: string, message: string]> = {
  aws_config_configuration_recorder: [
    "MaxNumberOfConfigurationRecordersExceededException",
    "Failed to put configuration recorder because the maximum number of configuration recorders: 1 is reached",
  ],
  aws_config_delivery_channel: [
    "MaxNumberOfDeliveryChannelsExceededException",
    "Failed to put delivery channel because the maximum number of delivery channels: 1 is reached",
  ],
  aws_guardduty_detector: ["BadRequestException", "a detector already exists for the current account"],
  aws_oam_sink: ["ConflictException", "A sink already exists in this account and Region"],
  aws_organizations_organization: [
    "AlreadyInOrganizationException",
    "The AWS account is already a member of an organization",
  ],
  aws_securityhub_account: ["ResourceConflictException", "Account is already subscribed to Security Hub"],
};

/** Refuses a name that another resource has; an update keeps its own. */
export const namesUnique: Constraint = (subject, caller, cloud) => {
  const { type, attributes, id } = subject;
  const single = singletons[type];
  // Config's are put: the one of the same name is written over.
  const isAnother = (name: Value | undefined): boolean => !isPut(type) || name !== attributes["name"];
  if (single && id === undefined && siblings(subject, caller, cloud).some((each) => isAnother(each.attributes["name"])))
    return refusal(...single);

  // `overwrite` writes over a parameter that exists.
  if (attributes.overwrite === true || !uniqueNames[type]) return undefined;
  const [names, code, noun, { fold = false, global = false } = {}] = uniqueNames[type];
  const keyOf = (from: typeof attributes): string => {
    const key = names
      .split(",")
      .map((name) => from[name] ?? "")
      .join(" ")
      .trim();
    return fold ? key.toLowerCase() : key;
  };
  const others = global
    ? everywhere(type, caller, cloud).filter((each) => each.id !== id)
    : siblings(subject, caller, cloud);
  const key = keyOf(attributes);
  if (key === "" || !others.some((each) => keyOf(each.attributes) === key)) return undefined;
  return refusal(code, `The ${noun} '${textAt(attributes, names) ?? key}' already exists`, names.split(",").at(-1));
};
