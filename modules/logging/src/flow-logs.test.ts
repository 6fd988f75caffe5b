import { synthStack } from "@archipelago/testing";
import { FlowLogs, flowLogFields } from "./flow-logs.ts";

const bucketArn = "arn:aws:s3:::example";

test("flow logs go to the archive as hourly Parquet", () => {
  const template = synthStack((stack) => {
    new FlowLogs(stack, "flow-logs", { vpcId: "vpc-1", bucketArn, name: "example" });
  });
  expect(template.resource("aws_flow_log")).toMatchObject({
    vpc_id: "vpc-1",
    log_destination_type: "s3",
    log_destination: bucketArn,
    traffic_type: "ALL",
    max_aggregation_interval: 600,
    destination_options: { file_format: "parquet", hive_compatible_partitions: true, per_hour_partition: true },
    tags: { Name: "example" },
  });
});

test("the fields reach AWS, not Terraform's interpolation", () => {
  const template = synthStack((stack) => {
    new FlowLogs(stack, "flow-logs", { vpcId: "vpc-1", bucketArn, traffic: "REJECT", aggregationSeconds: 60 });
  });
  const log = template.resource("aws_flow_log");
  expect(log["log_format"]).toMatch(/^\$\$\{version\} \$\$\{account-id\} /);
  expect(log["log_format"].split(" ")).toHaveLength(flowLogFields.length);
  expect(log).toMatchObject({ traffic_type: "REJECT", max_aggregation_interval: 60 });
  expect(log).not.toHaveProperty("tags");
});
