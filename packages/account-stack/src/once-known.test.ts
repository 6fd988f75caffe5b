import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { onceKnown } from "@archipelago/account-stack";
import { synthStack } from "@archipelago/testing";

test("a resource is absent while an awaited output is null", () => {
  const template = synthStack((stack, { organization }) => {
    const { bucket, key } = stack.await(organization.accounts.logArchive, { bucket: "string", key: "arn" });
    new CloudwatchLogGroup(stack, "one", { count: onceKnown(bucket), name: bucket });
    new CloudwatchLogGroup(stack, "both", { count: onceKnown(bucket, key), name: bucket, kmsKeyId: key });
  }, reading);
  const [both, one] = template.resources("aws_cloudwatch_log_group").map(({ properties }) => properties["count"]);
  expect(one).toBe("${(var.log_archive_bucket == null) ? 0 : 1}");
  expect(both).toBe("${((var.log_archive_bucket == null) || (var.log_archive_key == null)) ? 0 : 1}");
});

const reading = { account: { reads: { "log-archive": ["bucket", "key"] } } };
