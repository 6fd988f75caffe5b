import type { Statement } from "./policies.ts";

/**
 * Condition keys that keep strangers out when a statement's principal is everybody: each says who calls, or through
 * what of ours the call comes.
 *
 * Source: IAM User Guide, "AWS global condition context keys"; AWS KMS Developer Guide, "Condition keys for AWS KMS". Read
 * 2026-11.
 */
const restricting = new Set(
  [
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    "aws:SourceOwner",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:VpceAccount",
    "aws:VpceOrgID",
    "kms:CallerAccount",
    "kms:GrantIsForAWSResource",
    "s3:DataAccessPointAccount",
  ].map((key) => key.toLowerCase()),
);

/**
 * True when a statement lets anybody in: everybody is its principal, and no condition says who. `...IfExists` says
 * nothing, because the key may be absent; nor does a pattern that anything matches.
 */
export function isOpen({ effect, principals, exceptPrincipals, conditions }: Statement): boolean {
  if (effect !== "Allow" || principals === undefined) return false;
  if (exceptPrincipals) return true;
  if (!Object.values(principals).some((ids) => ids.includes("*"))) return false;
  return !conditions.some(
    ([operator, key, values]) =>
      restricting.has(key.toLowerCase()) &&
      /^(ForAnyValue:)?(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like)|Bool)$/.test(operator) &&
      values.length > 0 &&
      values.every((value) => isNarrow(key.toLowerCase(), value)),
  );
}

/** An ARN has to say of which account it is, unless it is one of S3's, which have none. */
function isNarrow(key: string, value: string): boolean {
  if (/^\*+$/.test(value)) return false;
  if (key !== "aws:principalarn" && key !== "aws:sourcearn") return !value.startsWith("*");
  const [, , service, , account] = value.split(":");
  return (service === "s3" && key === "aws:sourcearn") || (account !== undefined && account !== "" && account !== "*");
}
