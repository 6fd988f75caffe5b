import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter/index.js";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic/index.js";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy/index.js";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription/index.js";
import { AccountStack, partitionOf, UserError } from "@archipelago/account-stack";
import { Construct } from "constructs";
import { AlarmDashboard } from "./alarm-dashboard.ts";
import { alarmRules, metricNamespace } from "./alarm-rules.ts";

export interface AlarmsProps {
  /** Name of topic and dashboard. */
  readonly name: string;
  /** Name of the log group the trail delivers to. */
  readonly logGroupName: string;
  /** ARN of a KMS key that CloudWatch alarms may use, see `LogKey`. */
  readonly keyArn: string;
  /**
   * Addresses that get a mail for each alarm, once they have confirmed. CIS wants at least one subscriber.
   * @default the organisation's security contact, if there is one
   */
  readonly emails?: readonly string[];
  /**
   * Events in five minutes from which on a rule alarms, by the rule's name.
   * @default 1 for each
   */
  readonly thresholds?: Readonly<Record<string, number>>;
}

/** One metric filter and one alarm for each rule, once for the whole organisation, and a topic that hears of them. */
export class Alarms extends Construct {
  /** ARN of the topic. */
  readonly topicArn: string;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const unknown = Object.keys(props.thresholds ?? {}).find((name) => alarmRules.every((rule) => rule.name !== name));
    if (unknown !== undefined) {
      throw new UserError(`there is no alarm ${unknown} to set a threshold for`, {
        where: this.node.path,
        allowed: alarmRules.map(({ name }) => name).join(", "),
      });
    }
    this.topicArn = this.#topic(props);
    const alarms = alarmRules.map(({ name, cis, title, pattern, why }) => {
      new CloudwatchLogMetricFilter(this, `filter_${name}`, {
        name,
        logGroupName: props.logGroupName,
        pattern,
        metricTransformation: { name, namespace: metricNamespace, value: "1", defaultValue: "0" },
      });
      return new CloudwatchMetricAlarm(this, `alarm_${name}`, {
        alarmName: `${props.name}-${name}`,
        alarmDescription: `${title}: ${why}${cis === undefined ? "" : ` (CIS ${cis})`}`,
        namespace: metricNamespace,
        metricName: name,
        statistic: "Sum",
        period: 300,
        evaluationPeriods: 1,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        threshold: props.thresholds?.[name] ?? 1,
        treatMissingData: "notBreaching",
        alarmActions: [this.topicArn],
      }).arn;
    });
    new AlarmDashboard(this, "dashboard", { name: props.name, alarmArns: alarms, logGroupName: props.logGroupName });
  }

  #topic({ name, keyArn, emails }: AlarmsProps): string {
    const { account, accountId, organization } = AccountStack.of(this);
    const contact = organization.contacts?.security?.email;
    const topic = new SnsTopic(this, "topic", { name: `${name}-alarms`, kmsMasterKeyId: keyArn });
    const alarms = `arn:${partitionOf(account.region)}:cloudwatch:${account.region}:${accountId}:alarm:${name}-*`;
    new SnsTopicPolicy(this, "topic-policy", {
      arn: topic.arn,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "Alarms",
            Effect: "Allow",
            Principal: { Service: "cloudwatch.amazonaws.com" },
            Action: "sns:Publish",
            Resource: topic.arn,
            Condition: { StringEquals: { "aws:SourceAccount": accountId }, ArnLike: { "aws:SourceArn": alarms } },
          },
          {
            Sid: "DenyWithoutTls",
            Effect: "Deny",
            Principal: "*",
            Action: "sns:Publish",
            Resource: topic.arn,
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      }),
    });
    for (const email of emails ?? (contact === undefined ? [] : [contact])) {
      new SnsTopicSubscription(this, `mail_${email}`, { topicArn: topic.arn, protocol: "email", endpoint: email });
    }
    return topic.arn;
  }
}
