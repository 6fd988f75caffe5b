/** Something that can be idle. Names, not ARNs; tokens are fine. */
export type Idle =
  | { readonly kind: "instances"; readonly instanceIds: readonly string[] }
  | { readonly kind: "database"; readonly identifier: string }
  | { readonly kind: "databaseCluster"; readonly identifier: string }
  /** Scaled in to nothing, and back to `running` instances. */
  | { readonly kind: "autoScalingGroup"; readonly name: string; readonly running: number }
  /** Scaled in to nothing, and back to `running` tasks. */
  | { readonly kind: "containerService"; readonly cluster: string; readonly service: string; readonly running: number };

/** One call of an AWS API that EventBridge Scheduler makes. */
export interface Call {
  /** `service:action` as in the target's ARN, `arn:aws:scheduler:::aws-sdk:<service>:<action>`. */
  readonly target: string;
  readonly input: object;
  /** The IAM action it needs, and on what below `arn:<partition>:<service>:<region>:<account>:`. */
  readonly action: string;
  readonly resources: readonly string[];
}

/**
 * What stops a thing and what starts it again. No function of ours is involved: EventBridge Scheduler calls the API.
 *
 * Members are spelled as in the AWS SDK's model, `DbInstanceIdentifier`, not as in the service's own API.
 * Source: EventBridge Scheduler User Guide, "Using universal targets"; what others deploy, read 2026-11.
 */
export function callsOf(idle: Idle): { readonly stop: Call; readonly start: Call } {
  switch (idle.kind) {
    case "instances": {
      const input = { InstanceIds: idle.instanceIds };
      const resources = idle.instanceIds.map((id) => `ec2|instance/${id}`);
      return {
        stop: { target: "ec2:stopInstances", input, action: "ec2:StopInstances", resources },
        start: { target: "ec2:startInstances", input, action: "ec2:StartInstances", resources },
      };
    }
    case "database": {
      const input = { DbInstanceIdentifier: idle.identifier };
      const resources = [`rds|db:${idle.identifier}`];
      return {
        stop: { target: "rds:stopDBInstance", input, action: "rds:StopDBInstance", resources },
        start: { target: "rds:startDBInstance", input, action: "rds:StartDBInstance", resources },
      };
    }
    case "databaseCluster": {
      const input = { DbClusterIdentifier: idle.identifier };
      const resources = [`rds|cluster:${idle.identifier}`];
      return {
        stop: { target: "rds:stopDBCluster", input, action: "rds:StopDBCluster", resources },
        start: { target: "rds:startDBCluster", input, action: "rds:StartDBCluster", resources },
      };
    }
    case "autoScalingGroup": {
      const scaledTo = (count: number): Call => ({
        target: "autoscaling:updateAutoScalingGroup",
        input: { AutoScalingGroupName: idle.name, MinSize: count, DesiredCapacity: count },
        action: "autoscaling:UpdateAutoScalingGroup",
        resources: [`autoscaling|autoScalingGroup:*:autoScalingGroupName/${idle.name}`],
      });
      return { stop: scaledTo(0), start: scaledTo(idle.running) };
    }
    case "containerService": {
      const scaledTo = (count: number): Call => ({
        target: "ecs:updateService",
        input: { Cluster: idle.cluster, Service: idle.service, DesiredCount: count },
        action: "ecs:UpdateService",
        resources: [`ecs|service/${idle.cluster}/${idle.service}`],
      });
      return { stop: scaledTo(0), start: scaledTo(idle.running) };
    }
  }
}
