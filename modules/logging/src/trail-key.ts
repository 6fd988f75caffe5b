import { Construct } from "constructs";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias/index.js";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import { AccountStack, partitionOf } from "@archipelago/account-stack";
import { keyAdministration } from "@archipelago/iam-baseline";

export interface TrailKeyProps {
  /** ARN of the organisation's trail. */
  readonly trailArn: string;
  /** Id of the account the trail is in. */
  readonly managementAccountId: string;
  /** Condition that holds for auditors of other accounts. Undefined: there are none. */
  readonly auditors: object | undefined;
  /** True: Terraform refuses to delete the key. */
  readonly preventDestroy: boolean;
}

/**
 * The KMS key of the organisation's trail. In the account of its bucket, so that whoever can switch off the trail cannot
 * take away the key of what it recorded. (CIS 4.5, 4.6)
 *
 * Source: AWS CloudTrail User Guide, "Configure AWS KMS key policies for CloudTrail" (2026-11).
 */
export class TrailKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: TrailKeyProps) {
    super(scope, id);
    const { account, organization } = AccountStack.of(this);
    const partition = partitionOf(account.region);
    const cloudTrail = { Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" }, Resource: "*" };
    const ofTrail = { "aws:SourceArn": props.trailArn };
    const key = new KmsKey(this, "Resource", {
      description: "The organisation's CloudTrail",
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          keyAdministration(this),
          {
            Sid: "TrailEncrypt",
            ...cloudTrail,
            Action: "kms:GenerateDataKey*",
            Condition: {
              StringEquals: ofTrail,
              StringLike: {
                "kms:EncryptionContext:aws:cloudtrail:arn": `arn:${partition}:cloudtrail:*:${props.managementAccountId}:trail/*`,
              },
            },
          },
          {
            Sid: "TrailDescribe",
            ...cloudTrail,
            Action: "kms:DescribeKey",
            Condition: { StringEquals: ofTrail },
          },
          ...(props.auditors === undefined
            ? []
            : [
                {
                  Sid: "AuditorsDecrypt",
                  Effect: "Allow",
                  Principal: { AWS: "*" },
                  Action: "kms:Decrypt",
                  Resource: "*",
                  Condition: props.auditors,
                },
              ]),
        ],
      }),
      ...(props.preventDestroy ? { lifecycle: { preventDestroy: true } } : {}),
    });
    new KmsAlias(this, "alias", { name: `alias/${organization.name}-trail`, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}
