import { Construct } from "constructs";
import type { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue/index.js";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy/index.js";
import { acceptedConsumers, type AcceptanceProps } from "./acceptance.ts";

export interface SharedQueueProps extends AcceptanceProps {
  readonly queue: SqsQueue;
}

/** A queue of this account that declared roles of other accounts send to or receive from: its policy. */
export class SharedQueue extends Construct {
  constructor(scope: Construct, id: string, { queue, ...props }: SharedQueueProps) {
    super(scope, id);
    const statements = [...(props.statements ?? []), ...acceptedConsumers(this, "queue", queue.arn, props)];
    new SqsQueuePolicy(this, "Resource", {
      queueUrl: queue.url,
      policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
    });
  }
}
