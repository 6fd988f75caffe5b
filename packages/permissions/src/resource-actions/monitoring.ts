import type { ResourceActionsTable } from "./resource-actions.ts";

const regional = "{region}:{account}";
const key = `arn:{partition}:kms:${regional}:key/00000000-0000-4000-8000-000000000000`;
const logGroup = `arn:{partition}:logs:${regional}:log-group:{name:/example}`;
const topic = `arn:{partition}:sns:${regional}:{name:example}`;
const sink = `arn:{partition}:oam:${regional}:sink/00000000-0000-4000-8000-000000000000`;

/** A link leads to a sink of another account. */
const theirSink = "{sink_identifier:arn:aws:oam:eu-west-1:000000000000:sink/00000000-0000-4000-8000-000000000000}";

/**
 * Keys, logs, metrics, alarms and the trail.
 *
 * Read 2026-11: CloudFormation schema AWS::Oam::Link. The other calls are those of terraform-provider-aws
 * internal/service/cloudtrail, cloudwatch, kms, logs, oam and sns.
 */
export const monitoring: ResourceActionsTable = {
  aws_cloudtrail: {
    on: [`arn:{partition}:cloudtrail:${regional}:trail/{name:example}`],
    create: `cloudtrail:CreateTrail cloudtrail:AddTags cloudtrail:StartLogging cloudtrail:PutEventSelectors
      cloudtrail:PutInsightSelectors organizations:DescribeOrganization
      organizations:ListAWSServiceAccessForOrganization`,
    read: `cloudtrail:DescribeTrails cloudtrail:GetTrailStatus cloudtrail:ListTags cloudtrail:GetEventSelectors
      cloudtrail:GetInsightSelectors`,
    update: `cloudtrail:UpdateTrail cloudtrail:StartLogging cloudtrail:PutEventSelectors
      cloudtrail:PutInsightSelectors cloudtrail:AddTags cloudtrail:RemoveTags`,
    delete: "cloudtrail:DeleteTrail",
    passes: {
      role: "arn:{partition}:iam::{account}:role{cloud_watch_logs_role_arn.path:/}{cloud_watch_logs_role_arn.name:example}",
      to: "cloudtrail.amazonaws.com",
    },
    serviceRole: "cloudtrail.amazonaws.com",
  },
  aws_cloudwatch_dashboard: {
    on: ["arn:{partition}:cloudwatch::{account}:dashboard/{dashboard_name:example}"],
    create: "cloudwatch:PutDashboard",
    read: "cloudwatch:GetDashboard",
    update: "cloudwatch:PutDashboard",
    delete: "cloudwatch:DeleteDashboards",
  },
  aws_cloudwatch_log_group: {
    on: [logGroup],
    create: "logs:CreateLogGroup logs:TagResource logs:PutRetentionPolicy logs:AssociateKmsKey",
    read: "logs:DescribeLogGroups logs:ListTagsForResource",
    update: `logs:PutRetentionPolicy logs:DeleteRetentionPolicy logs:AssociateKmsKey logs:DisassociateKmsKey
      logs:TagResource logs:UntagResource`,
    delete: "logs:DeleteLogGroup",
  },
  aws_cloudwatch_log_metric_filter: {
    on: [`arn:{partition}:logs:${regional}:log-group:{log_group_name.name:/example}`],
    create: "logs:PutMetricFilter",
    read: "logs:DescribeMetricFilters",
    update: "logs:PutMetricFilter",
    delete: "logs:DeleteMetricFilter",
  },
  aws_cloudwatch_metric_alarm: {
    on: [`arn:{partition}:cloudwatch:${regional}:alarm:{alarm_name:example}`],
    create: "cloudwatch:PutMetricAlarm cloudwatch:TagResource",
    read: "cloudwatch:DescribeAlarms cloudwatch:ListTagsForResource",
    update: "cloudwatch:PutMetricAlarm cloudwatch:TagResource cloudwatch:UntagResource",
    delete: "cloudwatch:DeleteAlarms",
  },
  aws_kms_alias: {
    on: [`arn:{partition}:kms:${regional}:{name:alias/example}`, key],
    create: "kms:CreateAlias",
    read: "kms:ListAliases",
    update: "kms:UpdateAlias",
    delete: "kms:DeleteAlias",
  },
  aws_kms_key: {
    on: [key],
    create: "kms:CreateKey kms:TagResource kms:EnableKeyRotation kms:PutKeyPolicy",
    read: "kms:DescribeKey kms:GetKeyPolicy kms:GetKeyRotationStatus kms:ListResourceTags",
    update: `kms:PutKeyPolicy kms:UpdateKeyDescription kms:EnableKeyRotation kms:DisableKeyRotation kms:EnableKey
      kms:DisableKey kms:TagResource kms:UntagResource`,
    delete: "kms:ScheduleKeyDeletion",
  },
  aws_oam_link: {
    on: [`arn:{partition}:oam:${regional}:link/00000000-0000-4000-8000-000000000000`, theirSink],
    // One more action per kind of data that is shared.
    create: "oam:CreateLink oam:TagResource cloudwatch:Link logs:Link xray:Link",
    read: "oam:GetLink oam:ListTagsForResource",
    update: "oam:UpdateLink cloudwatch:Link logs:Link xray:Link oam:TagResource oam:UntagResource",
    delete: "oam:DeleteLink",
  },
  aws_oam_sink: {
    on: [sink],
    create: "oam:CreateSink oam:TagResource",
    read: "oam:GetSink oam:ListTagsForResource",
    update: "oam:TagResource oam:UntagResource",
    delete: "oam:DeleteSink",
  },
  aws_oam_sink_policy: {
    on: [sink],
    create: "oam:PutSinkPolicy",
    read: "oam:GetSinkPolicy",
    update: "oam:PutSinkPolicy",
    delete: "",
  },
  aws_sns_topic: {
    on: [topic],
    create: "sns:CreateTopic sns:TagResource sns:SetTopicAttributes",
    read: "sns:GetTopicAttributes sns:ListTagsForResource",
    update: "sns:SetTopicAttributes sns:TagResource sns:UntagResource",
    delete: "sns:DeleteTopic",
  },
  aws_sns_topic_policy: {
    on: [`arn:{partition}:sns:${regional}:{arn.name:example}`],
    create: "sns:SetTopicAttributes",
    read: "sns:GetTopicAttributes",
    update: "sns:SetTopicAttributes",
    delete: "sns:SetTopicAttributes",
  },
  aws_sns_topic_subscription: {
    on: [`arn:{partition}:sns:${regional}:{topic_arn.name:example}`],
    create: "sns:Subscribe",
    read: "sns:GetSubscriptionAttributes",
    update: "sns:SetSubscriptionAttributes",
    delete: "sns:Unsubscribe",
  },
};
