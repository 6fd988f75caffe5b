import { Construct } from "constructs";
import type { CloudwatchEventBus } from "@cdktf/provider-aws/lib/cloudwatch-event-bus/index.js";
import { CloudwatchEventBusPolicy } from "@cdktf/provider-aws/lib/cloudwatch-event-bus-policy/index.js";
import { acceptedConsumers, type AcceptanceProps } from "./acceptance.ts";

export interface SharedEventBusProps extends AcceptanceProps {
  readonly bus: CloudwatchEventBus;
}

/** An event bus of this account that declared roles of other accounts send events to: its policy. */
export class SharedEventBus extends Construct {
  constructor(scope: Construct, id: string, { bus, ...props }: SharedEventBusProps) {
    super(scope, id);
    const statements = [...(props.statements ?? []), ...acceptedConsumers(this, "event-bus", bus.arn, props)];
    new CloudwatchEventBusPolicy(this, "Resource", {
      eventBusName: bus.name,
      policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
    });
  }
}
