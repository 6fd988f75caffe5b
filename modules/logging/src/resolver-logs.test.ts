import { synthStack } from "@archipelago/testing";
import { ResolverLogs } from "./resolver-logs.ts";

test("a VPC's queries go to the archive", () => {
  const template = synthStack((stack) => {
    new ResolverLogs(stack, "resolver-logs", { vpcId: "vpc-1", bucketArn: "arn:aws:s3:::example", name: "example" });
  });
  expect(template.resource("aws_route53_resolver_query_log_config")).toEqual({
    name: "example",
    destination_arn: "arn:aws:s3:::example",
    tags: { Name: "example" },
  });
  expect(template.resource("aws_route53_resolver_query_log_config_association")).toEqual({
    resolver_query_log_config_id: "${aws_route53_resolver_query_log_config.resolver-logs_config.id}",
    resource_id: "vpc-1",
  });
});
