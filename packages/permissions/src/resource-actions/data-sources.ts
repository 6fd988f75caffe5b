import type { ResourceActionsTable } from "./resource-actions.ts";

const reads = { on: [], create: "", update: "", delete: "" };

/** Data sources: read by plan and by apply. */
export const dataSources: ResourceActionsTable = {
  aws_guardduty_detector: {
    ...reads,
    on: ["arn:{partition}:guardduty:{region}:{account}:detector/0123456789abcdef0123456789abcdef"],
    read: "guardduty:ListDetectors guardduty:GetDetector",
  },
  aws_identitystore_group: {
    ...reads,
    on: [
      "arn:{partition}:identitystore::{account}:identitystore/d-0123456789",
      "arn:{partition}:identitystore:::group/00000000-0000-4000-8000-000000000000",
    ],
    read: "identitystore:GetGroupId identitystore:DescribeGroup",
  },
  aws_ssoadmin_instances: { ...reads, read: "sso:ListInstances" },
};
