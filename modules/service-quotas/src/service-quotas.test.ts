import { synthStack } from "@archipelago/testing";
import { QuotaAlarms, type QuotaAlarmsProps } from "./quota-alarms.ts";
import { QuotaTemplate, type QuotaTemplateProps } from "./quota-template.ts";
import { serviceQuotas } from "./service-quotas.ts";

const templateOf = (props: Partial<QuotaTemplateProps> = {}) =>
  synthStack((stack) => void new QuotaTemplate(stack, "quotas", { dependsOn: [{ fqn: "aws_x.y" }], ...props }));
const alarmsOf = (props: QuotaAlarmsProps = {}) => synthStack((stack) => void new QuotaAlarms(stack, "quotas", props));

test.each(serviceQuotas)("$name: more than AWS gives by itself is asked for", (quota) => {
  expect(quota.code).toMatch(/^L-[0-9A-F]{8}$/);
  expect(quota.requested).toBeGreaterThan(quota.default);
});

test("new accounts ask for every quota in every governed region, in the one region that has templates", () => {
  const template = templateOf();
  const requests = template.resources("aws_servicequotas_template");
  expect(requests).toHaveLength(2 * serviceQuotas.length);
  expect(new Set(requests.map(({ properties }) => properties["region"]))).toEqual(new Set(["us-east-1"]));
  expect(new Set(requests.map(({ properties }) => properties["aws_region"]))).toEqual(
    new Set(["eu-west-1", "eu-central-1"]),
  );
  expect(template.resource("aws_servicequotas_template_association")).toEqual({
    region: "us-east-1",
    depends_on: ["aws_x.y"],
  });
});

test("a template has ten requests at most", () => {
  expect(() => templateOf({ regions: ["eu-west-1", "eu-central-1", "eu-north-1"] })).toThrow("has 12 requests");
});

test("an alarm at 80 percent of what AWS counts", () => {
  const alarms = alarmsOf();
  expect(alarms.count("aws_cloudwatch_metric_alarm")).toBe(serviceQuotas.filter(({ usage }) => usage).length);
  expect(alarms.named("aws_cloudwatch_metric_alarm", "L-1216C47A")).toMatchObject({
    threshold: 80,
    comparison_operator: "GreaterThanThreshold",
    alarm_actions: ["${aws_sns_topic.quotas_topic.arn}"],
    metric_query: [
      { expression: "usage / SERVICE_QUOTA(usage) * 100", return_data: true },
      { metric: { namespace: "AWS/Usage", metric_name: "ResourceCount" } },
    ],
  });
  expect(alarms.resource("aws_sns_topic_subscription")["endpoint"]).toBe("aws+example-dev@example.com");
  const other = alarmsOf({ percent: 50, email: "a@example.com" });
  expect(other.resource("aws_cloudwatch_metric_alarm")["threshold"]).toBe(50);
  expect(other.resource("aws_sns_topic_subscription")["endpoint"]).toBe("a@example.com");
});
