import { Construct } from "constructs";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic/index.js";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription/index.js";
import { AccountStack } from "@archipelago/account-stack";
import { serviceQuotas } from "./service-quotas.ts";

export interface QuotaAlarmsProps {
  /**
   * Percent of a quota that is too much.
   * @default 80
   */
  readonly percent?: number;
  /**
   * Who is written to.
   * @default the account's own address
   */
  readonly email?: string;
}

/**
 * Writes when an account has used most of a quota, while there is still time to ask for more. Of the quotas whose use AWS
 * publishes as a metric, in the account's first region.
 */
export class QuotaAlarms extends Construct {
  constructor(scope: Construct, id: string, { percent = 80, email }: QuotaAlarmsProps = {}) {
    super(scope, id);
    const { account } = AccountStack.of(this);
    const topic = new SnsTopic(this, "topic", { name: "service-quotas" });
    new SnsTopicSubscription(this, "mail", {
      topicArn: topic.arn,
      protocol: "email",
      endpoint: email ?? account.email,
    });
    for (const { name, service, code, usage } of serviceQuotas) {
      if (usage === undefined) continue;
      new CloudwatchMetricAlarm(this, `${service}-${code}`, {
        alarmName: `quota-${service}-${code}`,
        alarmDescription: `More than ${percent} percent of the quota is used: ${name}. Ask Service Quotas for more.`,
        comparisonOperator: "GreaterThanThreshold",
        threshold: percent,
        evaluationPeriods: 1,
        // Nothing runs, so nothing is counted.
        treatMissingData: "notBreaching",
        alarmActions: [topic.arn],
        metricQuery: [
          { id: "percent", expression: "usage / SERVICE_QUOTA(usage) * 100", label: "Percent", returnData: true },
          {
            id: "usage",
            metric: {
              namespace: "AWS/Usage",
              metricName: "ResourceCount",
              dimensions: { ...usage },
              period: 300,
              stat: "Maximum",
            },
          },
        ],
      });
    }
  }
}
