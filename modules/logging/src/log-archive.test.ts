import { policyOf, synthStack } from "@archipelago/testing";
import { LogArchive, logArchiveOutputs, trailArchiveOutputs, type LogArchiveProps } from "./log-archive.ts";

const archive = (props: Partial<LogArchiveProps> = {}, deletionProtection = true) =>
  synthStack(
    (stack) => {
      const made = new LogArchive(stack, "archive", {
        organizationId: "o-example",
        managementAccountId: "${var.management}",
        ...props,
      });
      stack.publish(logArchiveOutputs, made);
      stack.publish(trailArchiveOutputs, made);
    },
    { environment: { deletionProtection } },
  );
const template = archive();
const buckets = ["access-logs", "config", "flow-logs", "resolver-logs", "trail"];
const bucketPolicy = (bucket: string, of = template) => policyOf(of.named("aws_s3_bucket_policy", bucket)["policy"]);
const arnOf = (bucket: string) => `arn:aws:s3:::example-${bucket}-\${var.account_id}`;
const trailArn = "arn:aws:cloudtrail:eu-west-1:${var.management}:trail/example-organization";

test("every bucket is private, versioned and owned by the account", () => {
  expect(template.summary()).toMatchInlineSnapshot(`
    "  1 aws_kms_alias
      1 aws_kms_key
      5 aws_s3_bucket
      5 aws_s3_bucket_lifecycle_configuration
      4 aws_s3_bucket_logging
      1 aws_s3_bucket_object_lock_configuration
      5 aws_s3_bucket_ownership_controls
      5 aws_s3_bucket_policy
      5 aws_s3_bucket_public_access_block
      5 aws_s3_bucket_server_side_encryption_configuration
      5 aws_s3_bucket_versioning
      1 aws_s3_object
    publishes configBucketName
    publishes flowLogBucketArn
    publishes resolverLogBucketArn
    publishes trailBucketName
    publishes trailKeyArn"
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
});

test("the trail is encrypted with its key, the others by S3: logs could not be delivered otherwise", () => {
  const encryption = Object.fromEntries(
    buckets.map((bucket) => [
      bucket,
      template.named("aws_s3_bucket_server_side_encryption_configuration", `_${bucket}_`)["rule"][0]
        .apply_server_side_encryption_by_default,
    ]),
  );
  const { trail, ...others } = encryption;
  expect(trail).toEqual({ sse_algorithm: "aws:kms", kms_master_key_id: "${aws_kms_key.archive_trail-key.arn}" });
  for (const other of Object.values(others)) expect(other).toEqual({ sse_algorithm: "AES256" });
});

test("the buckets' names hold the account's id, which is in no file", () => {
  const names = template.resources("aws_s3_bucket").map(({ properties }) => properties["bucket"]);
  expect(names).toEqual(buckets.map((bucket) => `example-${bucket}-\${var.account_id}`));
});

test("the trail's objects are locked; Config and access logs cannot be delivered to a bucket that locks", () => {
  expect(template.resource("aws_s3_bucket_object_lock_configuration")).toMatchObject({
    bucket: "${aws_s3_bucket.archive_trail_bucket.bucket}",
    rule: { default_retention: { mode: "GOVERNANCE", days: 365 } },
  });
  const locking = template
    .resources("aws_s3_bucket")
    .filter(({ properties }) => properties["object_lock_enabled"] === true);
  expect(locking.map(({ name }) => name)).toEqual(["archive_trail_bucket"]);
  const compliance = archive({ lockMode: "COMPLIANCE", lockDays: 30 });
  expect(compliance.resource("aws_s3_bucket_object_lock_configuration")["rule"].default_retention).toEqual({
    mode: "COMPLIANCE",
    days: 30,
  });
});

test.each([
  ["flow-logs", "FlowLog"],
  ["resolver-logs", "ResolverLog"],
])("%s are delivered by accounts of the organisation only", (bucket, sid) => {
  const policy = bucketPolicy(bucket);
  const organization = { StringEquals: { "aws:SourceOrgID": "o-example" } };
  expect(policy.statement(`${sid}Write`)).toMatchObject({
    Effect: "Allow",
    Principal: { Service: "delivery.logs.amazonaws.com" },
    Action: ["s3:PutObject"],
    Resource: [`${arnOf(bucket)}/AWSLogs/*`],
    Condition: organization,
  });
  expect(policy.statement(`${sid}Check`)).toMatchObject({ Resource: [arnOf(bucket)], Condition: organization });
  expect(policy.statements.filter(({ Effect }) => Effect === "Allow")).toHaveLength(2);
});

test.each(buckets)("%s is reached over TLS 1.2 only, and nobody deletes from it", (bucket) => {
  const policy = bucketPolicy(`_${bucket}_`);
  const everything = {
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:*"],
    Resource: [arnOf(bucket), `${arnOf(bucket)}/*`],
  };
  expect(policy.statement("DenyWithoutTls")).toMatchObject({
    ...everything,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  });
  expect(policy.statement("DenyOldTls")).toMatchObject({
    ...everything,
    Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
  });
  expect(policy.statement("DenyDelete")).toEqual({
    Sid: "DenyDelete",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"],
    Resource: [`${arnOf(bucket)}/*`],
  });
});

test("the trail's bucket and key serve one trail", () => {
  const write = bucketPolicy("_trail_").statement("TrailWrite");
  expect(write.Condition?.["StringEquals"]).toEqual({
    "s3:x-amz-acl": "bucket-owner-full-control",
    "aws:SourceArn": trailArn,
  });
  expect(write.Resource).toEqual([
    `${arnOf("trail")}/AWSLogs/\${var.management}/*`,
    `${arnOf("trail")}/AWSLogs/o-example/*`,
  ]);
  const key = template.resource("aws_kms_key");
  expect(key).toMatchObject({ enable_key_rotation: true, deletion_window_in_days: 30 });
  expect(policyOf(key["policy"]).statement("TrailEncrypt").Condition).toEqual({
    StringEquals: { "aws:SourceArn": trailArn },
    StringLike: {
      "kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:*:${var.management}:trail/*",
    },
  });
});

test("auditors of one account may read the trail, if there is one", () => {
  expect(policyOf(template.resource("aws_kms_key")["policy"]).statements.map(({ Sid }) => Sid)).not.toContain(
    "AuditorsDecrypt",
  );
  const audited = archive({ auditorAccountId: "${var.security}", auditorPermissionSet: "Auditor" });
  const condition = {
    StringEquals: { "aws:PrincipalOrgID": "o-example" },
    ArnLike: {
      "aws:PrincipalArn":
        "arn:aws:iam::${var.security}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Auditor_????????????????",
    },
  };
  expect(policyOf(audited.resource("aws_kms_key")["policy"]).statement("AuditorsDecrypt")).toMatchObject({
    Action: ["kms:Decrypt"],
    Condition: condition,
  });
  const policy = bucketPolicy("_trail_", audited);
  expect(policy.statement("AuditorsRead")).toMatchObject({
    Action: ["s3:GetObject", "s3:GetObjectVersion"],
    Condition: condition,
  });
  expect(policy.statement("AuditorsList")).toMatchObject({ Action: ["s3:ListBucket"], Condition: condition });
});

test("who reads the logs is logged, for the buckets of this account only", () => {
  const sources = buckets.filter((bucket) => bucket !== "access-logs");
  for (const source of sources) {
    expect(template.named("aws_s3_bucket_logging", `_${source}_`)).toMatchObject({
      bucket: expect.stringContaining(source),
      target_bucket: "${aws_s3_bucket.archive_access-logs_bucket.bucket}",
    });
  }
  expect(template.count("aws_s3_bucket_logging")).toBe(sources.length);
  const { Condition } = bucketPolicy("access-logs").statement("ServerAccessLogs");
  expect(Condition?.["StringEquals"]).toEqual({ "aws:SourceAccount": "${var.account_id}" });
  expect([Condition?.["ArnLike"]?.["aws:SourceArn"]].flat().sort()).toEqual(sources.map(arnOf));
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
  expect(short.resource("aws_s3_bucket_object_lock_configuration")["rule"].default_retention.days).toBe(30);
  expect(() => archive({ retentionDays: 60 })).toThrow("deleted after 60 days");
  expect(() => archive({ lockDays: 401 })).toThrow("locked for 401 days and could not be deleted after 400");
});

test("with deletion protection Terraform refuses to delete the buckets and the key", () => {
  const lifecycles = (of: typeof template) =>
    ["aws_s3_bucket", "aws_kms_key"].flatMap((type) =>
      of.resources(type).map(({ properties }) => properties["lifecycle"]),
    );
  expect(lifecycles(template)).toEqual(Array(6).fill({ prevent_destroy: true }));
  expect(lifecycles(archive({}, false))).toEqual(Array(6).fill(undefined));
  expect(lifecycles(archive({ deletionProtection: false }))).toEqual(Array(6).fill(undefined));
});

test("values are published once what they name exists", () => {
  expect(template.published()).toEqual({
    configBucketName: "aws_s3_bucket.archive_config_bucket.bucket",
    flowLogBucketArn: "aws_s3_bucket.archive_flow-logs_bucket.arn",
    resolverLogBucketArn: "aws_s3_bucket.archive_resolver-logs_bucket.arn",
    trailBucketName: "aws_s3_bucket.archive_trail_bucket.bucket",
    trailKeyArn: "aws_kms_key.archive_trail-key.arn",
  });
});
