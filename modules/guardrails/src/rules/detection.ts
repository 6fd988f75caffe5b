import type { GuardrailFacts, StatementGuardrail } from "../guardrail.ts";
import { exceptRoles } from "../principals.ts";

/** What sees an attacker, and what an account's settings keep out by default, stays as the platform made it. */
export function detectionGuardrails({ partition }: GuardrailFacts): StatementGuardrail[] {
  const type = "SERVICE_CONTROL_POLICY";
  const exceptApply = exceptRoles(partition, "apply");
  return [
    {
      rule: "protect-audit-trail",
      reason:
        "the trail is kept by the management account, to which service control policies do not apply; nobody else stops one (CIS 4.1)",
      type,
      targets: ["Root"],
      statements: [
        {
          sid: "ProtectAuditTrail",
          actions: [
            "cloudtrail:DeleteTrail",
            "cloudtrail:PutEventSelectors",
            "cloudtrail:PutInsightSelectors",
            "cloudtrail:StopLogging",
            "cloudtrail:UpdateTrail",
          ],
        },
      ],
    },
    {
      rule: "protect-detection",
      reason: "the first thing an intruder switches off; changes go through a pull request",
      type,
      targets: ["Root"],
      statements: [
        {
          sid: "ProtectDetection",
          actions: [
            "access-analyzer:DeleteAnalyzer",
            "config:DeleteConfigRule",
            "config:DeleteConfigurationAggregator",
            "config:DeleteConfigurationRecorder",
            "config:DeleteDeliveryChannel",
            "config:DeleteOrganizationConfigRule",
            "config:PutConfigurationRecorder",
            "config:PutDeliveryChannel",
            "config:StopConfigurationRecorder",
            "ec2:DeleteFlowLogs",
            "guardduty:CreateFilter",
            "guardduty:CreateIPSet",
            "guardduty:DeleteDetector",
            "guardduty:DeleteMembers",
            "guardduty:Disassociate*",
            "guardduty:StopMonitoringMembers",
            "guardduty:UpdateDetector",
            "guardduty:UpdateMemberDetectors",
            "guardduty:UpdateOrganizationConfiguration",
            "oam:DeleteLink",
            "oam:UpdateLink",
            "securityhub:BatchDisableStandards",
            "securityhub:DeleteConfigurationPolicy",
            "securityhub:DeleteMembers",
            "securityhub:DisableSecurityHub",
            "securityhub:Disassociate*",
            "securityhub:UpdateOrganizationConfiguration",
            "securityhub:UpdateStandardsControl",
          ],
          conditions: exceptApply,
        },
      ],
    },
    {
      rule: "protect-account-defaults",
      reason:
        "public access blocks, encryption by default and the password policy are what saves a resource whose owner forgot",
      type,
      targets: ["Root"],
      statements: [
        {
          sid: "ProtectAccountDefaults",
          actions: [
            "ec2:DisableEbsEncryptionByDefault",
            "ec2:DisableImageBlockPublicAccess",
            "ec2:DisableSnapshotBlockPublicAccess",
            "ec2:EnableSerialConsoleAccess",
            "ec2:EnableSnapshotBlockPublicAccess",
            "ec2:ModifyEbsDefaultKmsKeyId",
            "ec2:ModifyInstanceMetadataDefaults",
            "ec2:ResetEbsDefaultKmsKeyId",
            "iam:DeleteAccountPasswordPolicy",
            "iam:UpdateAccountPasswordPolicy",
            "s3:PutAccountPublicAccessBlock",
          ],
          conditions: exceptApply,
        },
      ],
    },
  ];
}
