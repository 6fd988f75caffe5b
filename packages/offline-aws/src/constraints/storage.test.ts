import type { Attributes } from "../contract.ts";
import { stored } from "../test-cloud.ts";
import type { Given } from "./cases.fixture.ts";
import {
  answer,
  bucket,
  bucketPolicy,
  foreignBucket,
  inOrg,
  lock,
  locked,
  role,
  suspended,
  versioned,
} from "./cases.fixture.ts";

// type, attributes, what exists, the code of the refusal or undefined
test.each<[string, Attributes, Given, string | undefined]>([
  ["aws_s3_bucket", { bucket: "acme-logs" }, [], undefined],
  ["aws_s3_bucket", { bucket: "logs" }, [bucket], "BucketAlreadyOwnedByYou"],
  ["aws_s3_bucket", { "@id": "logs", bucket: "logs" }, [bucket], undefined],
  ["aws_s3_bucket", { bucket: "archive" }, [foreignBucket], "BucketAlreadyExists"],
  ...["Logs", "ab", "a_b_c", "-logs", "10.0.0.1", "xn--logs", "a..b", "logs-s3alias", "a".repeat(64)].map(
    (name): [string, Attributes, Given, string] => ["aws_s3_bucket", { bucket: name }, [], "InvalidBucketName"],
  ),
  ["aws_s3_bucket_versioning", { bucket: "archive" }, [foreignBucket], "AccessDenied"],
  ["aws_s3_bucket_versioning", { bucket: "none" }, [], "NoSuchBucket"],
  ["aws_s3_bucket_object_lock_configuration", { bucket: "logs" }, [bucket, versioned], undefined],
  ["aws_s3_bucket_object_lock_configuration", { bucket: "logs" }, [bucket], "InvalidBucketState"],
  ["aws_s3_bucket_object_lock_configuration", { bucket: "logs" }, [bucket, suspended], "InvalidBucketState"],
  [
    "aws_s3_bucket_object_lock_configuration",
    { bucket: "logs" },
    [stored("aws_s3_bucket", "logs", { bucket: "logs", object_lock_enabled: true })],
    undefined,
  ],
  ["aws_s3_bucket_replication_configuration", { bucket: "logs" }, [bucket], "InvalidRequest"],
  ["aws_s3_bucket_replication_configuration", { bucket: "logs" }, [bucket, versioned], undefined],
  ["aws_s3_bucket_versioning", suspended.attributes, [bucket], undefined],
  [
    "aws_s3_bucket_versioning",
    suspended.attributes,
    [stored("aws_s3_bucket", "logs", { bucket: "logs", object_lock_enabled: true })],
    "InvalidBucketState",
  ],
  ["aws_s3_bucket_policy", bucketPolicy({ Principal: { AWS: "111122223333" } }), [bucket], undefined],
  [
    "aws_s3_bucket_policy",
    bucketPolicy({ Principal: { AWS: "111122223333" }, Resource: "arn:aws:s3:::else/*" }),
    [bucket],
    "MalformedPolicy",
  ],
  ["aws_s3_bucket_policy", bucketPolicy({ Principal: { AWS: role.attributes.arn! } }), [bucket, role], undefined],
  ["aws_s3_bucket_policy", bucketPolicy({ Principal: { AWS: role.attributes.arn! } }), [bucket], "MalformedPolicy"],
  ["aws_s3_bucket_policy", bucketPolicy({ Principal: "*" }), [bucket], undefined],
  ["aws_s3_bucket_policy", bucketPolicy({ Principal: "*" }), [bucket, lock], "AccessDenied"],
  ["aws_s3_bucket_policy", bucketPolicy({ Principal: "*", Condition: inOrg }), [bucket, lock], undefined],
  ["aws_s3_bucket_policy", bucketPolicy({ Principal: "*", Effect: "Deny" }), [bucket, lock], undefined],
  [
    "aws_s3_bucket_logging",
    { bucket: "logs", target_bucket: "target" },
    [bucket, stored("aws_s3_bucket", "target", { bucket: "target" })],
    undefined,
  ],
  [
    "aws_s3_bucket_logging",
    { bucket: "logs", target_bucket: "archive" },
    [bucket, foreignBucket],
    "InvalidTargetBucketForLogging",
  ],
  [
    "aws_s3_bucket_logging",
    { bucket: "logs", target_bucket: "target" },
    [bucket, stored("aws_s3_bucket", "target", { bucket: "target" }), locked("target")],
    "InvalidTargetBucketForLogging",
  ],
  [
    "aws_s3_bucket_logging",
    { bucket: "logs", target_bucket: "target" },
    [bucket, stored("aws_s3_bucket", "target", { bucket: "target", object_lock_enabled: true })],
    "InvalidTargetBucketForLogging",
  ],
])("%s %j", (type, attributes, given, code) => {
  expect(answer(type, attributes, given)?.code).toBe(code);
});
