import { Construct } from "constructs";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js";
import { AccountStack, partitionOf, platformPath } from "@archipelago/account-stack";
import { workloadBoundaryArn } from "@archipelago/iam-baseline";

/**
 * What AWS's own policies allow the service. Source: AWS Backup Developer Guide, "Managed policies for AWS Backup", read
 * 2026-11. S3 needs two of its own.
 */
export const servicePolicies = {
  backup: ["service-role/AWSBackupServiceRolePolicyForBackup", "AWSBackupServiceRolePolicyForS3Backup"],
  restore: ["service-role/AWSBackupServiceRolePolicyForRestores", "AWSBackupServiceRolePolicyForS3Restore"],
} as const;

export interface ServiceRoleProps {
  readonly name: string;
  readonly description: string;
  readonly may: readonly (keyof typeof servicePolicies)[];
}

/** A role for AWS Backup. Its trust names the account, so that nobody else's backup plan can use it. */
export class ServiceRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, description, may }: ServiceRoleProps) {
    super(scope, id);
    const { account, accountId } = AccountStack.of(this);
    const partition = partitionOf(account.region);
    const role = new IamRole(this, "Resource", {
      name,
      path: platformPath,
      description,
      permissionsBoundary: workloadBoundaryArn({ partition, accountId }),
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "AwsBackup",
            Effect: "Allow",
            Principal: { Service: "backup.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: { StringEquals: { "aws:SourceAccount": accountId } },
          },
        ],
      }),
    });
    for (const policy of may.flatMap((each) => servicePolicies[each])) {
      new IamRolePolicyAttachment(this, policy.split("/").at(-1)!, {
        role: role.name,
        policyArn: `arn:${partition}:iam::aws:policy/${policy}`,
      });
    }
    this.arn = role.arn;
  }
}
