/** A service that delivers logs: who it is, and for whom. */
interface Delivery {
  /** ARN of the bucket. */
  readonly arn: string;
  /** Id of the organisation whose accounts' logs are taken. */
  readonly organizationId: string;
}

/** Says that the bucket's owner owns the object. With BucketOwnerEnforced it does anyway; the services send it. */
const ownersObject = { "s3:x-amz-acl": "bucket-owner-full-control" };

/**
 * Flow logs and Resolver query logs of the organisation's accounts. AWS's examples also ask for the ACL
 * bucket-owner-full-control; with BucketOwnerEnforced there is no other owner.
 *
 * Source: Amazon CloudWatch Logs User Guide, "Logs sent to Amazon S3"; Amazon VPC User Guide, "Publish flow logs to
 * Amazon S3" (2026-11).
 *
 * @param sid beginning of the statements' ids
 */
export function vendedLogDelivery(sid: string, { arn, organizationId }: Delivery): object[] {
  const delivery = {
    Effect: "Allow",
    Principal: { Service: "delivery.logs.amazonaws.com" },
    Condition: { StringEquals: { "aws:SourceOrgID": organizationId } },
  };
  return [
    { Sid: `${sid}Write`, ...delivery, Action: "s3:PutObject", Resource: `${arn}/AWSLogs/*` },
    { Sid: `${sid}Check`, ...delivery, Action: ["s3:GetBucketAcl", "s3:ListBucket"], Resource: arn },
  ];
}

/**
 * AWS Config of the organisation's accounts. It first tries with the recorder's role, is refused, and delivers as the
 * service.
 *
 * Source: AWS Config Developer Guide, "Permissions for the Amazon S3 Bucket for the AWS Config Delivery Channel"
 * (2026-11).
 */
export function configDelivery({ arn, organizationId }: Delivery): object[] {
  const delivery = { Effect: "Allow", Principal: { Service: "config.amazonaws.com" } };
  const ofOrganization = { "aws:SourceOrgID": organizationId };
  return [
    {
      Sid: "ConfigWrite",
      ...delivery,
      Action: "s3:PutObject",
      Resource: `${arn}/AWSLogs/*/Config/*`,
      Condition: { StringEquals: { ...ownersObject, ...ofOrganization } },
    },
    {
      Sid: "ConfigCheck",
      ...delivery,
      Action: ["s3:GetBucketAcl", "s3:ListBucket"],
      Resource: arn,
      Condition: { StringEquals: ofOrganization },
    },
  ];
}

/**
 * One trail, and no other: that of the organisation. CloudTrail writes below the management account's id while the
 * trail is not yet the organisation's, and below the organisation's id from then on.
 *
 * Source: AWS CloudTrail User Guide, "Creating a trail for an organization with the AWS CLI", bucket policy (2026-11).
 */
export function trailDelivery(
  { arn, organizationId }: Delivery,
  { trailArn, managementAccountId }: { readonly trailArn: string; readonly managementAccountId: string },
): object[] {
  const delivery = { Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" } };
  const ofTrail = { "aws:SourceArn": trailArn };
  return [
    {
      Sid: "TrailWrite",
      ...delivery,
      Action: "s3:PutObject",
      Resource: [`${arn}/AWSLogs/${managementAccountId}/*`, `${arn}/AWSLogs/${organizationId}/*`],
      Condition: { StringEquals: { ...ownersObject, ...ofTrail } },
    },
    {
      Sid: "TrailCheck",
      ...delivery,
      Action: "s3:GetBucketAcl",
      Resource: arn,
      Condition: { StringEquals: ofTrail },
    },
  ];
}

/** Server access logs of these buckets of this account. Source: Amazon S3 User Guide, "Enabling server access logging". */
export function accessLogDelivery(arn: string, accountId: string, sources: readonly string[]): object[] {
  return [
    {
      Sid: "ServerAccessLogs",
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: `${arn}/*`,
      Condition: { StringEquals: { "aws:SourceAccount": accountId }, ArnLike: { "aws:SourceArn": sources } },
    },
  ];
}
