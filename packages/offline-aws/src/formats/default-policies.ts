import type { Caller } from "../contract.ts";

/** Policies that AWS writes where the configuration gives none, as the services document them (2026-11). */
export const defaultPolicies: Record<string, (caller: Caller, arn: string) => unknown> = {
  kms_key: ({ partition, accountId }) => ({
    Id: "key-default-1",
    Statement: [
      {
        Action: "kms:*",
        Effect: "Allow",
        Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
        Resource: "*",
        Sid: "Enable IAM User Permissions",
      },
    ],
    Version: "2012-10-17",
  }),
  sns_topic: ({ accountId }, arn) => ({
    Id: "__default_policy_ID",
    Statement: [
      {
        Action: [
          "SNS:GetTopicAttributes",
          "SNS:SetTopicAttributes",
          "SNS:AddPermission",
          "SNS:RemovePermission",
          "SNS:DeleteTopic",
          "SNS:Subscribe",
          "SNS:ListSubscriptionsByTopic",
          "SNS:Publish",
        ],
        Condition: { StringEquals: { "AWS:SourceOwner": accountId } },
        Effect: "Allow",
        Principal: { AWS: "*" },
        Resource: arn,
        Sid: "__default_statement_ID",
      },
    ],
    Version: "2008-10-17",
  }),
  vpc_endpoint: () => ({
    Statement: [{ Action: "*", Effect: "Allow", Principal: "*", Resource: "*" }],
    Version: "2008-10-17",
  }),
};
