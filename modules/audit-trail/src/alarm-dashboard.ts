import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard/index.js";
import { AccountStack } from "@archipelago/account-stack";
import { Construct } from "constructs";
import { alarmRules, metricNamespace } from "./alarm-rules.ts";

export interface AlarmDashboardProps {
  /** The dashboard's name. */
  readonly name: string;
  /** ARNs of the alarms, in the order of the rules. */
  readonly alarmArns: readonly string[];
  /** Name of the log group the trail delivers to. */
  readonly logGroupName: string;
}

/** Where one looks when an alarm came: which alarms stand, how often each event happened, and who was refused. */
export class AlarmDashboard extends Construct {
  constructor(scope: Construct, id: string, { name, alarmArns, logGroupName }: AlarmDashboardProps) {
    super(scope, id);
    const { region } = AccountStack.of(this).account;
    const query = (title: string, y: number, text: string) => ({
      type: "log",
      ...{ x: 0, y, width: 24, height: 6 },
      properties: { title, region, view: "table", query: `SOURCE '${logGroupName}' | ${text}` },
    });
    new CloudwatchDashboard(this, "Resource", {
      dashboardName: name,
      dashboardBody: JSON.stringify({
        widgets: [
          {
            type: "alarm",
            ...{ x: 0, y: 0, width: 24, height: 4 },
            properties: { title: "Alarms of the audit trail", alarms: alarmArns },
          },
          {
            type: "metric",
            ...{ x: 0, y: 4, width: 24, height: 8 },
            properties: {
              title: "Events in five minutes",
              region,
              view: "timeSeries",
              stat: "Sum",
              period: 300,
              metrics: alarmRules.map(({ name: rule, title }) => [metricNamespace, rule, { label: title }]),
            },
          },
          query(
            "Refused calls, by who made them",
            12,
            "filter errorCode like /UnauthorizedOperation|AccessDenied/ | stats count(*) as calls by recipientAccountId, userIdentity.arn, eventSource, eventName, errorCode | sort calls desc | limit 50",
          ),
          query(
            "Root users and break-glass",
            18,
            'filter userIdentity.type = "Root" or requestParameters.roleArn like "role/archipelago/break-glass" | fields @timestamp, recipientAccountId, userIdentity.arn, eventName, sourceIPAddress | sort @timestamp desc | limit 50',
          ),
        ],
      }),
    });
  }
}
