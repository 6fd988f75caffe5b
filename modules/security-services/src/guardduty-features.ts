/** A protection plan of GuardDuty beyond the sources it always reads (CloudTrail, flow logs, DNS). */
export interface GuardDutyFeature {
  readonly enabled: boolean;
  /** Why it is on or off unless the organisation says otherwise. */
  readonly reason: string;
  /** What is billed. Prices are in the README. */
  readonly billed: string;
}

/**
 * GuardDuty's protection plans by the name the API has for them, with our default: on where nothing is installed and
 * nothing is billed in accounts that do not use the service.
 *
 * Runtime Monitoring is left out: it installs agents, which is a decision of each workload. EKS_RUNTIME_MONITORING is
 * its predecessor and excludes it.
 *
 * Source: Amazon GuardDuty API Reference, "OrganizationFeatureConfiguration"; User Guide, "Monitoring GuardDuty usage
 * and estimating costs" (read 2026-11).
 */
export const guardDutyFeatures = {
  S3_DATA_EVENTS: {
    enabled: true,
    reason: "data is stolen through S3 with stolen credentials, and the trail does not record object reads",
    billed: "object-level S3 events analysed",
  },
  EKS_AUDIT_LOGS: {
    enabled: true,
    reason: "attacks on a cluster's control plane show nowhere else; free where there is no cluster",
    billed: "audit log events of clusters",
  },
  RDS_LOGIN_EVENTS: {
    enabled: true,
    reason: "guessed database passwords show nowhere else; free where there is no database",
    billed: "vCPUs of the databases watched",
  },
  LAMBDA_NETWORK_LOGS: {
    enabled: true,
    reason: "functions outside a VPC have no flow logs",
    billed: "volume of network activity logs of functions",
  },
  EBS_MALWARE_PROTECTION: {
    enabled: false,
    reason: "copies volumes after a finding: an incident would decide what it costs. Switch it on with that in mind",
    billed: "gigabytes of volumes scanned, and their snapshots",
  },
} as const satisfies Readonly<Record<string, GuardDutyFeature>>;

export type GuardDutyFeatureName = keyof typeof guardDutyFeatures;
