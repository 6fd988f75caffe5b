import type { Cloud } from "../cloud/cloud.ts";
import type { Diagnostic } from "../protocol/diagnostics.ts";
import type { StoredResource } from "../contract.ts";

const ACCOUNT = "aws_organizations_account";

/**
 * What is left of a resource that was deleted. A closed account stays in its organization, suspended, for 90 days, and
 * hashicorp/aws takes it for gone (AWS Account Management Reference, "Close an AWS account"; internal/service/organizations
 * of the provider, both read 2026-11). The time is not in AWS's answers: it is what the quota of closings goes by.
 */
export function remainder({ type, attributes, ...rest }: StoredResource, now: Date): StoredResource | undefined {
  if (type !== ACCOUNT || attributes["close_on_deletion"] !== true) return undefined;
  const closed = { status: "SUSPENDED", state: "SUSPENDED", suspended_at: now.toISOString() };
  return { type, ...rest, attributes: { ...attributes, ...closed } };
}

/** Whether the provider takes a resource for gone that the cloud still has. */
export function takenForGone({ type, attributes }: StoredResource): boolean {
  return type === ACCOUNT && attributes["status"] === "SUSPENDED";
}

/** Nobody gets credentials for a closed account. */
export function refuseSuspended(accountId: string, cloud: Cloud): Diagnostic | undefined {
  const suspended = cloud
    .accounts()
    .some((manager) => cloud.get(manager, ACCOUNT, accountId, "global")?.attributes["status"] === "SUSPENDED");
  if (!suspended) return undefined;
  return {
    summary: `No valid credentials for account ${accountId}: operation error STS: AssumeRole, api error AccessDenied`,
    detail: "The account is closed: its status is SUSPENDED.",
  };
}
