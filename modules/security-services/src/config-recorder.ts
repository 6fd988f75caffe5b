import { Construct } from "constructs";
import { ConfigConfigurationRecorder } from "@cdktf/provider-aws/lib/config-configuration-recorder/index.js";
import { ConfigConfigurationRecorderStatus } from "@cdktf/provider-aws/lib/config-configuration-recorder-status/index.js";
import { ConfigDeliveryChannel } from "@cdktf/provider-aws/lib/config-delivery-channel/index.js";
import { IamServiceLinkedRole } from "@cdktf/provider-aws/lib/iam-service-linked-role/index.js";
import { AccountStack, onceKnown } from "@archipelago/account-stack";

export interface ConfigRecorderProps {
  /** Bucket of the log archive, output `configBucketName`. */
  readonly bucketName: string;
  /**
   * Whether `bucketName` is an awaited output. Until it is known nothing is delivered, and nothing recorded.
   * @default false
   */
  readonly awaited?: boolean;
  /**
   * `CONTINUOUS` records every change; `DAILY` the state of what changed, once a day, at four times the price an item.
   * @default "CONTINUOUS": who changed what, and when, can be told after an incident, and rules judge a change at once
   */
  readonly frequency?: "CONTINUOUS" | "DAILY";
}

/** AWS Config in every governed region of an account, delivered to the log archive. */
export class ConfigRecorder extends Construct {
  constructor(scope: Construct, id: string, props: ConfigRecorderProps) {
    super(scope, id);
    const { bucketName, awaited = false, frequency = "CONTINUOUS" } = props;
    const { homeRegion, regions } = AccountStack.of(this).organization;
    const known = awaited ? { count: onceKnown(bucketName) } : {};
    // Security Hub's control Config.1 wants this role and no other.
    const role = new IamServiceLinkedRole(this, "role", { awsServiceName: "config.amazonaws.com" });
    for (const region of regions) {
      const recorder = new ConfigConfigurationRecorder(this, `recorder-${region}`, {
        region,
        name: "default",
        roleArn: role.arn,
        recordingGroup: {
          allSupported: true,
          // IAM has no regions: once is enough, and every further time is billed.
          includeGlobalResourceTypes: region === homeRegion,
        },
        recordingMode: { recordingFrequency: frequency },
      });
      const channel = new ConfigDeliveryChannel(this, `channel-${region}`, {
        ...known,
        region,
        name: "default",
        s3BucketName: bucketName,
        dependsOn: [recorder],
      });
      // A recorder starts only when there is where to deliver to.
      new ConfigConfigurationRecorderStatus(this, `status-${region}`, {
        ...known,
        region,
        name: recorder.name,
        isEnabled: true,
        dependsOn: [channel],
      });
    }
  }
}
