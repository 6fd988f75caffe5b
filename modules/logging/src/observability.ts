import { Fn, TerraformCount, Token } from "cdktf";
import { Construct } from "constructs";
import { OamLink } from "@cdktf/provider-aws/lib/oam-link/index.js";
import { OamSink } from "@cdktf/provider-aws/lib/oam-sink/index.js";
import { OamSinkPolicy } from "@cdktf/provider-aws/lib/oam-sink-policy/index.js";
import { AccountStack, type OutputContract } from "@archipelago/account-stack";
import { CentralDashboard } from "./central-dashboard.ts";

/** What the account with the sinks publishes for all others. */
export const observabilityOutputs = { sinkArns: "arnByRegion" } as const satisfies OutputContract;

/** What accounts share. Source: CloudWatch Observability Access Manager API Reference, PutSinkPolicy (2026-11). */
export const sharedTelemetry = ["AWS::CloudWatch::Metric", "AWS::Logs::LogGroup", "AWS::XRay::Trace"] as const;

export interface ObservabilitySinkProps {
  /** Id of the organisation whose accounts may link, `organizationId` of `organizationOutputs`. */
  readonly organizationId: string;
  /**
   * Regions with a sink; CloudWatch links within a region only.
   * @default the organisation's governed regions
   */
  readonly regions?: readonly string[];
}

/**
 * Where metrics, logs and traces of the organisation are read together: a sink in each region, open to the accounts of
 * the organisation, and a dashboard over all of them. Nothing is copied: the data stay in their accounts.
 */
export class ObservabilitySink extends Construct {
  /** ARN of the sink of each region. */
  readonly sinkArns: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: ObservabilitySinkProps) {
    super(scope, id);
    const { organization } = AccountStack.of(this);
    const regions = props.regions ?? organization.regions;
    const sinks = regions.map((region): [string, string] => {
      const sink = new OamSink(this, `sink_${region}`, { region, name: organization.name });
      new OamSinkPolicy(this, `policy_${region}`, {
        region,
        sinkIdentifier: sink.arn,
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: "*",
              Action: ["oam:CreateLink", "oam:UpdateLink"],
              Resource: "*",
              Condition: {
                StringEquals: { "aws:PrincipalOrgID": props.organizationId },
                "ForAllValues:StringEquals": { "oam:ResourceTypes": sharedTelemetry },
              },
            },
          ],
        }),
      });
      return [region, sink.arn];
    });
    this.sinkArns = Object.fromEntries(sinks);
    new CentralDashboard(this, "dashboard", { name: `${organization.name}-organization`, regions });
  }
}

export interface ObservabilityLinksProps {
  /** ARN of the sink of each region, `sinkArns` of `observabilityOutputs`: read or awaited. */
  readonly sinkArns: Record<string, string>;
  /**
   * Regions whose telemetry is shared.
   * @default the organisation's governed regions
   */
  readonly regions?: readonly string[];
}

/**
 * Shares an account's metrics, logs and traces with the organisation's sinks. For every account but the one that has the
 * sinks. A region's link is absent until its sink is known, so the sinks may be awaited.
 */
export class ObservabilityLinks extends Construct {
  constructor(scope: Construct, id: string, props: ObservabilityLinksProps) {
    super(scope, id);
    const { organization } = AccountStack.of(this);
    for (const region of props.regions ?? organization.regions) {
      const sink = Fn.lookup(props.sinkArns, region);
      new OamLink(this, `link_${region}`, {
        // Not only while the map is null: a first plan has an empty one in its place.
        count: TerraformCount.of(Token.asNumber(Fn.conditional(Fn.can(sink), 1, 0))),
        region,
        sinkIdentifier: Token.asString(sink),
        labelTemplate: "$AccountName",
        resourceTypes: [...sharedTelemetry],
      });
    }
  }
}
