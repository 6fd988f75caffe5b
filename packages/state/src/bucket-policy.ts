import { lastApplyKey, platformPath, publishedOutputsKey, deploymentRoles } from "@archipelago/account-stack/workspace";

/** Who a state bucket belongs to. */
export interface BucketPolicyProps {
  readonly bucket: string;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  /** `o-...`; undefined while there is no organisation yet: nobody outside of the account is let in then. */
  readonly organizationId: string | undefined;
}

/**
 * The policy of a state bucket: TLS only, no access points, nobody from outside of the organisation, and published outputs
 * and the record of the last apply for the deployment roles of other accounts, whose own policies say which they read. The
 * state itself is for roles of the account only.
 */
export function stateBucketPolicy({ bucket, partition, organizationId }: BucketPolicyProps): object {
  const arn = `arn:${partition}:s3:::${bucket}`;
  const everything = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: [arn, `${arn}/*`] };
  const shared = [publishedOutputsKey, lastApplyKey];
  const deploymentRolesOf = (organization: string) => ({
    StringEquals: { "aws:PrincipalOrgID": organization },
    ArnLike: {
      "aws:PrincipalArn": Object.values(deploymentRoles).map(
        (role) => `arn:${partition}:iam::*:role${platformPath}${role}`,
      ),
    },
  });
  return {
    Version: "2012-10-17",
    Statement: [
      { Sid: "DenyWithoutTls", ...everything, Condition: { Bool: { "aws:SecureTransport": "false" } } },
      { Sid: "DenyOldTls", ...everything, Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } },
      // Through an access point the callers' own policies and the guardrails see its ARN and not the bucket's, which is
      // what they protect. S3 asks this policy all the same (Amazon S3 User Guide, "Configuring IAM policies for using
      // access points").
      { Sid: "DenyAccessPoints", ...everything, Condition: { Null: { "s3:DataAccessPointArn": "false" } } },
      ...(organizationId === undefined
        ? []
        : [
            {
              Sid: "DenyOtherOrganizations",
              ...everything,
              Condition: {
                StringNotEqualsIfExists: { "aws:PrincipalOrgID": organizationId },
                BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
              },
            },
            {
              Sid: "ReadShared",
              Effect: "Allow",
              Principal: "*",
              Action: "s3:GetObject",
              Resource: shared.map((key) => `${arn}/${key}`),
              Condition: deploymentRolesOf(organizationId),
            },
            {
              Sid: "FindShared",
              Effect: "Allow",
              Principal: "*",
              Action: "s3:ListBucket",
              Resource: arn,
              Condition: {
                ...deploymentRolesOf(organizationId),
                StringEquals: { "aws:PrincipalOrgID": organizationId, "s3:prefix": shared },
              },
            },
          ]),
    ],
  };
}
