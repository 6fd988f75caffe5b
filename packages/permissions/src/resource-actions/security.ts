import type { ResourceActionsTable } from "./resource-actions.ts";

const regional = "{region}:{account}";
const detector = `arn:{partition}:guardduty:${regional}:detector/0123456789abcdef0123456789abcdef`;
const hub = `arn:{partition}:securityhub:${regional}:hub/default`;
const policy = `arn:{partition}:securityhub:${regional}:configuration-policy/00000000-0000-4000-8000-000000000000`;
const findings = `arn:{partition}:securityhub:${regional}:finding-aggregator/00000000-0000-4000-8000-000000000000`;
const recorder = `arn:{partition}:config:${regional}:configuration-recorder/{name:default}/0123456789abcdef`;

/** What designating an administrator of a security service asks of AWS Organizations. */
const designation = `organizations:DescribeOrganization organizations:ListAccounts
  organizations:ListAWSServiceAccessForOrganization organizations:ListDelegatedAdministrators
  organizations:EnableAWSServiceAccess organizations:RegisterDelegatedAdministrator`;
const administrator = `arn:{partition}:organizations::{management}:account/{organization}/{account}`;

/**
 * Read 2026-11: terraform-provider-aws internal/service/securityhub (account, organization_admin_account,
 * organization_configuration), guardduty (organization_configuration) and configservice (configuration_recorder);
 * CloudFormation schemas AWS::AccessAnalyzer::Analyzer and AWS::Config::ConfigurationAggregator.
 */
export const security: ResourceActionsTable = {
  aws_accessanalyzer_analyzer: {
    on: [`arn:{partition}:access-analyzer:${regional}:analyzer/{analyzer_name:example}`],
    create: `access-analyzer:CreateAnalyzer access-analyzer:TagResource
      organizations:ListAWSServiceAccessForOrganization organizations:ListDelegatedAdministrators`,
    read: "access-analyzer:GetAnalyzer access-analyzer:ListTagsForResource",
    update: "access-analyzer:UpdateAnalyzer access-analyzer:TagResource access-analyzer:UntagResource",
    delete: "access-analyzer:DeleteAnalyzer",
    serviceRole: "access-analyzer.amazonaws.com",
  },
  aws_config_configuration_aggregator: {
    on: [`arn:{partition}:config:${regional}:config-aggregator/config-aggregator-01234567`],
    create: `config:PutConfigurationAggregator config:TagResource organizations:EnableAWSServiceAccess
      organizations:ListDelegatedAdministrators`,
    read: "config:DescribeConfigurationAggregators config:ListTagsForResource",
    update: "config:PutConfigurationAggregator config:TagResource config:UntagResource",
    delete: "config:DeleteConfigurationAggregator",
    passes: {
      role: "arn:{partition}:iam::{account}:role{organization_aggregation_source.role_arn.path:/}{organization_aggregation_source.role_arn.name:example}",
      to: "config.amazonaws.com",
    },
  },
  aws_config_configuration_recorder: {
    on: [recorder],
    create: "config:PutConfigurationRecorder",
    read: "config:DescribeConfigurationRecorders",
    update: "config:PutConfigurationRecorder",
    delete: "config:DeleteConfigurationRecorder",
    passes: {
      role: "arn:{partition}:iam::{account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig",
      to: "config.amazonaws.com",
    },
  },
  aws_config_configuration_recorder_status: {
    on: [recorder],
    create: "config:StartConfigurationRecorder",
    read: "config:DescribeConfigurationRecorderStatus",
    update: "config:StartConfigurationRecorder",
    delete: "config:StopConfigurationRecorder",
  },
  aws_config_delivery_channel: {
    on: [],
    create: "config:PutDeliveryChannel",
    read: "config:DescribeDeliveryChannels",
    update: "config:PutDeliveryChannel",
    delete: "config:DeleteDeliveryChannel",
  },
  aws_config_organization_managed_rule: {
    on: [`arn:{partition}:config:${regional}:organization-config-rule/{name:example}`],
    create: "config:PutOrganizationConfigRule organizations:ListDelegatedAdministrators",
    read: "config:DescribeOrganizationConfigRules",
    update: "config:PutOrganizationConfigRule config:DescribeOrganizationConfigRuleStatuses",
    delete: "config:DeleteOrganizationConfigRule config:GetOrganizationConfigRuleDetailedStatus",
  },
  aws_guardduty_detector: {
    on: [detector],
    create: "guardduty:CreateDetector guardduty:TagResource",
    read: "guardduty:GetDetector",
    update: "guardduty:UpdateDetector guardduty:TagResource guardduty:UntagResource",
    delete: "guardduty:DeleteDetector",
    serviceRole: "guardduty.amazonaws.com",
  },
  aws_guardduty_detector_feature: {
    on: [detector],
    create: "guardduty:UpdateDetector",
    read: "guardduty:GetDetector",
    update: "guardduty:UpdateDetector",
    delete: "",
  },
  aws_guardduty_organization_admin_account: {
    on: [administrator],
    create: `guardduty:EnableOrganizationAdminAccount ${designation}`,
    read: "guardduty:ListOrganizationAdminAccounts",
    update: "",
    delete: "guardduty:DisableOrganizationAdminAccount organizations:DeregisterDelegatedAdministrator",
    serviceRole: "guardduty.amazonaws.com",
    context: { "organizations:ServicePrincipal": "guardduty.amazonaws.com" },
  },
  aws_guardduty_organization_configuration: {
    on: [],
    create: "guardduty:UpdateOrganizationConfiguration",
    read: "guardduty:DescribeOrganizationConfiguration",
    update: "guardduty:UpdateOrganizationConfiguration",
    delete: "",
  },
  aws_guardduty_organization_configuration_feature: {
    on: [],
    create: "guardduty:UpdateOrganizationConfiguration",
    read: "guardduty:DescribeOrganizationConfiguration",
    update: "guardduty:UpdateOrganizationConfiguration",
    delete: "",
  },
  aws_securityhub_account: {
    on: [hub],
    create: "securityhub:EnableSecurityHub securityhub:UpdateSecurityHubConfiguration",
    read: "securityhub:DescribeHub",
    update: "securityhub:UpdateSecurityHubConfiguration",
    delete: "securityhub:DisableSecurityHub",
    serviceRole: "securityhub.amazonaws.com",
  },
  aws_securityhub_configuration_policy: {
    on: [policy],
    create: "securityhub:CreateConfigurationPolicy",
    read: "securityhub:GetConfigurationPolicy",
    update: "securityhub:UpdateConfigurationPolicy",
    delete: "securityhub:DeleteConfigurationPolicy",
  },
  aws_securityhub_configuration_policy_association: {
    on: [hub],
    create: "securityhub:StartConfigurationPolicyAssociation",
    read: "securityhub:GetConfigurationPolicyAssociation",
    update: "securityhub:StartConfigurationPolicyAssociation",
    delete: "securityhub:StartConfigurationPolicyDisassociation",
  },
  aws_securityhub_finding_aggregator: {
    on: [findings],
    create: "securityhub:CreateFindingAggregator",
    read: "securityhub:GetFindingAggregator",
    update: "securityhub:UpdateFindingAggregator",
    delete: "securityhub:DeleteFindingAggregator",
  },
  aws_securityhub_organization_admin_account: {
    on: [hub, administrator],
    create: `securityhub:EnableOrganizationAdminAccount ${designation}`,
    read: "securityhub:ListOrganizationAdminAccounts",
    update: "",
    delete: "securityhub:DisableOrganizationAdminAccount organizations:DeregisterDelegatedAdministrator",
    context: { "organizations:ServicePrincipal": "securityhub.amazonaws.com" },
  },
  aws_securityhub_organization_configuration: {
    on: [hub],
    create: "securityhub:UpdateOrganizationConfiguration",
    read: "securityhub:DescribeOrganizationConfiguration",
    update: "securityhub:UpdateOrganizationConfiguration",
    delete: "securityhub:UpdateOrganizationConfiguration",
  },
};
