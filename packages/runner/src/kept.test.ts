import { named } from "./kept.ts";

test.each([
  ["aws_s3_bucket.kept", "aws_s3_bucket.kept", true],
  ["aws_s3_bucket.kept", "aws_s3_bucket.kept[0]", true],
  ["aws_s3_bucket.kept", 'aws_s3_bucket.kept["a]\\"[b"]', true],
  ["aws_s3_bucket.kept", "aws_s3_bucket.kept_not", false],
  ["aws_s3_bucket.kept", "data.aws_s3_bucket.kept", false],
  ["module.m", 'module.m["eu.a"].aws_s3_bucket.b', true],
  ["module.m.aws_s3_bucket.b", "module.m[1].aws_s3_bucket.b[2]", true],
  ["module.m", "module.many.aws_s3_bucket.b", false],
])("a removed block from %s is of %s: %s", (block, instance, is) => {
  expect(named([block], [instance])).toEqual(is ? [instance] : []);
});
