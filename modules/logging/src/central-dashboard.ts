import { Construct } from "constructs";
import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard/index.js";

/** One graph: a CloudWatch Metrics Insights query, which in the account of a sink asks all linked accounts. */
interface Graph {
  readonly title: string;
  /** What is taken of which metric: `SUM(Errors)`. */
  readonly select: string;
  /** Namespace, then the dimensions. */
  readonly schema: readonly [namespace: string, ...dimensions: string[]];
}

/**
 * What goes wrong first in most accounts. One line an account, so that the graph says whom to ask.
 *
 * Source: the services' "CloudWatch metrics" pages; Amazon CloudWatch User Guide, "Metrics Insights query components and
 * syntax" (2026-11).
 */
export const graphs: readonly Graph[] = [
  {
    title: "Load balancers: 5xx",
    select: "SUM(HTTPCode_ELB_5XX_Count)",
    schema: ["AWS/ApplicationELB", "LoadBalancer"],
  },
  { title: "Functions: errors", select: "SUM(Errors)", schema: ["AWS/Lambda", "FunctionName"] },
  { title: "Functions: throttled", select: "SUM(Throttles)", schema: ["AWS/Lambda", "FunctionName"] },
  { title: "Instances: failed status checks", select: "MAX(StatusCheckFailed)", schema: ["AWS/EC2", "InstanceId"] },
  { title: "Databases: CPU", select: "MAX(CPUUtilization)", schema: ["AWS/RDS", "DBInstanceIdentifier"] },
  { title: "Queues: oldest message", select: "MAX(ApproximateAgeOfOldestMessage)", schema: ["AWS/SQS", "QueueName"] },
  { title: "NAT: no port left", select: "SUM(ErrorPortAllocation)", schema: ["AWS/NATGateway", "NatGatewayId"] },
  { title: "Log events received", select: "SUM(IncomingLogEvents)", schema: ["AWS/Logs", "LogGroupName"] },
];

export interface CentralDashboardProps {
  /** The dashboard's name. */
  readonly name: string;
  /** Regions that are shown, one column each. */
  readonly regions: readonly string[];
}

/** A dashboard over every linked account: a row for each graph, a column for each region. */
export class CentralDashboard extends Construct {
  constructor(scope: Construct, id: string, { name, regions }: CentralDashboardProps) {
    super(scope, id);
    // A dashboard is 24 units wide.
    const width = Math.max(6, Math.floor(24 / regions.length));
    const perRow = Math.floor(24 / width);
    const rows = Math.ceil(regions.length / perRow);
    const height = 6;
    const widgets = graphs.flatMap(({ title, select, schema: [namespace, ...dimensions] }, graph) =>
      regions.map((region, index) => ({
        type: "metric",
        x: (index % perRow) * width,
        y: (graph * rows + Math.floor(index / perRow)) * height,
        width,
        height,
        properties: {
          title: `${title} · ${region}`,
          region,
          view: "timeSeries",
          period: 300,
          metrics: [
            [
              {
                expression: `SELECT ${select} FROM SCHEMA("${namespace}", ${dimensions.join(", ")}) GROUP BY AWS.AccountId`,
              },
            ],
          ],
        },
      })),
    );
    new CloudwatchDashboard(this, "Resource", { dashboardName: name, dashboardBody: JSON.stringify({ widgets }) });
  }
}
