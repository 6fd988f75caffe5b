/** One kind of event that somebody must hear of. */
export interface AlarmRule {
  /** Name of filter, metric and alarm. */
  readonly name: string;
  /** CIS AWS Foundations Benchmark v7.0.0; undefined: ours. */
  readonly cis?: `5.${number}`;
  /** What happened, as the alarm says it. */
  readonly title: string;
  /** CloudWatch Logs filter pattern over events of the trail. */
  readonly pattern: string;
  /** Why it is worth waking somebody, or what usually is behind it. */
  readonly why: string;
}

/** Namespace of the metrics. */
export const metricNamespace = "AuditTrail";

/** Events of one of these names. */
const named = (...names: readonly string[]): string => names.map((name) => `($.eventName = ${name})`).join(" || ");

/** Events of one of these names of one service. */
const of = (service: string, ...names: readonly string[]): string =>
  `{ ($.eventSource = ${service}.amazonaws.com) && (${named(...names)}) }`;

/**
 * The monitoring section of the CIS AWS Foundations Benchmark v7.0.0 (5.1 to 5.15), with the patterns it prescribes, and
 * the use of the break-glass role. Tools that check the section compare patterns: do not add events to the CIS rows.
 *
 * Source: CIS AWS Foundations Benchmark v7.0.0, section 5, as carried by Prowler's cis_7.0_aws.json; AWS Security Hub
 * CSPM User Guide, controls CloudWatch.1 to CloudWatch.14 (2026-11).
 */
export const alarmRules: readonly AlarmRule[] = [
  {
    name: "unauthorized-calls",
    cis: "5.1",
    title: "Calls were refused for want of permission",
    // The benchmark's own pattern, with the brackets it means: && binds before ||.
    pattern:
      '{ (($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*")) && ($.sourceIPAddress != "delivery.logs.amazonaws.com") && ($.eventName != "HeadBucket") }',
    why: "stolen credentials are tried out before they are used; most often a missing permission",
  },
  {
    name: "sign-in-without-mfa",
    cis: "5.2",
    title: "An IAM user signed in without a second factor",
    // The benchmark's variant for organisations with single sign-on, whose sign-ins carry no MFAUsed.
    pattern:
      '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
    why: "there should be no IAM users at all",
  },
  {
    name: "root-use",
    cis: "5.3",
    title: "A root user acted",
    pattern:
      '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }',
    why: "members have no root credentials; central root sessions are for recovery only",
  },
  {
    name: "iam-policy-changes",
    cis: "5.4",
    title: "IAM policies changed",
    pattern: of(
      "iam",
      "DeleteGroupPolicy",
      "DeleteRolePolicy",
      "DeleteUserPolicy",
      "PutGroupPolicy",
      "PutRolePolicy",
      "PutUserPolicy",
      "CreatePolicy",
      "DeletePolicy",
      "CreatePolicyVersion",
      "DeletePolicyVersion",
      "AttachRolePolicy",
      "DetachRolePolicy",
      "AttachUserPolicy",
      "DetachUserPolicy",
      "AttachGroupPolicy",
      "DetachGroupPolicy",
    ),
    why: "more permission than was reviewed; expected while an apply runs",
  },
  {
    name: "cloudtrail-changes",
    cis: "5.5",
    title: "A trail was changed, stopped or deleted",
    pattern: `{ ${named("CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging", "StopLogging")} }`,
    why: "who has something to hide starts here",
  },
  {
    name: "failed-sign-ins",
    cis: "5.6",
    title: "Sign-ins to the console failed",
    pattern: '{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }',
    why: "somebody guesses passwords",
  },
  {
    name: "key-disabled-or-deleted",
    cis: "5.7",
    title: "A KMS key was disabled, or its deletion scheduled",
    pattern: of("kms", "DisableKey", "ScheduleKeyDeletion"),
    why: "what the key encrypts is lost with it; there are 7 to 30 days to cancel",
  },
  {
    name: "bucket-policy-changes",
    cis: "5.8",
    title: "Who reaches a bucket changed",
    pattern: of(
      "s3",
      "PutBucketAcl",
      "PutBucketPolicy",
      "PutBucketCors",
      "PutBucketLifecycle",
      "PutBucketReplication",
      "DeleteBucketPolicy",
      "DeleteBucketCors",
      "DeleteBucketLifecycle",
      "DeleteBucketReplication",
    ),
    why: "data leaves through a bucket's policy or a replication rule",
  },
  {
    name: "config-changes",
    cis: "5.9",
    title: "AWS Config was stopped or redirected",
    pattern: of(
      "config",
      "StopConfigurationRecorder",
      "DeleteDeliveryChannel",
      "PutDeliveryChannel",
      "PutConfigurationRecorder",
    ),
    why: "changes would no longer be recorded",
  },
  {
    name: "security-group-changes",
    cis: "5.10",
    title: "Security groups changed",
    pattern: `{ ${named(
      "AuthorizeSecurityGroupIngress",
      "AuthorizeSecurityGroupEgress",
      "RevokeSecurityGroupIngress",
      "RevokeSecurityGroupEgress",
      "CreateSecurityGroup",
      "DeleteSecurityGroup",
      "ModifySecurityGroupRules",
    )} }`,
    why: "a port was opened; expected while an apply runs",
  },
  {
    name: "network-acl-changes",
    cis: "5.11",
    title: "Network access lists changed",
    pattern: `{ ${named(
      "CreateNetworkAcl",
      "CreateNetworkAclEntry",
      "DeleteNetworkAcl",
      "DeleteNetworkAclEntry",
      "ReplaceNetworkAclEntry",
      "ReplaceNetworkAclAssociation",
    )} }`,
    why: "a subnet was opened; expected while an apply runs",
  },
  {
    name: "gateway-changes",
    cis: "5.12",
    title: "Internet or customer gateways changed",
    pattern: `{ ${named(
      "CreateCustomerGateway",
      "DeleteCustomerGateway",
      "AttachInternetGateway",
      "CreateInternetGateway",
      "DeleteInternetGateway",
      "DetachInternetGateway",
    )} }`,
    why: "a network got a way out; expected while an apply runs",
  },
  {
    name: "route-table-changes",
    cis: "5.13",
    title: "Route tables changed",
    pattern: of(
      "ec2",
      "CreateRoute",
      "CreateRouteTable",
      "ReplaceRoute",
      "ReplaceRouteTableAssociation",
      "DeleteRouteTable",
      "DeleteRoute",
      "DisassociateRouteTable",
    ),
    why: "traffic goes another way; expected while an apply runs",
  },
  {
    name: "vpc-changes",
    cis: "5.14",
    title: "VPCs or their peerings changed",
    pattern: `{ ${named(
      "CreateVpc",
      "DeleteVpc",
      "ModifyVpcAttribute",
      "AcceptVpcPeeringConnection",
      "CreateVpcPeeringConnection",
      "DeleteVpcPeeringConnection",
      "RejectVpcPeeringConnection",
      "AttachClassicLinkVpc",
      "DetachClassicLinkVpc",
      "DisableVpcClassicLink",
      "EnableVpcClassicLink",
    )} }`,
    why: "networks were joined or removed; expected while an apply runs",
  },
  {
    name: "organization-changes",
    cis: "5.15",
    title: "Accounts, units or guardrails of the organisation changed",
    pattern: of(
      "organizations",
      "AcceptHandshake",
      "AttachPolicy",
      "CreateAccount",
      "CreateOrganizationalUnit",
      "CreatePolicy",
      "DeclineHandshake",
      "DeleteOrganization",
      "DeleteOrganizationalUnit",
      "DeletePolicy",
      "DetachPolicy",
      "DisablePolicyType",
      "EnablePolicyType",
      "InviteAccountToOrganization",
      "LeaveOrganization",
      "MoveAccount",
      "RemoveAccountFromOrganization",
      "UpdatePolicy",
      "UpdateOrganizationalUnit",
    ),
    why: "a guardrail was lifted; expected while the management account's apply runs",
  },
  {
    name: "break-glass",
    title: "The break-glass role was assumed, or somebody tried to",
    pattern: '{ ($.eventName = "AssumeRole") && ($.requestParameters.roleArn = "*:role/archipelago/break-glass") }',
    why: "an emergency is going on, or is being made up",
  },
];
