import { Construct } from "constructs";
import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget/index.js";
import { BudgetsBudgetAction } from "@cdktf/provider-aws/lib/budgets-budget-action/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { OrganizationsPolicy } from "@cdktf/provider-aws/lib/organizations-policy/index.js";
import { AccountStack, partitionOf, platformPath, type OrganizationAccount } from "@archipelago/account-stack";
import { workloadBoundaryArn } from "@archipelago/iam-baseline";
import { spendingActions } from "./spending-actions.ts";

export interface SpendingStopProps {
  /** Accounts that stop when their budget is spent. */
  readonly accounts: readonly OrganizationAccount[];
  /** Ids of all accounts by name: `accountIds` of `Organization`. */
  readonly accountIds: Readonly<Record<string, string>>;
  /** Id of the organisation, `o-...`. */
  readonly organizationId: string;
}

/**
 * Attaches a service control policy to an account that has spent its month's budget, and detaches it when the next month
 * begins. Budgets and their actions are the management account's: only it attaches policies.
 *
 * AWS updates what was spent several times a day, so an account can be some hours over before it stops.
 */
export class SpendingStop extends Construct {
  constructor(scope: Construct, id: string, { accounts, accountIds, organizationId }: SpendingStopProps) {
    super(scope, id);
    if (accounts.length === 0) return;
    const policy = new OrganizationsPolicy(this, "policy", {
      name: "scp-overspent",
      // The id also makes Terraform wait for the organisation: AWS has no policies without one.
      description: `Attached by AWS Budgets to an account of ${organizationId} that has spent its budget, until the month ends`,
      type: "SERVICE_CONTROL_POLICY",
      content: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Sid: "Overspent", Effect: "Deny", Action: actions(), Resource: "*" }],
      }),
    });
    const roleArn = this.#role(policy.arn);
    for (const account of accounts) {
      const budget = new BudgetsBudget(this, `budget-${account.name}`, {
        name: `stop-${account.name}`,
        budgetType: "COST",
        timeUnit: "MONTHLY",
        limitAmount: String(account.budget.monthlyUsd),
        limitUnit: "USD",
        costFilter: [{ name: "LinkedAccount", values: [accountIds[account.name]!] }],
      });
      new BudgetsBudgetAction(this, `action-${account.name}`, {
        budgetName: budget.name,
        actionType: "APPLY_SCP_POLICY",
        approvalModel: "AUTOMATIC",
        notificationType: "ACTUAL",
        actionThreshold: { actionThresholdType: "PERCENTAGE", actionThresholdValue: 100 },
        definition: { scpActionDefinition: { policyId: policy.id, targetIds: [accountIds[account.name]!] } },
        executionRoleArn: roleArn,
        subscriber: [{ subscriptionType: "EMAIL", address: account.email }],
      });
    }
  }

  #role(policyArn: string): string {
    const { accountId, account } = AccountStack.of(this);
    const partition = partitionOf(account.region);
    const role = new IamRole(this, "role", {
      name: "spending-stop",
      path: platformPath,
      description: "AWS Budgets attaches the policy of overspent accounts, and takes it away",
      permissionsBoundary: workloadBoundaryArn({ partition, accountId }),
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "AwsBudgets",
            Effect: "Allow",
            Principal: { Service: "budgets.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: { StringEquals: { "aws:SourceAccount": accountId } },
          },
        ],
      }),
    });
    new IamRolePolicy(this, "role-policy", {
      name: "attach-overspent",
      role: role.name,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "AttachOverspent",
            Effect: "Allow",
            Action: ["organizations:AttachPolicy", "organizations:DetachPolicy"],
            Resource: [policyArn, `arn:${partition}:organizations::${accountId}:account/*`],
          },
        ],
      }),
    });
    return role.arn;
  }
}

function actions(): string[] {
  return Object.entries(spendingActions).flatMap(([service, names]) => names.map((name) => `${service}:${name}`));
}
