import type { PolicyType } from "./guardrail.ts";

/** What AWS Organizations allows of one kind of policy. */
export interface PolicyQuota {
  /** Characters of a policy, white space included. */
  readonly size: number;
  /** Policies attached directly to the root, a unit or an account; what is inherited does not count. */
  readonly attached: number;
  /** The policy that AWS attaches to everything itself. It counts. */
  readonly attachedByAws?: string;
  /** Start of policy names. */
  readonly prefix: string;
  readonly source: string;
}

const userGuide = 'AWS Organizations User Guide, "Quotas and service limits", read 2026-11';

/** Quotas by kind of policy. */
export const quotas: Readonly<Record<PolicyType, PolicyQuota>> = {
  SERVICE_CONTROL_POLICY: {
    size: 10_240,
    attached: 10,
    attachedByAws: "FullAWSAccess",
    prefix: "scp",
    source: "AWS What's New, 2026-05-15 (5,120 characters and 5 policies before)",
  },
  RESOURCE_CONTROL_POLICY: {
    size: 5_120,
    attached: 5,
    attachedByAws: "RCPFullAWSAccess",
    prefix: "rcp",
    source: userGuide,
  },
  AISERVICES_OPT_OUT_POLICY: { size: 2_500, attached: 5, prefix: "ai", source: userGuide },
  BACKUP_POLICY: { size: 10_000, attached: 10, prefix: "backup", source: userGuide },
  TAG_POLICY: { size: 10_000, attached: 10, prefix: "tag", source: userGuide },
};
