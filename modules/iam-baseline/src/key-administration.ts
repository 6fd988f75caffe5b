import type { Construct } from "constructs";
import { AccountStack, partitionOf } from "@archipelago/account-stack";

/**
 * The first statement of a KMS key's policy: the account decides about the key by IAM. Without it nobody could ever change
 * the key again (AWS KMS Developer Guide, "Default key policy").
 */
export function keyAdministration(scope: Construct): object {
  const { account, accountId } = AccountStack.of(scope);
  return {
    Sid: "Account",
    Effect: "Allow",
    Principal: { AWS: `arn:${partitionOf(account.region)}:iam::${accountId}:root` },
    Action: "kms:*",
    Resource: "*",
  };
}
