import { Construct } from "constructs";
import type { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic/index.js";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy/index.js";
import { acceptedConsumers, type AcceptanceProps } from "./acceptance.ts";

export interface SharedTopicProps extends AcceptanceProps {
  readonly topic: SnsTopic;
}

/** A topic of this account that declared roles of other accounts publish to or subscribe to: its policy. */
export class SharedTopic extends Construct {
  constructor(scope: Construct, id: string, { topic, ...props }: SharedTopicProps) {
    super(scope, id);
    const statements = [...(props.statements ?? []), ...acceptedConsumers(this, "topic", topic.arn, props)];
    new SnsTopicPolicy(this, "Resource", {
      arn: topic.arn,
      policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
    });
  }
}
