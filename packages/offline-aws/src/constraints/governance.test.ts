import type { Attributes } from "../contract.ts";
import { stored } from "../test-cloud.ts";
import type { Given } from "./cases.fixture.ts";
import {
  answer,
  foreignBucket,
  foreignOrganization,
  key,
  locked,
  organization,
  role,
  root,
  trail,
  trailPolicy,
} from "./cases.fixture.ts";

const keyArn = "arn:aws:kms:eu-west-1:444455556666:key/1";
const foreignKey = (...statements: Attributes[]) =>
  stored("aws_kms_key", "1", { "@account": "444455556666", arn: keyArn, ...key(root, ...statements) });
const recorder = stored("aws_config_configuration_recorder", "default");

const exportTo = (bucket: string): Attributes => ({
  export: [{ destination_configurations: [{ s3_destination: [{ s3_bucket: bucket }] }] }],
});
const costBucket = (service: string) =>
  stored("aws_s3_bucket_policy", "costs", { bucket: "costs", ...key({ Principal: { Service: service } }) });

// type, attributes, what exists, the code of the refusal or undefined
test.each<[string, Attributes, Given, string | undefined]>([
  ["aws_budgets_budget", { name: "b", notification: Array<Attributes>(5).fill({}) }, [], undefined],
  [
    "aws_budgets_budget",
    { name: "b", notification: Array<Attributes>(6).fill({}) },
    [],
    "CreationLimitExceededException",
  ],
  ["aws_bcmdataexports_export", exportTo("costs"), [costBucket("bcm-data-exports.amazonaws.com")], undefined],
  ["aws_bcmdataexports_export", exportTo("costs"), [costBucket("delivery.logs.amazonaws.com")], "ValidationException"],
  [
    "aws_bcmdataexports_export",
    exportTo("other"),
    [costBucket("bcm-data-exports.amazonaws.com")],
    "ValidationException",
  ],
  ["aws_budgets_budget_action", { budget_name: "b" }, [], "NotFoundException"],
  ["aws_budgets_budget_action", { budget_name: "b" }, [stored("aws_budgets_budget", "1:b", { name: "b" })], undefined],
  ["aws_ce_anomaly_monitor", { monitor_dimension: "SERVICE" }, [], undefined],
  [
    "aws_ce_anomaly_monitor",
    { monitor_dimension: "SERVICE" },
    [stored("aws_ce_anomaly_monitor", "1", { monitor_dimension: "SERVICE" })],
    "ValidationException",
  ],
  ["aws_ce_anomaly_monitor", {}, [stored("aws_ce_anomaly_monitor", "1")], undefined],
  ["aws_cloudtrail", trail, [foreignBucket, trailPolicy], undefined],
  ["aws_cloudtrail", trail, [foreignBucket], "InsufficientS3BucketPolicyException"],
  ["aws_cloudtrail", { ...trail, is_organization_trail: true }, [foreignBucket, trailPolicy, organization], undefined],
  [
    "aws_cloudtrail",
    { ...trail, is_organization_trail: true },
    [foreignBucket, trailPolicy, foreignOrganization],
    "NotOrganizationMasterAccountException",
  ],
  [
    "aws_cloudtrail",
    { ...trail, cloud_watch_logs_role_arn: role.attributes.arn! },
    [foreignBucket, trailPolicy, role],
    "InvalidParameterCombinationException",
  ],
  [
    "aws_cloudtrail",
    { ...trail, kms_key_id: keyArn },
    [foreignBucket, trailPolicy, foreignKey()],
    "InsufficientEncryptionPolicyException",
  ],
  [
    "aws_cloudtrail",
    { ...trail, kms_key_id: keyArn },
    [foreignBucket, trailPolicy, foreignKey({ Principal: { Service: "cloudtrail.amazonaws.com" } })],
    undefined,
  ],
  ["aws_config_delivery_channel", { name: "c", s3_bucket_name: "archive" }, [recorder, foreignBucket], undefined],
  [
    "aws_config_delivery_channel",
    { name: "c", s3_bucket_name: "archive" },
    [recorder, foreignBucket, locked("archive", "444455556666")],
    "InsufficientDeliveryPolicyException",
  ],
  ["aws_config_config_rule", { name: "r" }, [], "NoAvailableConfigurationRecorderException"],
  ["aws_config_config_rule", { name: "r" }, [stored("aws_config_configuration_recorder", "default")], undefined],
  [
    "aws_config_configuration_recorder_status",
    { name: "default", is_enabled: true },
    [stored("aws_config_configuration_recorder", "default")],
    "NoAvailableDeliveryChannelException",
  ],
  [
    "aws_config_configuration_recorder_status",
    { name: "default", is_enabled: false },
    [stored("aws_config_configuration_recorder", "default")],
    undefined,
  ],
  ["aws_securityhub_standards_subscription", { standards_arn: "arn:s" }, [], "InvalidAccessException"],
  [
    "aws_securityhub_standards_subscription",
    { standards_arn: "arn:s" },
    [stored("aws_securityhub_account", "1")],
    undefined,
  ],
  [
    "aws_budgets_budget",
    { name: "b", notification: [{ subscriber_email_addresses: Array<string>(10).fill("a@b.c") }] },
    [],
    undefined,
  ],
  [
    "aws_budgets_budget",
    { name: "b", notification: [{ subscriber_email_addresses: Array<string>(11).fill("a@b.c") }] },
    [],
    "CreationLimitExceededException",
  ],
  ["aws_budgets_budget", { name: "b", notification: [{ subscriber_sns_topic_arns: ["arn:a"] }] }, [], undefined],
])("%s %j", (type, attributes, given, code) => {
  expect(answer(type, attributes, given)?.code).toBe(code);
});
