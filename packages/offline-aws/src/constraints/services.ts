import type { Attributes, CloudView, Constraint } from "../contract.ts";
import { statementsOf } from "../policy-document.ts";
import { blocksAt, everywhere, refusal, regionOf, siblings, textAt, textsAt } from "./resources.ts";

// AWS IAM

/** Quota "Managed policies attached to an IAM role": 10 unless raised (IAM and STS quotas, 2026-11). */
const attachableToRole: Constraint = (subject, caller, cloud) => {
  const attached = siblings(subject, caller, cloud).filter((each) => each.attributes.role === subject.attributes.role);
  return attached.length >= 10
    ? refusal("LimitExceeded", "Cannot exceed quota for PoliciesPerRole: 10", "policy_arn")
    : undefined;
};

// AWS KMS, Amazon CloudWatch Logs

const rotatable: Constraint = ({ attributes }) => {
  const spec = attributes.customer_master_key_spec || "SYMMETRIC_DEFAULT";
  return attributes.enable_key_rotation === true && spec !== "SYMMETRIC_DEFAULT"
    ? refusal(
        "UnsupportedOperationException",
        `You cannot enable rotation of a ${String(spec)} key`,
        "enable_key_rotation",
      )
    : undefined;
};

/** Quota "Subscription filters per log group": 2, not adjustable (CloudWatch Logs quotas, 2026-11). */
const twoFiltersPerGroup: Constraint = (subject, caller, cloud) => {
  const group = subject.attributes.log_group_name;
  const others = siblings(subject, caller, cloud).filter(({ attributes }) => attributes.log_group_name === group);
  return others.some(({ attributes }) => attributes.name === subject.attributes.name) || others.length < 2
    ? undefined
    : refusal(
        "LimitExceededException",
        `Resource limit exceeded: log group ${String(group)} has two subscription filters`,
      );
};

const dashboardIsJson: Constraint = ({ attributes }) => {
  try {
    JSON.parse(String(attributes.dashboard_body));
    return undefined;
  } catch (error) {
    return refusal("InvalidParameterInput", `The dashboard body is invalid JSON: ${String(error)}`, "dashboard_body");
  }
};

// Amazon SNS, Amazon SQS

const fifoSuffix: Constraint = ({ attributes }) => {
  const fifo = attributes.fifo_topic === true || attributes.fifo_queue === true;
  return fifo !== String(attributes.name).endsWith(".fifo")
    ? refusal(
        "InvalidParameterValue",
        `The name of a FIFO topic or queue, and no other, ends in .fifo: ${String(attributes.name)}`,
        "name",
      )
    : undefined;
};

// Configuration and data

// Characters of a value by tier (AWS Systems Manager User Guide, parameter tiers, 2026-11).
const parameterSizes: Record<string, number> = { Standard: 4_096, Advanced: 8_192, "Intelligent-Tiering": 8_192 };

const parameterFits: Constraint = ({ attributes }) => {
  const value = String(attributes.value || attributes.insecure_value || "");
  const limit = parameterSizes[String(attributes.tier || "Standard")] ?? 4_096;
  if (value.length > limit) {
    return refusal(
      "ValidationException",
      `Standard tier parameters support a maximum parameter value of ${limit} characters: this one has ${value.length}`,
      "value",
    );
  }
  const pattern = textAt(attributes, "allowed_pattern");
  return pattern !== undefined && value !== "" && !new RegExp(pattern).test(value)
    ? refusal(
        "ParameterPatternMismatchException",
        `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
        "value",
      )
    : undefined;
};

const tableKeysDefined: Constraint = ({ attributes }) => {
  const defined = blocksAt(attributes, "attribute").map(({ name }) => String(name));
  const indexes = ["global_secondary_index", "local_secondary_index"].flatMap((block) => [
    `${block}.hash_key`,
    `${block}.range_key`,
  ]);
  const used = new Set(["hash_key", "range_key", ...indexes].flatMap((path) => textsAt(attributes, path)));
  const missing = [...used].find((name) => !defined.includes(name));
  if (missing !== undefined)
    return refusal(
      "ValidationException",
      `Some index key attributes are not defined in attribute blocks: ${missing}`,
      "attribute",
    );
  const idle = defined.find((name) => !used.has(name));
  return used.size > 0 && idle !== undefined
    ? refusal("ValidationException", `Some attribute blocks are in no key or index: ${idle}`, "attribute")
    : undefined;
};

// Governance and security

const trailBucketAllows: Constraint = ({ attributes }, caller, cloud) => {
  const bucket = String(attributes.s3_bucket_name);
  const owner = cloud.bucketOwner(bucket);
  const policies = cloud
    .list("aws_s3_bucket_policy", owner)
    .filter((each) => each.attributes.bucket === bucket)
    .map((each) => String(each.attributes.policy));
  const allowed = policies.some((text) =>
    statementsOf(text).some(
      ({ Effect, Principal }) =>
        Effect === "Allow" && JSON.stringify(Principal ?? "").includes("cloudtrail.amazonaws.com"),
    ),
  );
  return allowed || owner === undefined
    ? undefined
    : refusal(
        "InsufficientS3BucketPolicyException",
        `Incorrect S3 bucket policy is detected for bucket: ${bucket} does not let cloudtrail.amazonaws.com of account ${caller.accountId} write`,
        "s3_bucket_name",
      );
};

const logRoleWithGroup: Constraint = ({ attributes }) =>
  Boolean(attributes.cloud_watch_logs_group_arn) !== Boolean(attributes.cloud_watch_logs_role_arn)
    ? refusal(
        "InvalidParameterCombinationException",
        "cloud_watch_logs_group_arn and cloud_watch_logs_role_arn go together",
      )
    : undefined;

/** Another resource of the region has to be there first. */
const needs =
  (type: string, code: string, message: string): Constraint =>
  ({ attributes }, caller, cloud) => {
    const region = regionOf(attributes, caller);
    return cloud.list(type).some((each) => each.region === region) ? undefined : refusal(code, message);
  };

const recorderRuns = needs(
  "aws_config_configuration_recorder",
  "NoAvailableConfigurationRecorderException",
  "Configuration recorder is not available in this region",
);
const channelExists: Constraint = (subject, ...rest) =>
  subject.attributes.is_enabled === true
    ? needs(
        "aws_config_delivery_channel",
        "NoAvailableDeliveryChannelException",
        "Delivery channel is not available to start configuration recorder",
      )(subject, ...rest)
    : undefined;
const hubEnabled = needs(
  "aws_securityhub_account",
  "InvalidAccessException",
  "Account is not subscribed to AWS Security Hub",
);

/** Quota: one analyzer of each account type in a region (IAM Access Analyzer quotas, 2026-11). */
const oneAccountAnalyzer: Constraint = (subject, caller, cloud) => {
  const type = subject.attributes.type ?? "ACCOUNT";
  const other = siblings(subject, caller, cloud).find(({ attributes }) => attributes.type === type);
  return type === "ACCOUNT" && other
    ? refusal(
        "ServiceQuotaExceededException",
        `The account has an analyzer of type ACCOUNT in this region: ${other.id}`,
        "type",
      )
    : undefined;
};

/** Cost Explorer keeps one monitor over all services. */
const oneServiceMonitor: Constraint = (subject, caller, cloud) => {
  const isService = (attributes: Attributes): boolean => attributes.monitor_dimension === "SERVICE";
  return isService(subject.attributes) && siblings(subject, caller, cloud).some((each) => isService(each.attributes))
    ? refusal("LimitExceededException", "Limit exceeded on dimensional spend monitor creation", "monitor_dimension")
    : undefined;
};

const budgetExists: Constraint = ({ attributes }, _caller, cloud) =>
  cloud.list("aws_budgets_budget").some((each) => each.attributes.name === attributes.budget_name)
    ? undefined
    : refusal(
        "NotFoundException",
        `Unable to get budget: ${String(attributes.budget_name)} - the budget doesn't exist`,
        "budget_name",
      );

/** Quotas of AWS Budgets (2026-11): five notifications a budget; ten e-mail addresses and one topic a notification. */
const budgetNotifies: Constraint = ({ attributes }) => {
  const notifications = blocksAt(attributes, "notification");
  const crowded = notifications.find(
    (each) =>
      textsAt(each, "subscriber_email_addresses").length > 10 || textsAt(each, "subscriber_sns_topic_arns").length > 1,
  );
  return notifications.length > 5 || crowded
    ? refusal(
        "CreationLimitExceededException",
        "A budget has at most 5 notifications, each with at most 10 addresses and 1 topic",
        "notification",
      )
    : undefined;
};

// Amazon Route 53

const plainName = (name: unknown): string => String(name).toLowerCase().replace(/\.$/, "");

const recordInZone: Constraint = (subject, caller, cloud) => {
  const { zone_id: zoneId, name, type, set_identifier: set } = subject.attributes;
  const apex = plainName(cloud.get("aws_route53_zone", String(zoneId))?.attributes.name);
  // A relative name counts as one inside the zone: the provider completes it.
  const full = (each: unknown): string => {
    const host = plainName(each);
    return host === "" ? apex : host === apex || host.endsWith(`.${apex}`) ? host : `${host}.${apex}`;
  };
  if (type === "CNAME" && full(name) === apex) {
    return refusal(
      "InvalidChangeBatch",
      `RRSet of type CNAME with DNS name ${apex}. is not permitted at apex in zone ${apex}.`,
      "type",
    );
  }
  const same = siblings(subject, caller, cloud).filter(
    ({ attributes }) => attributes.zone_id === zoneId && full(attributes.name) === full(name),
  );
  const twin = same.find(
    ({ attributes }) => attributes.type === type && (attributes.set_identifier || "") === (set || ""),
  );
  const conflict = same.find(({ attributes }) => (attributes.type === "CNAME") !== (type === "CNAME"));
  return (twin && subject.attributes.allow_overwrite !== true) || conflict
    ? refusal(
        "InvalidChangeBatch",
        `Tried to create resource record set [name='${full(name)}.', type='${String(type)}'] but it already exists`,
        "name",
      )
    : undefined;
};

const twoResolverAddresses: Constraint = ({ attributes }) =>
  blocksAt(attributes, "ip_address").length < 2
    ? refusal("InvalidRequestException", "A resolver endpoint needs at least two IP addresses", "ip_address")
    : undefined;

const associationAuthorized: Constraint = ({ attributes }, caller, cloud) => {
  const zone = String(attributes.zone_id);
  const owner = everywhere("aws_route53_zone", caller, cloud).find(({ id }) => id === zone)?.accountId;
  return owner === undefined || owner === caller.accountId || isAuthorized(cloud, owner, zone, attributes.vpc_id)
    ? undefined
    : refusal(
        "NotAuthorizedException",
        `Account ${owner} has not authorized VPC ${String(attributes.vpc_id)} for zone ${zone}`,
      );
};

const isAuthorized = (cloud: CloudView, owner: string, zone: string, vpc: unknown): boolean =>
  cloud
    .list("aws_route53_vpc_association_authorization", owner)
    .some(({ attributes }) => attributes.zone_id === zone && attributes.vpc_id === vpc);

/** Rules of one service that no table expresses. */
export const services: Record<string, readonly Constraint[]> = {
  aws_accessanalyzer_analyzer: [oneAccountAnalyzer],
  aws_budgets_budget: [budgetNotifies],
  aws_budgets_budget_action: [budgetExists],
  aws_ce_anomaly_monitor: [oneServiceMonitor],
  aws_cloudtrail: [trailBucketAllows, logRoleWithGroup],
  aws_cloudwatch_dashboard: [dashboardIsJson],
  aws_cloudwatch_log_subscription_filter: [twoFiltersPerGroup],
  aws_config_config_rule: [recorderRuns],
  aws_config_configuration_recorder_status: [channelExists],
  aws_config_conformance_pack: [recorderRuns],
  aws_config_delivery_channel: [recorderRuns],
  aws_dynamodb_table: [tableKeysDefined],
  aws_iam_role_policy_attachment: [attachableToRole],
  aws_kms_key: [rotatable],
  aws_route53_record: [recordInZone],
  aws_route53_resolver_endpoint: [twoResolverAddresses],
  aws_route53_zone_association: [associationAuthorized],
  aws_securityhub_finding_aggregator: [hubEnabled],
  aws_securityhub_standards_subscription: [hubEnabled],
  aws_sns_topic: [fifoSuffix],
  aws_sqs_queue: [fifoSuffix],
  aws_ssm_parameter: [parameterFits],
};
