import type { BudgetsBudgetNotification } from "@cdktf/provider-aws/lib/budgets-budget/index.js";

/** When the budget writes, in percent of the limit. The forecast comes first in a month that runs away. */
const alerts = [
  { type: "ACTUAL", percent: 80 },
  { type: "ACTUAL", percent: 100 },
  { type: "FORECASTED", percent: 100 },
] as const;

/** @param emails one to ten addresses, AWS's limit for a notification */
export function budgetNotifications(emails: readonly string[]): BudgetsBudgetNotification[] {
  return alerts.map(({ type, percent }) => ({
    notificationType: type,
    comparisonOperator: "GREATER_THAN",
    threshold: percent,
    thresholdType: "PERCENTAGE",
    subscriberEmailAddresses: [...emails],
  }));
}
