import {
  partitionOf,
  platformPath,
  stateBucket,
  workloadBoundaryName,
  type Account,
  type Organization,
} from "@archipelago/account-stack/workspace";
import type { openCloud } from "@archipelago/offline-aws";

/**
 * Puts into the simulated cloud what `bootstrap` makes in an account on AWS and a stack cannot do without: the state
 * bucket and the permission boundary of roles. For states in local files, where there is nothing to bootstrap: no server
 * holds the bucket, and nobody assumes a role. Does nothing where they exist.
 */
export function bootstrapOffline(
  cloud: ReturnType<typeof openCloud>,
  organization: Organization,
  account: Account,
  accountId: string,
): void {
  const boundary = `arn:${partitionOf(organization.homeRegion)}:iam::${accountId}:policy${platformPath}${workloadBoundaryName}`;
  simulateStateBucket(cloud, organization, account, accountId);
  cloud.create({
    type: "aws_iam_policy",
    id: boundary,
    accountId,
    region: "global",
    attributes: { arn: boundary, name: workloadBoundaryName, path: platformPath },
  });
}

/**
 * Puts the state bucket of an account into the simulated cloud. Published outputs are an object in it, also when the state
 * itself is on a server of S3: the simulated provider writes to the simulated cloud only.
 */
export function simulateStateBucket(
  cloud: ReturnType<typeof openCloud>,
  organization: Organization,
  account: Account,
  accountId: string,
): void {
  const { homeRegion: region } = organization;
  const bucket = stateBucket(organization, account.name);
  const arn = `arn:${partitionOf(region)}:s3:::${bucket}`;
  cloud.create({ type: "aws_s3_bucket", id: bucket, accountId, region, attributes: { bucket, arn, region } });
}
