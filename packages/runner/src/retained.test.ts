import type { JsonObject, StateResource } from "@archipelago/terraform";
import { logServices, retainedOf, retainedTypes } from "./retained.ts";

const resource = (block: string, attributes: JsonObject): StateResource => ({
  block,
  address: block,
  type: block.split(".")[0]!,
  attributes,
});
const bucket = resource("aws_s3_bucket.b", { id: "b", object_lock_enabled: false });
const policy = (statement: object) =>
  resource("aws_s3_bucket_policy.p", { bucket: "b", policy: JSON.stringify({ Statement: statement }) });
const service = (name: string) => ({ Effect: "Allow", Action: "s3:PutObject", Principal: { Service: name } });
const blocks = (...all: StateResource[]) => retainedOf(all).map(({ block }) => block);

test("an ordinary bucket does not stay, nor what is in it", () => {
  expect(blocks(bucket, resource("aws_s3_object.o", { bucket: "b" }), policy([]))).toEqual([]);
});

test("a bucket with object lock stays with its parts, and with no part of another bucket", () => {
  const locked = resource("aws_s3_bucket.locked", { id: "l", object_lock_enabled: true });
  const part = resource("aws_s3_bucket_versioning.v", { bucket: "l" });
  expect(retainedOf([bucket, locked, part, resource("aws_s3_bucket_versioning.w", { bucket: "b" })])).toEqual([
    { block: locked.block, because: expect.stringContaining("locked"), companion: false },
    { block: part.block, because: "it belongs to aws_s3_bucket.locked", companion: true },
  ]);
});

test.each(logServices)("a bucket stays that %s delivers logs to", (name) => {
  expect(blocks(bucket, policy([service(name)]))).toEqual(["aws_s3_bucket.b", "aws_s3_bucket_policy.p"]);
  expect(blocks(bucket, policy({ ...service(name), Action: ["s3:GetBucketAcl", "s3:PutObject"] }))).toHaveLength(2);
  expect(blocks(bucket, policy([{ ...service(name), Effect: "Deny" }]))).toEqual([]);
  expect(blocks(bucket, policy([{ ...service(name), Action: "s3:GetBucketAcl" }]))).toEqual([]);
});

test("a bucket that an application's service writes to does not stay", () => {
  expect(blocks(bucket, policy([service("ses.amazonaws.com")]))).toEqual([]);
});

test("a key stays with what it encrypts, by ARN or id, and its alias with it; another key does not", () => {
  const key = resource("aws_kms_key.k", { key_id: "1234", arn: "arn:aws:kms:eu-west-1:1:key/1234" });
  const alias = resource("aws_kms_alias.k", { target_key_id: "1234" });
  const other = resource("aws_kms_key.o", { key_id: "9", arn: "arn:aws:kms:eu-west-1:1:key/9" });
  const vault = resource("aws_backup_vault.v", { id: "v", kms_key_arn: key.attributes["arn"]! });
  const lock = resource("aws_backup_vault_lock_configuration.v", { backup_vault_name: "v" });
  expect(blocks(key, alias, other, vault, lock)).toEqual([vault.block, lock.block, key.block, alias.block]);
});

test.each(retainedTypes.map((rule) => [`${rule.type}: ${rule.because}`, rule] as const))("%s", (_name, rule) => {
  expect(rule.type).toMatch(/^aws_/);
  expect(rule.because).toMatch(/^(it|its) .*: /);
});
