import { baselineNames, baselinePath } from "@archipelago/iam-baseline";
import { developerStatements } from "./developer.ts";
import type { PermissionSet } from "./permission-set.ts";
import { noStoredContent } from "./stored-content.ts";

/**
 * The permission sets that account.json can name.
 *
 * There is none for emergencies: the break-glass role works when Identity Center does not. None references a policy of
 * the account it is used in, because such a policy would have to exist there before the first assignment.
 */
export const standardPermissionSets = {
  Administrator: {
    description: "Everything the guardrails leave: for the platform team, when code cannot do it",
    managedPolicies: ["AdministratorAccess"],
    sessionHours: 1,
  },
  Billing: {
    description: "Costs, budgets and invoices: for finance, in the management account",
    managedPolicies: ["job-function/Billing"],
    sessionHours: 8,
    relayState: "https://console.aws.amazon.com/costmanagement/home",
  },
  Developer: {
    description: "Builds and runs applications: everything but people, the platform's roles and roles without boundary",
    managedPolicies: ["PowerUserAccess"],
    statements: developerStatements,
    sessionHours: 8,
  },
  Operations: {
    description: "Reads configuration, logs and metrics; starts, stops and scales what runs: for people on call",
    managedPolicies: ["ReadOnlyAccess"],
    statements: (context) => [
      ...noStoredContent(context),
      {
        Sid: "StartStopScale",
        Effect: "Allow",
        Action: [
          "autoscaling:SetDesiredCapacity",
          "autoscaling:StartInstanceRefresh",
          "autoscaling:TerminateInstanceInAutoScalingGroup",
          "cloudwatch:DisableAlarmActions",
          "cloudwatch:EnableAlarmActions",
          "ec2:RebootInstances",
          "ec2:StartInstances",
          "ec2:StopInstances",
          "ecs:StopTask",
          "ecs:UpdateService",
          "rds:RebootDBInstance",
          "rds:StartDBCluster",
          "rds:StartDBInstance",
          "rds:StopDBCluster",
          "rds:StopDBInstance",
        ],
        Resource: "*",
      },
    ],
    sessionHours: 4,
  },
  ReadOnly: {
    description: "Reads configuration, logs and metrics, but not what is stored: for everybody who works on an account",
    managedPolicies: ["ReadOnlyAccess"],
    statements: noStoredContent,
    sessionHours: 8,
  },
  SecurityAudit: {
    description: "Reads configuration, and assumes the audit role of every account: for the security team",
    managedPolicies: ["SecurityAudit", "job-function/ViewOnlyAccess"],
    statements: ({ partition, trailBuckets }) => [
      {
        // The bucket and its key let this permission set in, and nobody else.
        Sid: "ReadTrail",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket"],
        Resource: [`arn:${partition}:s3:::${trailBuckets}`, `arn:${partition}:s3:::${trailBuckets}/*`],
      },
      {
        Sid: "DecryptTrailBecauseItsKeyAdmitsOnlyThisSet",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: { StringLike: { "kms:ViaService": "s3.*.amazonaws.com" } },
      },
      {
        Sid: "AssumeAuditRole",
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Resource: `arn:${partition}:iam::*:role${baselinePath}${baselineNames.audit}`,
      },
    ],
    sessionHours: 8,
  },
} as const satisfies Readonly<Record<string, PermissionSet>>;
