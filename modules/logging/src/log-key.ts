import { Construct } from "constructs";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias/index.js";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import { AccountStack, partitionOf } from "@archipelago/account-stack";
import { keyAdministration } from "@archipelago/iam-baseline";

export interface LogKeyProps {
  /** Name of the key without `alias/`, unique in the account. */
  readonly alias: string;
  /**
   * Days until a deleted key is gone for good, 7-30.
   * @default 30
   */
  readonly deletionWindowDays?: number;
  /**
   * True: CloudWatch alarms of this account may publish to SNS topics that are encrypted with the key. AWS's own key of
   * SNS does not let them.
   * @default false
   */
  readonly alarms?: boolean;
}

/** A KMS key for the log groups of this account and region, rotated every year. (CIS 4.6) */
export class LogKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: LogKeyProps) {
    super(scope, id);
    const { account, accountId, environment } = AccountStack.of(this);
    const partition = partitionOf(account.region);
    const key = new KmsKey(this, "key", {
      description: "CloudWatch Logs",
      enableKeyRotation: true,
      deletionWindowInDays: props.deletionWindowDays ?? 30,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          keyAdministration(this),
          {
            Sid: "CloudWatchLogs",
            Effect: "Allow",
            Principal: { Service: `logs.${account.region}.amazonaws.com` },
            Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
            Resource: "*",
            Condition: {
              ArnLike: {
                "kms:EncryptionContext:aws:logs:arn": `arn:${partition}:logs:${account.region}:${accountId}:log-group:*`,
              },
            },
          },
          ...(props.alarms === true
            ? [
                {
                  Sid: "Alarms",
                  Effect: "Allow",
                  Principal: { Service: "cloudwatch.amazonaws.com" },
                  Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
                  Resource: "*",
                  Condition: { StringEquals: { "aws:SourceAccount": accountId } },
                },
              ]
            : []),
        ],
      }),
      ...(environment.deletionProtection ? { lifecycle: { preventDestroy: true } } : {}),
    });
    new KmsAlias(this, "alias", { name: `alias/${props.alias}`, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}
