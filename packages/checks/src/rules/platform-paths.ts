import type { Organization } from "@archipelago/account-stack/workspace";

/** The part an account plays: its key in `accounts` of organization.json. */
export type Part = keyof Organization["accounts"];

/**
 * Outputs of the platform's own accounts that any account may use, and why: paths that no application declares. What is
 * not here needs a connection.
 */
export const platformOutputs: Readonly<Partial<Record<Part, Readonly<Record<string, string>>>>> = {
  management: {
    organizationId: "policies ask for the organisation",
    rootId: "the security account delegates by the root of the organisation",
    managementAccountId: "the trail is delivered from the management account",
    securityAccountId: "auditors of the security account read every account",
    securityAdministrator: "the security account is the delegated administrator of the security services",
  },
  logArchive: {
    configBucketName: "AWS Config delivers the record of every account to the archive",
    flowLogBucketArn: "flow logs of every network go to the archive",
    resolverLogBucketArn: "DNS queries of every network go to the archive",
    trailBucketName: "the organisation's trail is delivered to the archive",
    trailKeyArn: "the organisation's trail is encrypted with the archive's key",
  },
  network: {
    dnsProfileId: "every account may resolve the organisation's private names",
  },
  security: {
    sinkArns: "metrics, logs and traces of every account are seen in the security account",
  },
};

/** Resources whose policy lets in the whole organisation, by the account that has them, and why. */
export const organizationWide: readonly (readonly [part: Part, type: string, reason: string])[] = [
  [
    "backup",
    "aws_backup_vault_policy",
    "every account copies its backups into the vault, and can do nothing else to it",
  ],
  [
    "network",
    "aws_ram_principal_association",
    "every account may resolve the organisation's private names, and change nothing of them",
  ],
  ["security", "aws_oam_sink_policy", "every account links its metrics and logs to the sink"],
];
