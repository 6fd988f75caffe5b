import type { Constraint } from "../contract.ts";
import { statementsOf } from "../policy-document.ts";
import { accountOf, blocksAt, refusal, regionOf, siblings, textAt, textsAt } from "./resources.ts";
import { locksByDefault } from "./storage.ts";

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

/** Of a key named by its ARN, in whichever account it is. */
const trailKeyAllows: Constraint = ({ attributes }, _caller, cloud) => {
  const arn = attributes.kms_key_id;
  if (typeof arn !== "string" || !arn.startsWith("arn:")) return undefined;
  const key = cloud.list("aws_kms_key", accountOf(arn)).find((each) => each.attributes.arn === arn);
  return key === undefined || JSON.stringify(key.attributes.policy ?? "").includes("cloudtrail.amazonaws.com")
    ? undefined
    : refusal(
        "InsufficientEncryptionPolicyException",
        `Insufficient permissions to access S3 bucket or KMS key: the policy of ${arn} does not let cloudtrail.amazonaws.com encrypt`,
        "kms_key_id",
      );
};

/** AWS Config Developer Guide, "Managing the Delivery Channel": no bucket that locks its objects by default. */
const channelBucketUnlocked: Constraint = ({ attributes }, _caller, cloud) =>
  locksByDefault(attributes.s3_bucket_name, cloud)
    ? refusal(
        "InsufficientDeliveryPolicyException",
        `Insufficient delivery policy to s3 bucket: ${String(attributes.s3_bucket_name)} has a default retention`,
        "s3_bucket_name",
      )
    : undefined;

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

/**
 * Quota: one monitor a dimension in an account (as told in aws-cloudformation/cloudformation-coverage-roadmap, issue 2515,
 * 2026-05).
 */
const oneMonitorOfDimension: Constraint = (subject, caller, cloud) => {
  const dimension = textAt(subject.attributes, "monitor_dimension");
  const others = siblings(subject, caller, cloud).map(({ attributes }) => textAt(attributes, "monitor_dimension"));
  return dimension !== undefined && others.includes(dimension)
    ? refusal("ValidationException", "Limit exceeded on dimensional spend monitor creation", "monitor_dimension")
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

/** The service looks at the bucket's policy when an export is made (AWS Data Exports User Guide, bucket set-up, 2026-11). */
const exportBucketAllows: Constraint = ({ attributes }, _caller, cloud) => {
  const bucket = textAt(attributes, "export.destination_configurations.s3_destination.s3_bucket");
  const own = cloud.list("aws_s3_bucket_policy").filter((each) => each.attributes.bucket === bucket);
  return own.some((each) => String(each.attributes.policy).includes("bcm-data-exports.amazonaws.com"))
    ? undefined
    : refusal(
        "ValidationException",
        `S3 bucket permission validation failed: ${String(bucket)} is no bucket of this account whose policy lets bcm-data-exports.amazonaws.com write`,
        "export",
      );
};

/** Trails, recorders, analyzers, hubs, budgets and exports of the bill. */
export const governance: Record<string, readonly Constraint[]> = {
  aws_accessanalyzer_analyzer: [oneAccountAnalyzer],
  aws_bcmdataexports_export: [exportBucketAllows],
  aws_budgets_budget: [budgetNotifies],
  aws_budgets_budget_action: [budgetExists],
  aws_ce_anomaly_monitor: [oneMonitorOfDimension],
  aws_cloudtrail: [trailBucketAllows, trailKeyAllows, logRoleWithGroup],
  aws_config_config_rule: [recorderRuns],
  aws_config_configuration_recorder_status: [channelExists],
  aws_config_conformance_pack: [recorderRuns],
  aws_config_delivery_channel: [recorderRuns, channelBucketUnlocked],
  aws_securityhub_finding_aggregator: [hubEnabled],
  aws_securityhub_standards_subscription: [hubEnabled],
};
