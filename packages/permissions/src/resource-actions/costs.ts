import type { ResourceActionsTable } from "./resource-actions.ts";

const tags = "ce:TagResource";

/** The calls are those of terraform-provider-aws internal/service/bcmdataexports, budgets, ce, scheduler and servicequotas. */
export const costs: ResourceActionsTable = {
  aws_bcmdataexports_export: {
    on: [
      "arn:{partition}:bcm-data-exports:us-east-1:{account}:export/example",
      "arn:{partition}:bcm-data-exports:us-east-1:{account}:table/COST_AND_USAGE_REPORT",
      "arn:{partition}:cur:us-east-1:{account}:definition/example",
    ],
    create: "bcm-data-exports:CreateExport bcm-data-exports:TagResource cur:PutReportDefinition",
    read: "bcm-data-exports:GetExport bcm-data-exports:ListTagsForResource",
    update:
      "bcm-data-exports:UpdateExport bcm-data-exports:TagResource bcm-data-exports:UntagResource cur:PutReportDefinition",
    delete: "bcm-data-exports:DeleteExport",
  },
  aws_budgets_budget_action: {
    on: ["arn:{partition}:budgets::{account}:budget/{budget_name:example}/action/example"],
    create: "budgets:CreateBudgetAction budgets:TagResource",
    read: "budgets:DescribeBudgetAction budgets:ListTagsForResource",
    update: "budgets:UpdateBudgetAction budgets:TagResource budgets:UntagResource",
    delete: "budgets:DeleteBudgetAction",
    passes: { role: "{execution_role_arn}", to: "budgets.amazonaws.com" },
  },
  aws_ce_anomaly_monitor: {
    on: ["arn:{partition}:ce::{account}:anomalymonitor/example"],
    create: `ce:CreateAnomalyMonitor ${tags}`,
    read: "ce:GetAnomalyMonitors ce:ListTagsForResource",
    update: `ce:UpdateAnomalyMonitor ${tags} ce:UntagResource`,
    delete: "ce:DeleteAnomalyMonitor",
  },
  aws_ce_anomaly_subscription: {
    on: ["arn:{partition}:ce::{account}:anomalysubscription/example"],
    create: `ce:CreateAnomalySubscription ${tags}`,
    read: "ce:GetAnomalySubscriptions ce:ListTagsForResource",
    update: `ce:UpdateAnomalySubscription ${tags} ce:UntagResource`,
    delete: "ce:DeleteAnomalySubscription",
  },
  aws_ce_cost_allocation_tag: {
    on: [],
    create: "ce:UpdateCostAllocationTagsStatus",
    read: "ce:ListCostAllocationTags",
    update: "ce:UpdateCostAllocationTagsStatus",
    delete: "ce:UpdateCostAllocationTagsStatus",
  },
  aws_scheduler_schedule: {
    on: ["arn:{partition}:scheduler:{region}:{account}:schedule/{group_name:default}/{name:example}"],
    create: "scheduler:CreateSchedule",
    read: "scheduler:GetSchedule",
    update: "scheduler:UpdateSchedule",
    delete: "scheduler:DeleteSchedule",
    passes: {
      role: "arn:{partition}:iam::{account}:role{target.role_arn.path:/}{target.role_arn.name:example}",
      to: "scheduler.amazonaws.com",
    },
  },
  aws_scheduler_schedule_group: {
    on: ["arn:{partition}:scheduler:{region}:{account}:schedule-group/{name:example}"],
    create: "scheduler:CreateScheduleGroup scheduler:TagResource",
    read: "scheduler:GetScheduleGroup scheduler:ListTagsForResource",
    update: "scheduler:TagResource scheduler:UntagResource",
    delete: "scheduler:DeleteScheduleGroup",
  },
  aws_servicequotas_template: {
    on: ["arn:{partition}:servicequotas:{region}:{account}:{service_code:vpc}/{quota_code:L-00000000}"],
    create: "servicequotas:PutServiceQuotaIncreaseRequestIntoTemplate",
    read: "servicequotas:GetServiceQuotaIncreaseRequestFromTemplate",
    update: "servicequotas:PutServiceQuotaIncreaseRequestIntoTemplate",
    delete: "servicequotas:DeleteServiceQuotaIncreaseRequestFromTemplate",
  },
  aws_servicequotas_template_association: {
    on: [],
    create: "servicequotas:AssociateServiceQuotaTemplate",
    read: "servicequotas:GetAssociationForServiceQuotaTemplate",
    update: "",
    delete: "servicequotas:DisassociateServiceQuotaTemplate",
  },
};
