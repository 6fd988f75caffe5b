import type { Attributes } from "../contract.ts";
import { stored } from "../test-cloud.ts";
import type { Given } from "./cases.fixture.ts";
import { answer, foreignBucket, group1, many, vpc, zone } from "./cases.fixture.ts";

// type, attributes, what exists, the code of the refusal or undefined
test.each<[string, Attributes, Given, string | undefined]>([
  ["aws_cloudwatch_log_group", { name: "/aws/vpc/flow logs" }, [], "InvalidParameterException"],
  [
    "aws_cloudwatch_log_subscription_filter",
    { log_group_name: "/app", name: "a" },
    [group1, ...many(1, "aws_cloudwatch_log_subscription_filter", { log_group_name: "/app" })],
    undefined,
  ],
  [
    "aws_cloudwatch_log_subscription_filter",
    { log_group_name: "/app", name: "a" },
    [group1, ...many(2, "aws_cloudwatch_log_subscription_filter", { log_group_name: "/app" })],
    "LimitExceededException",
  ],
  ["aws_cloudwatch_dashboard", { dashboard_body: "{}" }, [], undefined],
  ["aws_cloudwatch_dashboard", { dashboard_body: "{" }, [], "InvalidParameterInput"],
  ["aws_sns_topic", { name: "a.fifo", fifo_topic: true }, [], undefined],
  ["aws_sns_topic", { name: "a", fifo_topic: true }, [], "InvalidParameterValue"],
  ["aws_sqs_queue", { name: "a.fifo", fifo_queue: false }, [], "InvalidParameterValue"],
  ["aws_ssm_parameter", { name: "/a/b", type: "String", value: "v" }, [], undefined],
  ["aws_ssm_parameter", { name: "/aws/b", type: "String", value: "v" }, [], "ValidationException"],
  ["aws_ssm_parameter", { name: "/a", value: "v".repeat(4097) }, [], "ValidationException"],
  ["aws_ssm_parameter", { name: "/a", value: "v".repeat(4097), tier: "Advanced" }, [], undefined],
  ["aws_ssm_parameter", { name: "/a", value: "v", allowed_pattern: "^\\d+$" }, [], "ParameterPatternMismatchException"],
  ["aws_dynamodb_table", { name: "orders", hash_key: "id", attribute: [{ name: "id" }] }, [], undefined],
  ["aws_dynamodb_table", { name: "orders", hash_key: "id", attribute: [] }, [], "ValidationException"],
  [
    "aws_dynamodb_table",
    { name: "orders", hash_key: "id", attribute: [{ name: "id" }, { name: "sku" }] },
    [],
    "ValidationException",
  ],
  ["aws_route53_record", { zone_id: "Z1", name: "www", type: "A" }, [zone], undefined],
  ["aws_route53_record", { zone_id: "Z1", name: "example.com", type: "CNAME" }, [zone], "InvalidChangeBatch"],
  [
    "aws_route53_record",
    { zone_id: "Z1", name: "www", type: "A" },
    [zone, stored("aws_route53_record", "r", { zone_id: "Z1", name: "www.example.com", type: "A" })],
    "InvalidChangeBatch",
  ],
  [
    "aws_route53_record",
    { zone_id: "Z1", name: "www", type: "A", allow_overwrite: true },
    [zone, stored("aws_route53_record", "r", { zone_id: "Z1", name: "www", type: "A" })],
    undefined,
  ],
  [
    "aws_route53_record",
    { zone_id: "Z1", name: "www", type: "CNAME" },
    [zone, stored("aws_route53_record", "r", { zone_id: "Z1", name: "www", type: "A" })],
    "InvalidChangeBatch",
  ],
  [
    "aws_route53_record",
    { zone_id: "Z1", name: "www", type: "AAAA" },
    [zone, stored("aws_route53_record", "r", { zone_id: "Z1", name: "www", type: "A" })],
    undefined,
  ],
  ["aws_route53_zone", { name: "a b" }, [], "InvalidDomainName"],
  ["aws_route53_resolver_endpoint", { ip_address: [{}, {}] }, [], undefined],
  ["aws_route53_resolver_endpoint", { ip_address: [{}] }, [], "InvalidRequestException"],
  [
    "aws_route53_resolver_query_log_config",
    { name: "x", destination_arn: "arn:aws:s3:::archive" },
    [foreignBucket],
    undefined,
  ],
  [
    "aws_route53_resolver_query_log_config",
    { name: "x", destination_arn: "arn:aws:s3:::archive" },
    [],
    "InvalidParameterException",
  ],
  [
    "aws_route53_resolver_query_log_config_association",
    { resolver_query_log_config_id: "rqlc-1", resource_id: "vpc-1" },
    [vpc, stored("aws_route53_resolver_query_log_config", "rqlc-1")],
    undefined,
  ],
  [
    "aws_route53_resolver_query_log_config_association",
    { resolver_query_log_config_id: "rqlc-1", resource_id: "vpc-1" },
    [vpc],
    "ResourceNotFoundException",
  ],
  [
    "aws_route53_zone_association",
    { zone_id: "Z9", vpc_id: "vpc-1" },
    [vpc, stored("aws_route53_zone", "Z9", { "@account": "444455556666" })],
    "NotAuthorizedException",
  ],
  [
    "aws_route53_zone_association",
    { zone_id: "Z9", vpc_id: "vpc-1" },
    [
      vpc,
      stored("aws_route53_zone", "Z9", { "@account": "444455556666" }),
      stored("aws_route53_vpc_association_authorization", "Z9:vpc-1", {
        "@account": "444455556666",
        zone_id: "Z9",
        vpc_id: "vpc-1",
      }),
    ],
    undefined,
  ],
  [
    "aws_route53_zone_association",
    { zone_id: "Z9", vpc_id: "vpc-1" },
    [
      vpc,
      stored("aws_route53_zone", "Z9", { "@account": "444455556666" }),
      stored("aws_route53_vpc_association_authorization", "Z9:vpc-2", {
        "@account": "444455556666",
        zone_id: "Z9",
        vpc_id: "vpc-2",
      }),
    ],
    "NotAuthorizedException",
  ],
])("%s %j", (type, attributes, given, code) => {
  expect(answer(type, attributes, given)?.code).toBe(code);
});
