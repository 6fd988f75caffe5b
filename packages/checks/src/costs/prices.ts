import { list, type Resource } from "../synthesized.ts";

/** What a resource costs for being there, whatever happens to it. */
export interface FixedPrice {
  readonly types: readonly string[];
  /** What is counted, in the singular. */
  readonly unit: string;
  /** US dollars a month for one unit. */
  readonly monthlyUsd: number;
  /** Units of one resource. Default: one. */
  readonly units?: (properties: Resource["properties"]) => number;
  readonly source: string;
}

/** What a resource costs by what happens to it, which no stack says. */
export interface UsagePrice {
  /** Types, or the start of their names with a trailing `_`. */
  readonly types: readonly string[];
  readonly what: string;
  /** What AWS charges, in words. */
  readonly price: string;
  readonly source: string;
}

/**
 * List prices without taxes of this region, written down on this day: from memory in most rows, so the source of a row is where
 * to look before relying on it. Other regions differ by some percent.
 */
export const priceList = { region: "eu-west-1", written: "2026-11-21" } as const;

/** Hours of a month, as AWS's price pages count them. */
const hours = 730;
const vpc = "aws.amazon.com/vpc/pricing";
const privateLink = "aws.amazon.com/privatelink/pricing";
const transitGateway = "aws.amazon.com/transit-gateway/pricing";
const cloudWatch = "aws.amazon.com/cloudwatch/pricing";
const route53 = "aws.amazon.com/route53/pricing";
const budgets = "aws.amazon.com/aws-cost-management/aws-budgets/pricing";

export const fixedPrices: readonly FixedPrice[] = [
  { types: ["aws_nat_gateway"], unit: "NAT gateway", monthlyUsd: 0.048 * hours, source: vpc },
  { types: ["aws_eip"], unit: "public IPv4 address", monthlyUsd: 0.005 * hours, source: vpc },
  {
    types: ["aws_vpc_endpoint"],
    unit: "interface endpoint in a zone",
    monthlyUsd: 0.011 * hours,
    units: ({ vpc_endpoint_type: type, subnet_ids: subnets }) => (type === "Interface" ? list(subnets).length : 0),
    source: privateLink,
  },
  {
    types: ["aws_lb"],
    unit: "load balancer",
    monthlyUsd: 0.0252 * hours,
    source: "aws.amazon.com/elasticloadbalancing/pricing",
  },
  {
    types: ["aws_ec2_transit_gateway_vpc_attachment", "aws_ec2_transit_gateway_peering_attachment"],
    unit: "transit gateway attachment",
    monthlyUsd: 0.05 * hours,
    source: transitGateway,
  },
  {
    types: ["aws_kms_key", "aws_kms_replica_key"],
    unit: "KMS key",
    monthlyUsd: 1,
    source: "aws.amazon.com/kms/pricing",
  },
  {
    types: ["aws_secretsmanager_secret"],
    unit: "secret",
    monthlyUsd: 0.4,
    source: "aws.amazon.com/secrets-manager/pricing",
  },
  {
    types: ["aws_cloudwatch_metric_alarm"],
    unit: "alarm (a metric of it)",
    monthlyUsd: 0.1,
    units: ({ metric_query: queries }) => {
      const metrics = (Array.isArray(queries) ? queries : []).filter((query) => "metric" in query);
      return Math.max(1, metrics.length);
    },
    source: cloudWatch,
  },
  { types: ["aws_cloudwatch_composite_alarm"], unit: "composite alarm", monthlyUsd: 0.5, source: cloudWatch },
  { types: ["aws_cloudwatch_dashboard"], unit: "dashboard, free ones included", monthlyUsd: 3, source: cloudWatch },
  { types: ["aws_route53_zone"], unit: "hosted zone", monthlyUsd: 0.5, source: route53 },
  {
    types: ["aws_route53profiles_profile"],
    unit: "Route 53 Profile, of up to 100 VPCs",
    monthlyUsd: 0.75 * hours,
    source: route53,
  },
  {
    types: ["aws_route53_resolver_endpoint"],
    unit: "resolver endpoint address",
    monthlyUsd: 0.125 * hours,
    units: ({ ip_address: addresses }) => (Array.isArray(addresses) ? addresses.length : 2),
    source: route53,
  },
  {
    types: ["aws_budgets_budget_action"],
    unit: "budget with an action, free ones included",
    monthlyUsd: 3,
    source: budgets,
  },
];

export const usagePrices: readonly UsagePrice[] = [
  {
    types: ["aws_accessanalyzer_analyzer"],
    what: "Access Analyzer",
    price: "unused access 0.20 a role or user and month; external access nothing",
    source: "aws.amazon.com/iam/access-analyzer/pricing",
  },
  {
    types: ["aws_backup_"],
    what: "AWS Backup",
    price: "backups, copies and restore tests by GB",
    source: "aws.amazon.com/backup/pricing",
  },
  {
    types: ["aws_cloudtrail"],
    what: "CloudTrail",
    price: "the first trail's management events nothing; data events 0.10 for 100,000",
    source: "aws.amazon.com/cloudtrail/pricing",
  },
  {
    types: [
      "aws_cloudwatch_log_group",
      "aws_cloudwatch_log_metric_filter",
      "aws_flow_log",
      "aws_route53_resolver_query_log_config",
    ],
    what: "logs",
    price: "by GB taken in and kept",
    source: cloudWatch,
  },
  {
    types: ["aws_config_"],
    what: "AWS Config",
    price: "0.003 a recorded item; rules by evaluation",
    source: "aws.amazon.com/config/pricing",
  },
  { types: ["aws_dynamodb_"], what: "DynamoDB", price: "by request and GB", source: "aws.amazon.com/dynamodb/pricing" },
  {
    types: ["aws_guardduty_"],
    what: "GuardDuty",
    price: "by event and GB analysed, in every member account",
    source: "aws.amazon.com/guardduty/pricing",
  },
  {
    types: ["aws_s3_"],
    what: "S3",
    price: "by GB kept, request and GB read",
    source: "aws.amazon.com/s3/pricing",
  },
  {
    types: ["aws_securityhub_"],
    what: "Security Hub",
    price: "by check, in every member account",
    source: "aws.amazon.com/security-hub/pricing",
  },
  { types: ["aws_sns_"], what: "SNS", price: "by message", source: "aws.amazon.com/sns/pricing" },
  { types: ["aws_sqs_"], what: "SQS", price: "by request", source: "aws.amazon.com/sqs/pricing" },
  { types: ["aws_ecr_"], what: "ECR", price: "by GB kept and sent", source: "aws.amazon.com/ecr/pricing" },
  {
    types: ["aws_cloudwatch_event_"],
    what: "EventBridge",
    price: "by event an application sends",
    source: "aws.amazon.com/eventbridge/pricing",
  },
  { types: ["aws_lambda_"], what: "Lambda", price: "by call and time", source: "aws.amazon.com/lambda/pricing" },
  {
    types: ["aws_ecs_"],
    what: "Fargate",
    price:
      "by vCPU, GB and hour of what runs: a task of 0.25 vCPU and 0.5 GB about 9 a month, a third of it when idle at night and at weekends",
    source: "aws.amazon.com/fargate/pricing",
  },
  {
    types: ["aws_scheduler_"],
    what: "EventBridge Scheduler",
    price: "by call",
    source: "aws.amazon.com/eventbridge/pricing",
  },
];

/** What AWS charges nothing for, by type or the start of its name with a trailing `_`. */
export const free: readonly string[] = [
  "aws_account_",
  "aws_bcmdataexports_",
  "aws_budgets_budget",
  "aws_ce_",
  "aws_cloudwatch_event_bus_policy",
  "aws_db_subnet_group",
  "aws_default_",
  "aws_ebs_",
  "aws_ec2_image_block_public_access",
  "aws_ec2_instance_metadata_defaults",
  "aws_ec2_serial_console_access",
  "aws_ec2_transit_gateway",
  "aws_egress_only_internet_gateway",
  "aws_ec2_transit_gateway_route_",
  "aws_iam_",
  "aws_identitystore_",
  "aws_internet_gateway",
  "aws_kms_alias",
  "aws_kms_key_policy",
  "aws_lb_",
  "aws_network_acl",
  "aws_network_acl_rule",
  "aws_oam_",
  "aws_organizations_",
  "aws_ram_",
  "aws_route",
  "aws_route53_record",
  "aws_route53_resolver_query_log_config_association",
  "aws_route53profiles_association",
  "aws_route53profiles_resource_association",
  "aws_route_",
  "aws_secretsmanager_secret_",
  "aws_security_group",
  "aws_servicequotas_",
  "aws_ssm_parameter",
  "aws_ssoadmin_",
  "aws_subnet",
  "aws_vpc",
  "aws_vpc_block_public_access_options",
  "aws_vpc_dhcp_options",
  "aws_vpc_dhcp_options_association",
  "aws_vpc_endpoint_",
  "aws_vpc_ipv4_cidr_block_association",
  "aws_vpc_peering_",
  "aws_vpc_security_group_",
];

/** Whether a type is in a list of types and starts of names. */
export function covers(types: readonly string[], type: string): boolean {
  return types.some((each) => (each.endsWith("_") ? type.startsWith(each) : each === type));
}
