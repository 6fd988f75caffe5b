import type { Construct } from "constructs";
import { AccessanalyzerAnalyzer } from "@cdktf/provider-aws/lib/accessanalyzer-analyzer/index.js";
import { EbsEncryptionByDefault } from "@cdktf/provider-aws/lib/ebs-encryption-by-default/index.js";
import { EbsSnapshotBlockPublicAccess } from "@cdktf/provider-aws/lib/ebs-snapshot-block-public-access/index.js";
import { Ec2ImageBlockPublicAccess } from "@cdktf/provider-aws/lib/ec2-image-block-public-access/index.js";
import { Ec2InstanceMetadataDefaults } from "@cdktf/provider-aws/lib/ec2-instance-metadata-defaults/index.js";
import { Ec2SerialConsoleAccess } from "@cdktf/provider-aws/lib/ec2-serial-console-access/index.js";
import { S3AccountPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-account-public-access-block/index.js";

/** Switches of a region, each made once in every governed region through the resource's own `region`. */
export const regionalProtections = {
  /** New volumes and snapshots are encrypted. (CIS 6.1.1) */
  ebsEncryption: (scope: Construct, id: string, region: string) => {
    new EbsEncryptionByDefault(scope, id, { region, enabled: true });
  },
  /**
   * Instances answer metadata requests with a session token only, so a forged request cannot read credentials. Two
   * hops, because a container is one hop away from its host. (CIS 6.7)
   */
  instanceMetadata: (scope: Construct, id: string, region: string) => {
    new Ec2InstanceMetadataDefaults(scope, id, { region, httpTokens: "required", httpPutResponseHopLimit: 2 });
  },
  /** Snapshots cannot be shared with everybody, and those that were no longer are. */
  snapshotPublicAccessBlock: (scope: Construct, id: string, region: string) => {
    new EbsSnapshotBlockPublicAccess(scope, id, { region, state: "block-all-sharing" });
  },
  /** Machine images cannot be shared with everybody. */
  imagePublicAccessBlock: (scope: Construct, id: string, region: string) => {
    new Ec2ImageBlockPublicAccess(scope, id, { region, state: "block-new-sharing" });
  },
  /** Nobody reaches an instance past its network through the serial console. */
  serialConsoleBlock: (scope: Construct, id: string, region: string) => {
    new Ec2SerialConsoleAccess(scope, id, { region, enabled: false });
  },
  /** Finds what can be reached from outside the account. Costs nothing. (CIS 2.18) */
  accessAnalyzer: (scope: Construct, id: string, region: string) => {
    new AccessanalyzerAnalyzer(scope, id, { region, analyzerName: "account", type: "ACCOUNT" });
  },
} as const;

/** Switches of the whole account. */
export const globalProtections = {
  /** No bucket or object can be public, whatever its own policy says. (CIS 3.1.4) */
  s3PublicAccessBlock: (scope: Construct, id: string) => {
    new S3AccountPublicAccessBlock(scope, id, {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  },
} as const;

/** A protection every account has unless it says why not. */
export type Protection = keyof typeof regionalProtections | keyof typeof globalProtections;
