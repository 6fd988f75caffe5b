import {
  organizationAccessRole,
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
  const boundary = boundaryArn(organization, accountId);
  simulateStateBucket(cloud, organization, account, accountId);
  cloud.create({
    type: "aws_iam_policy",
    id: boundary,
    accountId,
    region: "global",
    attributes: { arn: boundary, name: workloadBoundaryName, path: platformPath },
  });
}

/** Makes room for what the bootstrap makes itself, in an account that {@link bootstrapOffline} was called for before. */
export function removeSimulatedBoundary(
  cloud: ReturnType<typeof openCloud>,
  organization: Organization,
  accountId: string,
): void {
  const place = { type: "aws_iam_policy", id: boundaryArn(organization, accountId), accountId, region: "global" };
  const boundary = cloud.get(accountId, place.type, place.id, place.region);
  // The one that Terraform made has a policy.
  if (boundary && boundary.attributes["policy"] === undefined) cloud.remove(place);
}

/** Puts into the simulated cloud the role that AWS makes in every account of an organisation but the one that founded it. */
export function simulateOrganizationRole(
  cloud: ReturnType<typeof openCloud>,
  { homeRegion }: Organization,
  accountId: string,
  managementAccountId: string,
): void {
  const iam = (id: string, name: string): string => `arn:${partitionOf(homeRegion)}:iam::${id}:${name}`;
  const name = organizationAccessRole;
  const trust = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: iam(managementAccountId, "root") }, Action: "sts:AssumeRole" }],
  };
  cloud.create({
    type: "aws_iam_role",
    id: name,
    accountId,
    region: "global",
    attributes: {
      name,
      path: "/",
      arn: iam(accountId, `role/${name}`),
      assume_role_policy: JSON.stringify(trust),
      max_session_duration: 3600,
    },
  });
}

function boundaryArn({ homeRegion }: Organization, accountId: string): string {
  return `arn:${partitionOf(homeRegion)}:iam::${accountId}:policy${platformPath}${workloadBoundaryName}`;
}

/**
 * Puts the state bucket of an account into the simulated cloud, where the object of the published outputs is known to be in
 * it. When the state is on a server of S3, so is what the object holds.
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
