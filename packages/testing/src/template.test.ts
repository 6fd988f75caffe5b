import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import { policyOf, synthStack } from "./index.ts";

const template = synthStack((stack, { account, environment }) => {
  const first = new S3Bucket(stack, "first", { bucket: `${account.name}-${environment.name}` });
  new S3Bucket(stack, "second", { bucket: "second" });
  stack.publish({ bucketArn: "arn", zones: "strings" }, { bucketArn: first.arn, zones: ["a", "b"] });
});

test("the stack is synthesised as in production: published outputs are in it", () => {
  expect(template.published()).toEqual({ bucketArn: "aws_s3_bucket.first.arn", zones: '["a", "b"]' });
});

test("resources are found by type, with their properties and without CDKTF's comment", () => {
  expect(template.resources("aws_s3_bucket")).toEqual([
    { name: "first", properties: { bucket: "example-dev-development" } },
    { name: "second", properties: { bucket: "second" } },
  ]);
  expect(template.count("aws_s3_bucket")).toBe(2);
  expect(template.count("aws_vpc")).toBe(0);
  expect(template.named("aws_s3_bucket", "sec")["bucket"]).toBe("second");
  expect(template.addresses()).toContain("aws_s3_bucket.first");
});

test("asking for the only resource of a type fails clearly when there are none or several", () => {
  expect(() => template.resource("aws_s3_bucket")).toThrow("2 resources of type aws_s3_bucket, expected one");
  expect(() => template.resource("aws_vpc")).toThrow("there are aws_s3_bucket, aws_s3_object");
  expect(() => template.named("aws_s3_bucket", "third")).toThrow("there are first, second");
});

test("overrides reach the stack", () => {
  const other = synthStack(
    (stack, { account, environment }) => {
      new S3Bucket(stack, "bucket", { bucket: `${account.name}-${environment.name}` });
    },
    { account: { name: "other" }, environment: { name: "production" } },
  );
  expect(other.resource("aws_s3_bucket")["bucket"]).toBe("other-production");
});

test("the summary shows types, counts, inputs and outputs", () => {
  const reading = synthStack((stack) => {
    void stack.read("log-archive", { flowLogBucketArn: "bucketArn" }).flowLogBucketArn;
    void stack.await("management", { organizationId: "string" }).organizationId;
    new S3Bucket(stack, "bucket", {});
    stack.publish({ bucketArn: "arn" }, { bucketArn: "x" });
  });
  expect(reading.summary()).toMatchInlineSnapshot(`
    "  1 aws_s3_bucket
      1 aws_s3_object
    reads flowLogBucketArn of log-archive
    awaits organizationId of management
    publishes bucketArn"
  `);
});

test("a policy document is parsed with lists where IAM allows a string", () => {
  const policy = policyOf(
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: "${aws_s3_bucket.a.arn}/*" }],
    }),
  );
  expect(policy.statement("Read")).toMatchObject({ Action: ["s3:GetObject"], Resource: ["${aws_s3_bucket.a.arn}/*"] });
  expect(() => policy.statement("Write")).toThrow("0 statements are called Write; there are Read");
});

test.each([
  ["not JSON", "{"],
  ["an old version", JSON.stringify({ Version: "2008-10-17", Statement: [] })],
  ["no effect", JSON.stringify({ Version: "2012-10-17", Statement: [{ Action: "*" }] })],
  ["not text", { Version: "2012-10-17" }],
])("a policy document that is %s is refused", (_, document) => {
  expect(() => policyOf(document)).toThrow();
});
