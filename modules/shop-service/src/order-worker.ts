import { Construct } from "constructs";
import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster/index.js";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service/index.js";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition/index.js";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group/index.js";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule/index.js";
import { AccountStack, onceKnown } from "@archipelago/account-stack";
import { allow, policyDocument } from "@archipelago/iam-baseline";
import { IdleSchedule } from "@archipelago/idle-schedule";
import { LogGroup } from "@archipelago/logging";
import type { VpcBaseline } from "@archipelago/vpc-baseline";

export interface OrderWorkerProps {
  /** The container, by its digest. */
  readonly image: string;
  /**
   * URL of the repository that the image has been copied to; null until it is known, and then nothing runs yet.
   * @default the one that `image` names
   */
  readonly repository?: string | undefined;
  /** How many run. */
  readonly tasks: number;
  /** What they run as. It also starts them: account.json names one role that pulls images. */
  readonly role: IamRole;
  /** Where its parameters are. */
  readonly configurationPath: string;
  readonly network: Pick<VpcBaseline, "vpcId" | "subnetIds">;
}

/**
 * The containers that work orders off. In an environment that is idle at night and at weekends they are stopped then, and
 * orders wait in the queue.
 */
export class OrderWorker extends Construct {
  constructor(scope: Construct, id: string, props: OrderWorkerProps) {
    super(scope, id);
    const { image, repository, tasks, role, configurationPath, network } = props;
    const pulled = repository === undefined ? {} : { count: onceKnown(repository) };
    const { account, environment } = AccountStack.of(this);
    const logs = new LogGroup(this, "logs", { name: "/shop/worker" });
    const logging = new IamRolePolicy(this, "logging", {
      name: "worker-logs",
      role: role.name,
      policy: policyDocument("inline", "worker-logs", [
        allow({
          sid: "WriteLogs",
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [`${logs.arn}:log-stream:*`],
        }),
      ]),
    });
    const task = new EcsTaskDefinition(this, "task", {
      ...pulled,
      family: "shop-worker",
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      cpu: "256",
      memory: "512",
      executionRoleArn: role.arn,
      taskRoleArn: role.arn,
      containerDefinitions: JSON.stringify([
        {
          name: "worker",
          image: repository === undefined ? image : `${repository}@${image.split("@")[1]}`,
          essential: true,
          readonlyRootFilesystem: true,
          environment: [{ name: "CONFIGURATION_PATH", value: configurationPath }],
          logConfiguration: {
            logDriver: "awslogs",
            options: {
              "awslogs-group": logs.name,
              "awslogs-region": account.region,
              "awslogs-stream-prefix": "worker",
            },
          },
        },
      ]),
    });
    const securityGroup = new SecurityGroup(this, "security-group", {
      name: "shop-worker",
      description: "Calls AWS and the payment provider, and is called by nobody",
      vpcId: network.vpcId,
    });
    new VpcSecurityGroupEgressRule(this, "https", {
      securityGroupId: securityGroup.id,
      description: "HTTPS",
      cidrIpv4: "0.0.0.0/0",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
    });
    const cluster = new EcsCluster(this, "cluster", { name: "shop" });
    const name = "worker";
    new EcsService(this, "Resource", {
      ...pulled,
      name,
      cluster: cluster.arn,
      taskDefinition: `\${one(${task.terraformResourceType}.${task.friendlyUniqueId}[*].arn)}`,
      launchType: "FARGATE",
      desiredCount: tasks,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      dependsOn: [logging],
      // Default tags reach the service; its tasks, which cost, only so.
      propagateTags: "SERVICE",
      networkConfiguration: { subnets: network.subnetIds.private, securityGroups: [securityGroup.id] },
      // The schedule sets the number. Otherwise every plan in the evening would want the tasks back.
      ...(environment.idle ? { lifecycle: { ignoreChanges: ["desired_count"] } } : {}),
    });
    if (environment.idle) {
      new IdleSchedule(this, "nights", {
        ...environment.idle,
        idle: {
          worker: { kind: "containerService", cluster: cluster.name, service: name, running: tasks },
        },
      });
    }
  }
}
