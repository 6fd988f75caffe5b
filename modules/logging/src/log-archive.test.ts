import { policyOf, synthStack } from "@archipelago/testing";
import { LogArchive, logArchiveOutputs, type LogArchiveProps } from "./log-archive.ts";

const archive = (props: Partial<LogArchiveProps> = {}, deletionProtection = true) =>
  synthStack(
    (stack) => {
      const { flowLogBucketArn } = new LogArchive(stack, "archive", { organizationId: "o-example", ...props });
      stack.publish(logArchiveOutputs, { flowLogBucketArn });
    },
    { environment: { deletionProtection } },
  );
const template = archive();

test("every bucket is private, encrypted, versioned and owned by the account", () => {
  expect(template.summary()).toMatchInlineSnapshot(`
    "  2 aws_s3_bucket
      2 aws_s3_bucket_lifecycle_configuration
      1 aws_s3_bucket_logging
      2 aws_s3_bucket_ownership_controls
      2 aws_s3_bucket_policy
      2 aws_s3_bucket_public_access_block
      2 aws_s3_bucket_server_side_encryption_configuration
      2 aws_s3_bucket_versioning
      1 aws_s3_object
    publishes flowLogBucketArn"
  `);
  for (const { properties } of template.resources("aws_s3_bucket_public_access_block")) {
    expect(properties).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
  }
  for (const { properties } of template.resources("aws_s3_bucket_versioning")) {
    expect(properties["versioning_configuration"]).toEqual({ status: "Enabled" });
  }
  for (const { properties } of template.resources("aws_s3_bucket_ownership_controls")) {
    expect(properties["rule"]).toEqual({ object_ownership: "BucketOwnerEnforced" });
  }
  for (const { properties } of template.resources("aws_s3_bucket_server_side_encryption_configuration")) {
    expect(properties["rule"][0].apply_server_side_encryption_by_default.sse_algorithm).toBe("AES256");
  }
});

test("the buckets' names hold the account's id, which is in no file", () => {
  const names = template.resources("aws_s3_bucket").map(({ properties }) => properties["bucket"]);
  expect(names).toEqual(["example-access-logs-${var.account_id}", "example-flow-logs-${var.account_id}"]);
});

test("flow logs are delivered by accounts of the organisation only", () => {
  const policy = policyOf(template.named("aws_s3_bucket_policy", "flow-logs")["policy"]);
  const organization = { StringEquals: { "aws:SourceOrgID": "o-example" } };
  const arn = "arn:aws:s3:::example-flow-logs-${var.account_id}";
  expect(policy.statement("FlowLogWrite")).toMatchObject({
    Effect: "Allow",
    Principal: { Service: "delivery.logs.amazonaws.com" },
    Action: ["s3:PutObject"],
    Resource: [`${arn}/AWSLogs/*`],
    Condition: organization,
  });
  expect(policy.statement("FlowLogCheck")).toMatchObject({ Resource: [arn], Condition: organization });
  expect(policy.statements.filter(({ Effect }) => Effect === "Allow")).toHaveLength(2);
});

test.each(["flow-logs", "access-logs"])("%s is reached over TLS 1.2 only", (bucket) => {
  const policy = policyOf(template.named("aws_s3_bucket_policy", bucket)["policy"]);
  const everything = {
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:*"],
    Resource: [expect.stringMatching(/_id\}$/), expect.stringMatching(/_id\}\/\*$/)],
  };
  expect(policy.statement("DenyWithoutTls")).toMatchObject({
    ...everything,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  });
  expect(policy.statement("DenyOldTls")).toMatchObject({
    ...everything,
    Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
  });
});

test("who reads the flow logs is logged, for this bucket of this account only", () => {
  expect(template.resource("aws_s3_bucket_logging")).toMatchObject({
    bucket: expect.stringContaining("flow-logs"),
    target_bucket: "example-access-logs-${var.account_id}",
  });
  const policy = policyOf(template.named("aws_s3_bucket_policy", "access-logs")["policy"]);
  expect(policy.statement("ServerAccessLogs").Condition).toEqual({
    StringEquals: { "aws:SourceAccount": "${var.account_id}" },
    ArnLike: { "aws:SourceArn": "arn:aws:s3:::example-flow-logs-${var.account_id}" },
  });
});

test("logs get cheaper with age and end", () => {
  const [rule] = template.named("aws_s3_bucket_lifecycle_configuration", "flow-logs")["rule"];
  expect(rule).toMatchObject({
    status: "Enabled",
    transition: [{ days: 90, storage_class: "GLACIER_IR" }],
    expiration: [{ days: 400 }],
    noncurrent_version_expiration: [{ noncurrent_days: 30 }],
  });
  const short = archive({ retentionDays: 30, coldAfterDays: 10 });
  expect(short.named("aws_s3_bucket_lifecycle_configuration", "flow-logs")["rule"][0].expiration).toEqual([
    { days: 30 },
  ]);
  expect(() => archive({ retentionDays: 60 })).toThrow("deleted after 60 days");
});

test("with deletion protection Terraform refuses to delete the buckets", () => {
  const lifecycles = (of: typeof template) =>
    of.resources("aws_s3_bucket").map(({ properties }) => properties["lifecycle"]);
  expect(lifecycles(template)).toEqual([{ prevent_destroy: true }, { prevent_destroy: true }]);
  expect(lifecycles(archive({}, false))).toEqual([undefined, undefined]);
  expect(lifecycles(archive({ deletionProtection: false }))).toEqual([undefined, undefined]);
});

test("the bucket's ARN is published once the bucket exists", () => {
  expect(Object.keys(template.published())).toEqual(["flowLogBucketArn"]);
  expect(template.published()["flowLogBucketArn"]).toMatch(/^aws_s3_bucket\.archive_flow-logs_.*\.arn$/);
});
