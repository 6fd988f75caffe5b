import type { Organization } from "@archipelago/account-stack";
import { policyOf, synthStack } from "@archipelago/testing";
import { alarmRules } from "./alarm-rules.ts";
import { Alarms, type AlarmsProps } from "./alarms.ts";

const alarms = (props: Partial<AlarmsProps> = {}, organization: Partial<Organization> = {}) =>
  synthStack(
    (stack) => {
      new Alarms(stack, "alarms", { name: "audit", logGroupName: "/trail", keyArn: "arn:key", ...props });
    },
    { organization },
  );
const template = alarms();

test("the monitoring section of CIS is there, once and in order, and the break-glass role", () => {
  const ids = alarmRules.map(({ cis }) => cis).filter((cis) => cis !== undefined);
  expect(ids).toEqual(Array.from({ length: 15 }, (_, index) => `5.${index + 1}`));
  expect(alarmRules.filter(({ cis }) => cis === undefined).map(({ name }) => name)).toEqual(["break-glass"]);
  expect(new Set(alarmRules.map(({ name }) => name)).size).toBe(alarmRules.length);
});

test.each(alarmRules)("$name: its filter feeds its alarm, which tells the topic", ({ name, cis, title, pattern }) => {
  expect(template.named("aws_cloudwatch_log_metric_filter", `filter_${name}`)).toEqual({
    name,
    log_group_name: "/trail",
    pattern,
    metric_transformation: { name, namespace: "AuditTrail", value: "1", default_value: "0" },
  });
  const alarm = template.named("aws_cloudwatch_metric_alarm", `alarm_${name}`);
  expect(alarm).toMatchObject({
    alarm_name: `audit-${name}`,
    namespace: "AuditTrail",
    metric_name: name,
    statistic: "Sum",
    period: 300,
    evaluation_periods: 1,
    comparison_operator: "GreaterThanOrEqualToThreshold",
    threshold: 1,
    treat_missing_data: "notBreaching",
    alarm_actions: ["${aws_sns_topic.alarms_topic.arn}"],
  });
  expect(alarm["alarm_description"]).toContain(title);
  if (cis !== undefined) expect(alarm["alarm_description"]).toContain(`CIS ${cis}`);
});

// CloudWatch Logs API Reference, PutMetricFilter (2026-11): a pattern has at most 1,024 characters.
test.each(alarmRules)("$name: the pattern is one that CloudWatch Logs takes", ({ pattern }) => {
  expect(pattern.length).toBeLessThanOrEqual(1024);
  expect(pattern).toMatch(/^\{ .* \}$/);
  expect(pattern.split("(").length).toBe(pattern.split(")").length);
  expect(pattern.split('"').length % 2).toBe(1);
});

test("the topic is encrypted, and only alarms of this account publish to it, over TLS", () => {
  expect(template.resource("aws_sns_topic")).toEqual({ name: "audit-alarms", kms_master_key_id: "arn:key" });
  const policy = policyOf(template.resource("aws_sns_topic_policy")["policy"]);
  expect(policy.statement("Alarms")).toMatchObject({
    Principal: { Service: "cloudwatch.amazonaws.com" },
    Action: ["sns:Publish"],
    Condition: {
      StringEquals: { "aws:SourceAccount": "${var.account_id}" },
      ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-west-1:${var.account_id}:alarm:audit-*" },
    },
  });
  expect(policy.statement("DenyWithoutTls")).toMatchObject({ Effect: "Deny", Principal: "*" });
  expect(policy.statements).toHaveLength(2);
});

test("mails go to the security contact, or to whom is named", () => {
  expect(template.count("aws_sns_topic_subscription")).toBe(0);
  const security = { name: "Desk", title: "Security", email: "desk@example.com", phone: "+49 30 1234567" };
  const contacted = alarms({}, { contacts: { security } });
  expect(contacted.resource("aws_sns_topic_subscription")["endpoint"]).toBe("desk@example.com");
  expect(alarms({ emails: [] }, { contacts: { security } }).count("aws_sns_topic_subscription")).toBe(0);
  const subscription = alarms({ emails: ["security@example.com"] }).resource("aws_sns_topic_subscription");
  expect(subscription).toEqual({
    topic_arn: "${aws_sns_topic.alarms_topic.arn}",
    protocol: "email",
    endpoint: "security@example.com",
  });
});

test("a rule can wait for more than one event; a rule that does not exist cannot", () => {
  const patient = alarms({ thresholds: { "unauthorized-calls": 25 } });
  expect(patient.named("aws_cloudwatch_metric_alarm", "unauthorized-calls")["threshold"]).toBe(25);
  expect(patient.named("aws_cloudwatch_metric_alarm", "root-use")["threshold"]).toBe(1);
  expect(() => alarms({ thresholds: { root: 2 } })).toThrow("no alarm root");
});

test("the dashboard shows every alarm and every metric", () => {
  const { dashboard_name, dashboard_body } = template.resource("aws_cloudwatch_dashboard");
  expect(dashboard_name).toBe("audit");
  const { widgets } = JSON.parse(dashboard_body as string) as { widgets: { type: string; properties: any }[] };
  expect(widgets.map(({ type }) => type)).toEqual(["alarm", "metric", "log", "log"]);
  expect(widgets[0]!.properties.alarms).toEqual(
    alarmRules.map(({ name }) => `\${aws_cloudwatch_metric_alarm.alarms_alarm_${name}.arn}`),
  );
  expect(widgets[1]!.properties.metrics).toEqual(
    alarmRules.map(({ name, title }) => ["AuditTrail", name, { label: title }]),
  );
  for (const { properties } of widgets.slice(2)) expect(properties.query).toMatch(/^SOURCE '\/trail' \| /);
});
