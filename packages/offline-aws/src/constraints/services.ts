import type { Constraint } from "../contract.ts";
import { blocksAt, refusal, siblings, textAt, textsAt } from "./resources.ts";

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

/** Rules of IAM, KMS, logs, messages and stored configuration that no table expresses. */
export const services: Record<string, readonly Constraint[]> = {
  aws_cloudwatch_dashboard: [dashboardIsJson],
  aws_cloudwatch_log_subscription_filter: [twoFiltersPerGroup],
  aws_dynamodb_table: [tableKeysDefined],
  aws_iam_role_policy_attachment: [attachableToRole],
  aws_kms_key: [rotatable],
  aws_sns_topic: [fifoSuffix],
  aws_sqs_queue: [fifoSuffix],
  aws_ssm_parameter: [parameterFits],
};
