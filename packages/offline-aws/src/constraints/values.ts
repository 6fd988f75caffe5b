import { parseCidr } from "@archipelago/account-stack/cidr";
import type { Constraint, Value } from "../contract.ts";
import { regions } from "../facts/regions.ts";
import { refusal, regionOf, textsAt } from "./resources.ts";

/** Attribute, what it must be, error code. Patterns hold for texts, ranges for numbers; what is unset is not looked at. */
type ValueRule = readonly [path: string, rule: RegExp | readonly [from: number, to: number] | "cidr", code: string];

const iamName = (longest: number): RegExp => new RegExp(`^[\\w+=,.@-]{1,${longest}}$`);
const validation = "ValidationError";
const rule: readonly ValueRule[] = [
  ["cidr_ipv4", "cidr", "InvalidParameterValue"],
  ["description", /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{0,255}$/, "InvalidParameterValue"],
];

/** Forms and ranges that the services check and that stay the same in every account. */
export const valueRules: Record<string, readonly ValueRule[]> = {
  aws_accessanalyzer_analyzer: [["analyzer_name", /^[A-Za-z][A-Za-z0-9_.-]{0,254}$/, "ValidationException"]],
  aws_cloudtrail: [["name", /^[a-zA-Z0-9][\w.-]{1,126}[a-zA-Z0-9]$/, "InvalidTrailNameException"]],
  aws_cloudwatch_log_group: [["name", /^[.\-_/#A-Za-z0-9]{1,512}$/, "InvalidParameterException"]],
  aws_dynamodb_table: [["name", /^[\w.-]{3,255}$/, "ValidationException"]],
  aws_ecr_repository: [["name", /^(?=.{2,256}$)[a-z0-9]+([._/-][a-z0-9]+)*$/, "InvalidParameterException"]],
  aws_iam_account_alias: [["account_alias", /^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$/, validation]],
  aws_iam_account_password_policy: [
    ["minimum_password_length", [6, 128], validation],
    ["max_password_age", [0, 1095], validation],
    ["password_reuse_prevention", [0, 24], validation],
  ],
  aws_iam_group: [["name", iamName(128), validation]],
  aws_iam_instance_profile: [["name", iamName(128), validation]],
  aws_iam_openid_connect_provider: [["url", /^https:\/\/[\w.-]+(\/.*)?$/, validation]],
  aws_iam_policy: [
    ["name", iamName(128), validation],
    ["path", /^\/([\w+=,.@-]+\/)*$/, validation],
  ],
  aws_iam_role: [
    ["name", iamName(64), validation],
    ["path", /^\/([\w+=,.@-]+\/)*$/, validation],
    ["max_session_duration", [3600, 43_200], validation],
  ],
  aws_iam_role_policy: [["name", iamName(128), validation]],
  aws_iam_user: [["name", iamName(64), validation]],
  aws_kms_alias: [["name", /^alias\/(?!aws\/)[a-zA-Z0-9/_-]{1,250}$/, "NotAuthorizedException"]],
  aws_kms_key: [
    ["deletion_window_in_days", [7, 30], "ValidationException"],
    ["rotation_period_in_days", [90, 2560], "ValidationException"],
  ],
  aws_lambda_function: [["function_name", /^[\w-]{1,64}$/, "ValidationException"]],
  aws_network_acl_rule: [
    ["rule_number", [1, 32_766], "InvalidParameterValue"],
    ["cidr_block", "cidr", "InvalidParameterValue"],
  ],
  aws_organizations_account: [
    ["email", /^[^\s@]+@[^\s@]+\.[^\s@]+$/, "INVALID_EMAIL"],
    ["name", /^[\u0020-\u007E]{1,50}$/, "InvalidInputException"],
  ],
  aws_route: [["destination_cidr_block", "cidr", "InvalidParameterValue"]],
  aws_route53_zone: [["name", /^(?=.{1,255}$)([\w-]{1,63}\.)*[\w-]{1,63}\.?$/, "InvalidDomainName"]],
  aws_s3_bucket: [
    [
      "bucket",
      /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ol-s3|\.mrap|--x-s3)$)(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
      "InvalidBucketName",
    ],
  ],
  aws_security_group: [
    ["name", /^(?!sg-)[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/, "InvalidParameterValue"],
    ["description", /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{0,255}$/, "InvalidParameterValue"],
    ["ingress.cidr_blocks", "cidr", "InvalidParameterValue"],
    ["egress.cidr_blocks", "cidr", "InvalidParameterValue"],
  ],
  aws_security_group_rule: [["cidr_blocks", "cidr", "InvalidParameterValue"]],
  aws_sns_topic: [["name", /^[\w-]{1,251}([\w-]{0,5}|\.fifo)$/, "InvalidParameter"]],
  aws_sqs_queue: [["name", /^[\w-]{1,75}([\w-]{0,5}|\.fifo)$/, "InvalidParameterValue"]],
  aws_ssm_parameter: [["name", /^(?!\/?(aws|ssm)\b)\/?[\w.-]+(\/[\w.-]+){0,14}$/i, "ValidationException"]],
  aws_ssoadmin_permission_set: [["name", /^[\w+=,.@-]{1,32}$/, "ValidationException"]],
  aws_vpc_security_group_egress_rule: rule,
  aws_vpc_security_group_ingress_rule: rule,
};

/** Refuses the first value of a wrong form. */
export const valuesValid: Constraint = ({ type, attributes }) => {
  for (const [path, rule, code] of valueRules[type] ?? []) {
    const values: Value[] = Array.isArray(rule) ? [attributes[path] ?? null] : textsAt(attributes, path);
    for (const value of values) {
      const problem = value === null ? undefined : problemOf(value, rule);
      if (problem !== undefined) return refusal(code, `${path} '${String(value)}' ${problem}`, path);
    }
  }
  return undefined;
};

function problemOf(value: Value, rule: ValueRule[1]): string | undefined {
  if (rule === "cidr") return parseCidr(value) ? undefined : "is not a valid CIDR block";
  if (rule instanceof RegExp)
    return rule.test(String(value)) ? undefined : `must satisfy the regular expression ${rule.source}`;
  // Zero is how the provider writes "not set" for an optional number.
  const [from, to] = rule;
  return value === 0 || (Number(value) >= from && Number(value) <= to)
    ? undefined
    : `must be between ${from} and ${to}`;
}

/** A zone is one of its region's. */
export const zoneExists: Constraint = ({ attributes }, caller) => {
  const region = regionOf(attributes, caller);
  const zone = attributes.availability_zone;
  const zones = regions().get(region)?.zones;
  if (typeof zone !== "string" || zone === "" || !zones || zones.some(({ name }) => name === zone)) return undefined;
  const names = zones.map(({ name }) => name).join(", ");
  const message = `Value (${zone}) for parameter availabilityZone is invalid. Availability zones of ${region}: ${names}`;
  return refusal("InvalidParameterValue", message, "availability_zone");
};
