import { policyOf, synthStack } from "@archipelago/testing";
import { LogGroup, type LogGroupProps } from "./log-group.ts";
import { LogKey } from "./log-key.ts";

const group = (props: Partial<LogGroupProps> = {}) =>
  synthStack(
    (stack) => {
      new LogGroup(stack, "group", { name: "/example", ...props });
    },
    { environment: { logRetentionDays: 90, deletionProtection: true } },
  ).resource("aws_cloudwatch_log_group");

test("retention and deletion protection are the environment's", () => {
  expect(group()).toEqual({
    name: "/example",
    retention_in_days: 90,
    log_group_class: "STANDARD",
    lifecycle: { prevent_destroy: true },
  });
});

test("every option reaches the log group", () => {
  expect(
    group({ retentionDays: 7, keyArn: "arn:key", logClass: "INFREQUENT_ACCESS", deletionProtection: false }),
  ).toEqual({
    name: "/example",
    retention_in_days: 7,
    kms_key_id: "arn:key",
    log_group_class: "INFREQUENT_ACCESS",
  });
});

test("the key rotates, serves CloudWatch Logs of this account only, and stays in the account's hands", () => {
  const template = synthStack(
    (stack) => {
      new LogKey(stack, "key", { alias: "logs" });
    },
    { account: { region: "eu-central-1" } },
  );
  const key = template.resource("aws_kms_key");
  expect(key).toMatchObject({ enable_key_rotation: true, deletion_window_in_days: 30 });
  expect(key).not.toHaveProperty("lifecycle");
  const policy = policyOf(key["policy"]);
  expect(policy.statement("Account")).toMatchObject({
    Principal: { AWS: "arn:aws:iam::${var.account_id}:root" },
    Action: ["kms:*"],
  });
  expect(policy.statement("CloudWatchLogs")).toMatchObject({
    Principal: { Service: "logs.eu-central-1.amazonaws.com" },
    Condition: {
      ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-central-1:${var.account_id}:log-group:*" },
    },
  });
  expect(policy.statements).toHaveLength(2);
  expect(template.resource("aws_kms_alias")["name"]).toBe("alias/logs");
});

test("a protected environment keeps the key", () => {
  const template = synthStack(
    (stack) => {
      new LogKey(stack, "key", { alias: "logs", deletionWindowDays: 7 });
    },
    { environment: { deletionProtection: true } },
  );
  expect(template.resource("aws_kms_key")).toMatchObject({
    deletion_window_in_days: 7,
    lifecycle: { prevent_destroy: true },
  });
});

test("a key for alarms lets CloudWatch of this account publish to encrypted topics", () => {
  const template = synthStack((stack) => {
    new LogKey(stack, "key", { alias: "logs", alarms: true });
  });
  expect(policyOf(template.resource("aws_kms_key")["policy"]).statement("Alarms")).toMatchObject({
    Principal: { Service: "cloudwatch.amazonaws.com" },
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    Condition: { StringEquals: { "aws:SourceAccount": "${var.account_id}" } },
  });
});
