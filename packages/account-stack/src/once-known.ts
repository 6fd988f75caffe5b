import { Fn, Op, TerraformCount, Token, type IResolvable } from "cdktf";

/**
 * `count` for a resource that needs awaited outputs: the resource is absent while one of them is null. Nothing else may
 * refer to such a resource.
 *
 * @param values tokens from `AccountStack.await`
 * @example
 * new Cloudtrail(this, "trail", { count: onceKnown(bucketName, keyArn), s3BucketName: bucketName, kmsKeyId: keyArn });
 */
export function onceKnown(...values: readonly (string | readonly string[] | Record<string, string>)[]): TerraformCount {
  const unknown = values
    .map((value): IResolvable => Op.eq(value, Token.nullValue()))
    .reduce((left, right) => Op.or(left, right));
  return TerraformCount.of(Token.asNumber(Fn.conditional(unknown, 0, 1)));
}
