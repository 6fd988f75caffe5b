import { Construct } from "constructs";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue/index.js";

export interface OrderQueueProps {
  readonly name: string;
  /** How often a message is received before it goes to the dead letters. */
  readonly attempts: number;
  /** Age of the oldest message that raises an alarm. */
  readonly oldestMinutes: number;
}

/** A queue, its dead letters, and alarms on both. */
export class OrderQueue extends Construct {
  readonly url: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, attempts, oldestMinutes }: OrderQueueProps) {
    super(scope, id);
    const dead = new SqsQueue(this, "dead-letters", {
      name: `${name}-dead-letters`,
      messageRetentionSeconds: 14 * 24 * 3600, // the longest SQS keeps a message
    });
    const queue = new SqsQueue(this, "Resource", {
      name,
      redrivePolicy: `{"deadLetterTargetArn":"${dead.arn}","maxReceiveCount":${attempts}}`,
    });
    this.url = queue.url;
    this.arn = queue.arn;
    this.#alarm("oldest-order", queue, "ApproximateAgeOfOldestMessage", oldestMinutes * 60);
    this.#alarm("put-aside", dead, "ApproximateNumberOfMessagesVisible", 0);
  }

  #alarm(id: string, { name }: SqsQueue, metricName: string, threshold: number): void {
    new CloudwatchMetricAlarm(this, id, {
      alarmName: `shop-${id}`,
      namespace: "AWS/SQS",
      metricName,
      dimensions: { QueueName: name },
      statistic: "Maximum",
      comparisonOperator: "GreaterThanThreshold",
      threshold,
      period: 300,
      evaluationPeriods: 1,
      treatMissingData: "notBreaching", // SQS sends no metrics of a queue that has been idle for hours
    });
  }
}
