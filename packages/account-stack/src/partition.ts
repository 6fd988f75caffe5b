/**
 * The partition a region belongs to, the second part of every ARN. A pure function, because a data source would make
 * every stack read from outside.
 *
 * Source: AWS General Reference, "Amazon Resource Names (ARNs)".
 */
export function partitionOf(region: string): "aws" | "aws-cn" | "aws-us-gov" {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
