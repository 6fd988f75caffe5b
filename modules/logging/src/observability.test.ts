import { policyOf, synthStack } from "@archipelago/testing";
import { graphs } from "./central-dashboard.ts";
import { ObservabilityLinks, observabilityOutputs, ObservabilitySink, sharedTelemetry } from "./observability.ts";

const sink = synthStack((stack) => {
  stack.publish(observabilityOutputs, new ObservabilitySink(stack, "observability", { organizationId: "o-example" }));
});

test("a sink in each governed region, open to the organisation's accounts and to nobody else", () => {
  expect(sink.resources("aws_oam_sink")).toEqual(
    ["eu-central-1", "eu-west-1"].map((region) => ({
      name: `observability_sink_${region}`,
      properties: { name: "example", region },
    })),
  );
  for (const region of ["eu-central-1", "eu-west-1"]) {
    const policy = sink.named("aws_oam_sink_policy", region);
    expect(policy).toMatchObject({ region, sink_identifier: `\${aws_oam_sink.observability_sink_${region}.arn}` });
    expect(policyOf(policy["policy"]).statements).toEqual([
      {
        Effect: "Allow",
        Principal: "*",
        Action: ["oam:CreateLink", "oam:UpdateLink"],
        Resource: ["*"],
        Condition: {
          StringEquals: { "aws:PrincipalOrgID": "o-example" },
          "ForAllValues:StringEquals": { "oam:ResourceTypes": sharedTelemetry },
        },
      },
    ]);
  }
});

test("the sinks are published by region", () => {
  expect(sink.published()["sinkArns"]).toBe(
    '{"eu-west-1" = aws_oam_sink.observability_sink_eu-west-1.arn, "eu-central-1" = aws_oam_sink.observability_sink_eu-central-1.arn}',
  );
});

test("the dashboard asks every account of every region", () => {
  const { dashboard_name, dashboard_body } = sink.resource("aws_cloudwatch_dashboard");
  expect(dashboard_name).toBe("example-organization");
  const { widgets } = JSON.parse(dashboard_body as string) as { widgets: { x: number; y: number; properties: any }[] };
  expect(widgets).toHaveLength(graphs.length * 2);
  expect(widgets.map(({ properties }) => properties.region)).toEqual(
    graphs.flatMap(() => ["eu-west-1", "eu-central-1"]),
  );
  expect(new Set(widgets.map(({ x, y }) => `${x},${y}`)).size).toBe(widgets.length);
  expect(widgets[2]!.properties.metrics).toEqual([
    [{ expression: 'SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName) GROUP BY AWS.AccountId' }],
  ]);
});

test("an account links each region to its sink, once that is known", () => {
  const links = synthStack(
    (stack) => {
      const { sinkArns } = stack.await("security", observabilityOutputs);
      new ObservabilityLinks(stack, "observability", { sinkArns });
    },
    { account: { reads: { security: ["sinkArns"] } } },
  );
  expect(links.count("aws_oam_link")).toBe(2);
  expect(links.named("aws_oam_link", "eu-west-1")).toEqual({
    count: '${can(var.security_sink_arns["eu-west-1"]) ? 1 : 0}',
    region: "eu-west-1",
    sink_identifier: '${var.security_sink_arns["eu-west-1"]}',
    label_template: "$AccountName",
    resource_types: [...sharedTelemetry],
  });
});
