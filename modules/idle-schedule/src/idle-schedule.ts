import { Construct } from "constructs";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule/index.js";
import { SchedulerScheduleGroup } from "@cdktf/provider-aws/lib/scheduler-schedule-group/index.js";
import { AccountStack, partitionOf, UserError } from "@archipelago/account-stack";
import { workloadBoundaryArn } from "@archipelago/iam-baseline";
import { callsOf, type Call, type Idle } from "./idle.ts";

export interface IdleScheduleProps {
  /** What is stopped and started, by a name of its own. */
  readonly idle: Readonly<Record<string, Idle>>;
  /**
   * When it stops, a cron expression of EventBridge Scheduler.
   * @default "cron(0 20 ? * MON-FRI *)": at eight in the evening of working days
   */
  readonly stopAt?: string | undefined;
  /**
   * When it starts again.
   * @default "cron(0 7 ? * MON-FRI *)": at seven in the morning of working days
   */
  readonly startAt?: string | undefined;
  /**
   * Whose evening and morning it is, daylight saving included.
   * @default "UTC"
   */
  readonly timezone?: string | undefined;
}

/**
 * Stops instances and databases and scales in services while nobody uses them. In the account's region.
 *
 * AWS starts a database again by itself after seven days: the next evening stops it.
 */
export class IdleSchedule extends Construct {
  constructor(scope: Construct, id: string, props: IdleScheduleProps) {
    super(scope, id);
    const { account } = AccountStack.of(this);
    const all = Object.entries(props.idle).map(([name, idle]) => ({ name, ...callsOf(idle) }));
    if (all.length === 0) {
      throw new UserError("nothing to stop", {
        where: `${this.node.path}: idle`,
        next: "name something, or remove it",
      });
    }
    const groupName = new SchedulerScheduleGroup(this, "group", { name: `idle-${id}` }).name;
    const roleArn = this.#role(
      id,
      all.flatMap(({ stop, start }) => [stop, start]),
    );
    const partition = partitionOf(account.region);
    const schedule = (name: string, { target, input }: Call, scheduleExpression: string) => {
      new SchedulerSchedule(this, name, {
        name,
        groupName,
        scheduleExpression,
        scheduleExpressionTimezone: props.timezone ?? "UTC",
        flexibleTimeWindow: { mode: "OFF" },
        target: {
          arn: `arn:${partition}:scheduler:::aws-sdk:${target}`,
          roleArn,
          input: JSON.stringify(input),
        },
      });
    };
    for (const { name, stop, start } of all) {
      schedule(`${name}-stop`, stop, props.stopAt ?? "cron(0 20 ? * MON-FRI *)");
      schedule(`${name}-start`, start, props.startAt ?? "cron(0 7 ? * MON-FRI *)");
    }
  }

  /** May do these calls and nothing else, and is used by the schedules of this account only. */
  #role(id: string, calls: readonly Call[]): string {
    const { account, accountId } = AccountStack.of(this);
    const partition = partitionOf(account.region);
    const role = new IamRole(this, "role", {
      name: `idle-${id}`,
      description: "EventBridge Scheduler stops and starts what is idle",
      permissionsBoundary: workloadBoundaryArn({ partition, accountId }),
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "Scheduler",
            Effect: "Allow",
            Principal: { Service: "scheduler.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: { StringEquals: { "aws:SourceAccount": accountId } },
          },
        ],
      }),
    });
    const arnOf = (resource: string): string => {
      const [service, name] = resource.split("|");
      return `arn:${partition}:${service}:${account.region}:${accountId}:${name}`;
    };
    const actions = [...new Set(calls.map(({ action }) => action))].sort();
    new IamRolePolicy(this, "role-policy", {
      name: "stop-and-start",
      role: role.name,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: actions.map((action) => ({
          Effect: "Allow",
          Action: action,
          Resource: [
            ...new Set(calls.filter((call) => call.action === action).flatMap(({ resources }) => resources.map(arnOf))),
          ],
        })),
      }),
    });
    return role.arn;
  }
}
