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
 * bucket (offline the state is a local file, but published outputs are an object in its bucket all the same) and the
 * permission boundary of roles. Does nothing where they exist.
 */
export function bootstrapOffline(
  cloud: ReturnType<typeof openCloud>,
  organization: Organization,
  account: Account,
  accountId: string,
): void {
  const { homeRegion: region } = organization;
  const partition = partitionOf(region);
  const bucket = stateBucket(organization, account.name);
  const boundary = `arn:${partition}:iam::${accountId}:policy${platformPath}${workloadBoundaryName}`;
  cloud.create({
    type: "aws_s3_bucket",
    id: bucket,
    accountId,
    region,
    attributes: { bucket, arn: `arn:${partition}:s3:::${bucket}`, region },
  });
  cloud.create({
    type: "aws_iam_policy",
    id: boundary,
    accountId,
    region: "global",
    attributes: { arn: boundary, name: workloadBoundaryName, path: platformPath },
  });
}
