import { Construct } from "constructs";
import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget/index.js";
import { VpcBlockPublicAccessOptions } from "@cdktf/provider-aws/lib/vpc-block-public-access-options/index.js";
import { AccountStack, isOptOut, UserError, type Organization, type OptOut } from "@archipelago/account-stack";
import { BackupVault } from "@archipelago/backup";
import { IamBaseline, type IamBaselineProps } from "@archipelago/iam-baseline";
import { ObservabilityLinks } from "@archipelago/logging";
import { ConfigRecorder } from "@archipelago/security-services";
import { QuotaAlarms } from "@archipelago/service-quotas";
import { budgetNotifications } from "./budget.ts";
import { contacts } from "./contacts.ts";
import { globalProtections, regionalProtections, type Protection } from "./protections.ts";

/** Options of the account's IAM are those of `IamBaseline`. */
export interface AccountBaselineProps extends IamBaselineProps {
  /** Bucket that AWS Config delivers to: `configBucketName` of the log archive. */
  readonly configBucketName: string;
  /**
   * Where metrics, logs and traces are shown together, by region: `sinkArns` of the security account.
   * @default not shared: the account with the sinks has them already
   */
  readonly sinkArns?: Record<string, string>;
  /**
   * True: `configBucketName` is an awaited output, because the log archive is applied after this account.
   * @default false
   */
  readonly awaitsConfigBucket?: boolean;
  /** Monthly cost limit; alerts at 80 and 100 percent, and when 100 percent is forecast. */
  readonly budget: { readonly monthlyUsd: number };
  /**
   * Who the budget writes to, one to ten addresses.
   * @default the account's own address
   */
  readonly budgetEmails?: readonly string[];
  /**
   * Regions whose switches are set.
   * @default the organisation's governed regions
   */
  readonly regions?: readonly string[];
  /**
   * Protections this account goes without, each with its reason.
   * @default none: every protection is on
   */
  readonly without?: Readonly<Partial<Record<Protection, OptOut>>>;
  /**
   * Stops traffic between VPCs and the internet in every region, whatever route tables say.
   * @default off: gateways work
   */
  readonly vpcBlockPublicAccess?: "block-bidirectional" | "block-ingress";
  /**
   * Whom AWS writes to. (CIS 2.2 and 2.3)
   * @default the organisation's `contacts`
   */
  readonly contacts?: Organization["contacts"];
}

/**
 * What every account has: protections of the account and of each governed region, a record of its configuration, a budget,
 * contacts, a vault for backups if the environment has any, and the IAM baseline.
 */
export class AccountBaseline extends Construct {
  readonly iam: IamBaseline;

  constructor(scope: Construct, id: string, props: AccountBaselineProps) {
    super(scope, id);
    const { account, environment, organization } = AccountStack.of(this);
    const without = props.without ?? {};
    const isOn = (protection: Protection) => !isOptOut(without[protection], protection);

    for (const [name, make] of entries(globalProtections)) {
      if (isOn(name)) make(this, name);
    }
    for (const region of props.regions ?? organization.regions) {
      for (const [name, make] of entries(regionalProtections)) {
        if (isOn(name)) make(this, `${name}_${region}`, region);
      }
      if (props.vpcBlockPublicAccess !== undefined) {
        new VpcBlockPublicAccessOptions(this, `vpcBlockPublicAccess_${region}`, {
          region,
          internetGatewayBlockMode: props.vpcBlockPublicAccess,
        });
      }
    }
    new ConfigRecorder(this, "config", {
      bucketName: props.configBucketName,
      awaited: props.awaitsConfigBucket ?? false,
    });
    if (props.sinkArns) new ObservabilityLinks(this, "observability", { sinkArns: props.sinkArns });
    const backups = organization.backups?.[environment.name];
    if (backups) new BackupVault(this, "backups", backups);
    if (account.network) new QuotaAlarms(this, "quotas");
    contacts(this, props.contacts ?? organization.contacts ?? {});
    this.#budget(props.budget.monthlyUsd, props.budgetEmails ?? [account.email]);
    this.iam = new IamBaseline(this, "iam", props);
  }

  #budget(monthlyUsd: number, emails: readonly string[]): void {
    if (emails.length < 1 || emails.length > 10) {
      throw new UserError(`a budget writes to ${emails.length} addresses`, {
        where: `${this.node.path}: budgetEmails`,
        allowed: "one to ten",
      });
    }
    new BudgetsBudget(this, "budget", {
      name: "account-monthly",
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: String(monthlyUsd),
      limitUnit: "USD",
      notification: budgetNotifications(emails),
    });
  }
}

function entries<K extends string, V>(record: Readonly<Record<K, V>>): [K, V][] {
  return Object.entries(record) as [K, V][];
}
