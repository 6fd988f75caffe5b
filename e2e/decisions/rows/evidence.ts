import { forAccount, ownersObject, all, team, trail, trailLog, type Row } from "./row.ts";

/** Logs and detection stay, whoever asks. */
export const evidence: readonly Row[] = [
  // The audit trail
  ...["DeleteTrail", "PutEventSelectors", "PutInsightSelectors", "StopLogging", "UpdateTrail"].map((name) => ({
    what: `nobody touches the trail: ${name}`,
    who: [...all("shop-dev"), ...all("log-archive"), ...all("security"), "sandbox application"],
    action: `cloudtrail:${name}`,
    on: trail,
  })),
  ...["DeleteObject", "DeleteObjectVersion", "PutObjectRetention", "BypassGovernanceRetention"].map((name) => ({
    what: `nobody deletes the trail's logs: ${name}`,
    who: [...all("shop-dev"), ...all("log-archive"), ...all("security"), ...all("management")],
    action: `s3:${name}`,
    on: trailLog,
  })),
  {
    what: "nobody forges the trail's logs",
    who: [...all("shop-dev"), ...team("security"), ...team("management")],
    action: "s3:PutObject",
    on: trailLog,
  },
  { what: "no application account reads the trail", who: all("shop-dev"), action: "s3:GetObject", on: trailLog },
  {
    what: "nobody deletes flow logs",
    who: [...all("shop-dev"), ...all("log-archive")],
    action: "s3:DeleteObject",
    on: "arn:aws:s3:::{org}-flow-logs-{log-archive}/AWSLogs/{shop-dev}/vpcflowlogs/x.gz",
  },
  {
    what: "people of the log archive do not open its buckets",
    who: team("log-archive"),
    action: "s3:PutBucketPolicy",
    on: "arn:aws:s3:::{org}-trail-{log-archive}",
  },
  {
    what: "break-glass of the log archive does not unlock the trail's bucket",
    who: ["log-archive break-glass"],
    action: "s3:PutBucketObjectLockConfiguration",
    on: "arn:aws:s3:::{org}-trail-{log-archive}",
  },
  {
    what: "nobody destroys a key of the log archive",
    who: [...team("log-archive"), "log-archive break-glass"],
    action: "kms:ScheduleKeyDeletion",
    on: "arn:aws:kms:eu-west-1:{log-archive}:key/00000000-0000-4000-8000-000000000000",
  },
  // Detection
  ...[
    ["config:StopConfigurationRecorder", "arn:aws:config:eu-west-1:{shop-dev}:configuration-recorder/default/x"],
    ["guardduty:DeleteDetector", "arn:aws:guardduty:eu-west-1:{shop-dev}:detector/x"],
    ["guardduty:DisassociateFromAdministratorAccount", "*"],
    ["securityhub:DisableSecurityHub", "arn:aws:securityhub:eu-west-1:{shop-dev}:hub/default"],
    ["ec2:DeleteFlowLogs", "arn:aws:ec2:eu-west-1:{shop-dev}:vpc-flow-log/fl-1"],
    ["s3:PutAccountPublicAccessBlock", "*"],
    ["ec2:DisableEbsEncryptionByDefault", "*"],
    ["iam:DeleteAccountPasswordPolicy", "*"],
  ].map(([action, on]) => ({
    what: `nobody blinds the account or opens its defaults: ${action}`,
    who: [...team("shop-dev"), "shop-dev plan", "shop-dev break-glass"],
    action: action!,
    on: on!,
  })),
  {
    what: "people of the security account do not switch detection off for all",
    who: team("security"),
    action: "guardduty:UpdateOrganizationConfiguration",
  },
  ...[{ "aws:SecureTransport": "false" }, { "s3:TlsVersion": "1.1" }].map((context) => ({
    what: `logs are not read over a weak connection: ${Object.keys(context).join()}`,
    who: ["log-archive Administrator", "log-archive break-glass"],
    action: "s3:GetObject",
    on: trailLog,
    context,
  })),
  // Deliveries
  ...[
    ["cloudtrail.amazonaws.com", trailLog],
    ["config.amazonaws.com", "arn:aws:s3:::{org}-config-{log-archive}/AWSLogs/999999999999/Config/x"],
    ["delivery.logs.amazonaws.com", "arn:aws:s3:::{org}-flow-logs-{log-archive}/AWSLogs/999999999999/x"],
  ].map(([service, on]) => ({
    what: `no service delivers what another organisation sends: ${service}`,
    who: [`service ${service}`],
    action: "s3:PutObject",
    on: on!,
    context: { "aws:SourceAccount": "999999999999", "aws:SourceOrgID": "o-another12", ...ownersObject },
  })),
  {
    what: "no trail but the organisation's is delivered",
    who: ["service cloudtrail.amazonaws.com"],
    action: "s3:PutObject",
    on: trailLog,
    context: {
      ...forAccount("shop-dev"),
      "aws:SourceArn": "arn:aws:cloudtrail:eu-west-1:{shop-dev}:trail/{org}-organization",
      ...ownersObject,
    },
  },
];
