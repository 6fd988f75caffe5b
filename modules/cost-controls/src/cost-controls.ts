import { Construct } from "constructs";
import { CeAnomalyMonitor } from "@cdktf/provider-aws/lib/ce-anomaly-monitor/index.js";
import { CeAnomalySubscription } from "@cdktf/provider-aws/lib/ce-anomaly-subscription/index.js";
import { CeCostAllocationTag } from "@cdktf/provider-aws/lib/ce-cost-allocation-tag/index.js";
import { AccountStack, tagStandard, type OrganizationAccount } from "@archipelago/account-stack";
import { SpendingStop } from "./spending-stop.ts";

export interface CostControlsProps {
  /** Every account of the organisation. */
  readonly accounts: readonly OrganizationAccount[];
  /** Ids of all accounts by name: `accountIds` of `Organization`. */
  readonly accountIds: Readonly<Record<string, string>>;
  /** Id of the organisation, `o-...`: `organizationId` of `Organization`. */
  readonly organizationId: string;
  /**
   * Path of the unit whose accounts stop when their budget is spent.
   * @default "Sandbox"
   */
  readonly sandboxUnit?: string;
  /**
   * Who is written to about anomalies.
   * @default the organisation's billing contact, or the account's own address
   */
  readonly anomalyEmail?: string;
  /**
   * An anomaly that costs less, in US dollars, is not written about.
   * @default 50
   */
  readonly anomalyUsd?: number;
  /**
   * ARN of the monitor of services that exists already: AWS makes one with Cost Explorer's first use and allows no second.
   * `aws ce get-anomaly-monitors`
   * @default none: it is made
   */
  readonly existingMonitorArn?: string;
  /**
   * True: costs can be broken down by the standard tags. AWS knows a tag a day after its first use and refuses to
   * activate it before, so switch it on a day after the first apply.
   * @default false
   */
  readonly costAllocationTags?: boolean;
}

/** What watches the organisation's bill. For the management account's stack: only the payer sees it all. */
export class CostControls extends Construct {
  constructor(scope: Construct, id: string, props: CostControlsProps) {
    super(scope, id);
    const { account, organization } = AccountStack.of(this);
    this.#anomalies(props, props.anomalyEmail ?? organization.contacts?.billing?.email ?? account.email);
    const { accounts, accountIds, organizationId, sandboxUnit = "Sandbox" } = props;
    const sandboxes = accounts.filter(
      // One that closes is emptied, and has no id once it is closed.
      ({ organizationalUnit, lifecycle }) => organizationalUnit === sandboxUnit && lifecycle === "active",
    );
    new SpendingStop(this, "stop", { accounts: sandboxes, accountIds, organizationId });
    if (props.costAllocationTags === true) {
      for (const tagKey of Object.keys(tagStandard))
        new CeCostAllocationTag(this, `tag-${tagKey}`, { tagKey, status: "Active" });
    }
  }

  #anomalies({ existingMonitorArn, anomalyUsd = 50 }: CostControlsProps, address: string): void {
    // In the management account it watches every member's services.
    const monitorArn =
      existingMonitorArn ??
      new CeAnomalyMonitor(this, "anomalies", {
        name: "services",
        monitorType: "DIMENSIONAL",
        monitorDimension: "SERVICE",
      }).arn;
    new CeAnomalySubscription(this, "anomaly-mail", {
      name: "anomalies",
      frequency: "DAILY", // mail goes out daily or weekly; at once only to SNS
      monitorArnList: [monitorArn],
      subscriber: [{ type: "EMAIL", address }],
      thresholdExpression: {
        dimension: {
          key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
          matchOptions: ["GREATER_THAN_OR_EQUAL"],
          values: [String(anomalyUsd)],
        },
      },
    });
  }
}
