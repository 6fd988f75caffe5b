import {
  forAccount,
  ownersObject,
  trail,
  trailLog,
  boundary,
  callers,
  outputs,
  pipeline,
  region,
  repair,
  role,
  state,
  type Row,
} from "./row.ts";

/** And this goes on. */
export const allowed: readonly Row[] = [
  // Work goes on
  {
    what: "applications and developers work in the governed regions",
    who: callers("shop-dev", "application", "Developer", "apply"),
    action: "ec2:RunInstances",
    on: "arn:aws:ec2:eu-west-1:{shop-dev}:instance/*",
    context: { "ec2:InstanceType": "m7g.4xlarge" },
  },
  ...["eu-west-1", "eu-central-1"].map((name) => ({
    what: `buckets in ${name}`,
    who: callers("shop-dev", "application", "Developer", "apply"),
    action: "s3:CreateBucket",
    on: "arn:aws:s3:::shop-orders",
    context: region(name),
  })),
  ...[
    ["cloudfront:CreateDistribution", "*"],
    ["route53:ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/Z1"],
    ["acm:RequestCertificate", "*"],
    ["wafv2:CreateWebACL", "arn:aws:wafv2:us-east-1:{shop-dev}:global/webacl/x/1"],
    ["sts:GetCallerIdentity", "*"],
    ["support:CreateCase", "*"],
    ["health:DescribeEvents", "*"],
  ].map(([action, on]) => ({
    what: `global services work: ${action}`,
    who: callers("shop-dev", "application", "Developer", "apply"),
    action: action!,
    on: on!,
    context: region("us-east-1"),
  })),
  {
    what: "developers and pipelines make roles with the boundary",
    who: callers("shop-dev", "application", "Developer", "apply"),
    action: "iam:CreateRole",
    on: role("app"),
    context: boundary(),
  },
  {
    what: "and hand them to services",
    who: callers("shop-dev", "application", "Developer", "apply"),
    action: "iam:PassRole",
    on: role("app"),
    context: { "iam:PassedToService": "lambda.amazonaws.com" },
  },
  {
    what: "applications read their data",
    who: callers("shop-dev", "application"),
    action: "s3:GetObject",
    on: "arn:aws:s3:::shop-orders/x",
  },
  {
    what: "platform roles are no secret",
    who: callers("shop-dev", ...pipeline, "Administrator", "Developer", "application"),
    action: "iam:GetRole",
    on: role("archipelago/archipelago-apply"),
  },
  {
    what: "the sandbox starts a small instance",
    who: callers("sandbox", "apply", "Developer", "application"),
    action: "ec2:RunInstances",
    on: "arn:aws:ec2:eu-west-1:{sandbox}:instance/*",
    context: { "ec2:InstanceType": "t4g.small" },
  },
  // The pipeline
  ...["log-archive", "management", "security", "shop-dev", "shop-production", "sandbox"].flatMap((account) => [
    {
      what: "plan and apply read their state",
      who: callers(account, ...pipeline),
      action: "s3:GetObject",
      on: state(account),
    },
    { what: "apply writes its state", who: callers(account, "apply"), action: "s3:PutObject", on: state(account) },
    {
      what: "apply takes and gives back its lock",
      who: callers(account, "apply"),
      action: "s3:DeleteObject",
      on: state(account, "stack/terraform.tfstate.tflock"),
    },
    { what: "apply publishes", who: callers(account, "apply"), action: "s3:PutObject", on: state(account, outputs) },
  ]),
  {
    what: "a state that does not exist yet is looked for",
    who: callers("shop-dev", ...pipeline),
    action: "s3:ListBucket",
    on: "arn:aws:s3:::{org}-shop-dev-tfstate",
    context: { "s3:prefix": "stack/terraform.tfstate" },
  },
  {
    what: "declared outputs of another account are read",
    who: callers("shop-dev", ...pipeline),
    action: "s3:GetObject",
    on: state("management", outputs),
  },
  {
    what: "a plan reads configuration parameters",
    who: ["shop-dev plan"],
    action: "ssm:GetParameter",
    on: "arn:aws:ssm:eu-west-1:{shop-dev}:parameter/archipelago/config/x",
  },
  // Break-glass, root and bootstrap: the ways back in
  {
    what: "break-glass opens with a hardware key that was just used",
    who: ["management user/break-glass/alice"],
    action: "sts:AssumeRole",
    on: role("archipelago/break-glass"),
    context: { "aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": "60" },
  },
  ...[
    ["iam:UpdateAssumeRolePolicy", role("archipelago/archipelago-apply")],
    ["iam:CreateOpenIDConnectProvider", "arn:aws:iam::{shop-dev}:oidc-provider/token.actions.githubusercontent.com"],
    ["s3:GetObject", state("shop-dev")],
    ["ec2:TerminateInstances", "arn:aws:ec2:eu-west-1:{shop-dev}:instance/i-1"],
  ].map(([action, on]) => ({
    what: `break-glass and bootstrap repair the account: ${action}`,
    who: callers("shop-dev", ...repair),
    action: action!,
    on: on!,
  })),
  ...[
    ["s3:DeleteBucketPolicy", "arn:aws:s3:::{org}-shop-dev-tfstate"],
    ["sqs:SetQueueAttributes", "arn:aws:sqs:eu-west-1:{shop-dev}:orders"],
    ["iam:CreateLoginProfile", "arn:aws:iam::{shop-dev}:user/root"],
    ["iam:ListAccessKeys", "arn:aws:iam::{shop-dev}:user/root"],
  ].map(([action, on]) => ({
    what: `a central root session recovers: ${action}`,
    who: ["shop-dev root session"],
    action: action!,
    on: on!,
  })),
  // Audit
  {
    what: "the security team assumes the audit role of every account",
    who: ["security SecurityAudit"],
    action: "sts:AssumeRole",
    on: role("archipelago/baseline-audit"),
  },
  // Deliveries of AWS services, through bucket policies and the perimeter
  {
    what: "the trail is delivered",
    who: ["service cloudtrail.amazonaws.com"],
    action: "s3:PutObject",
    on: trailLog,
    context: { ...forAccount("management"), "aws:SourceArn": trail, ...ownersObject },
  },
  {
    what: "the trail is encrypted",
    who: ["service cloudtrail.amazonaws.com"],
    action: "kms:GenerateDataKey",
    on: "arn:aws:kms:eu-west-1:{log-archive}:key/00000000-0000-4000-8000-000000000000",
    context: { ...forAccount("management"), "aws:SourceArn": trail },
  },
  {
    what: "configuration is delivered",
    who: ["service config.amazonaws.com"],
    action: "s3:PutObject",
    on: "arn:aws:s3:::{org}-config-{log-archive}/AWSLogs/{shop-dev}/Config/eu-west-1/x.json.gz",
    context: { ...forAccount("shop-dev"), ...ownersObject },
  },
  ...["flow", "resolver"].map((kind) => ({
    what: `${kind} logs are delivered`,
    who: ["service delivery.logs.amazonaws.com"],
    action: "s3:PutObject",
    on: `arn:aws:s3:::{org}-${kind}-logs-{log-archive}/AWSLogs/{shop-dev}/x.gz`,
    context: { ...forAccount("shop-dev"), ...ownersObject },
  })),
  {
    what: "accesses of the log buckets are logged",
    who: ["service logging.s3.amazonaws.com"],
    action: "s3:PutObject",
    on: "arn:aws:s3:::{org}-access-logs-{log-archive}/trail/x",
    context: { ...forAccount("log-archive"), "aws:SourceArn": "arn:aws:s3:::{org}-trail-{log-archive}" },
  },
];

/** What ought to be allowed and is not: a row that is no longer true fails. */
export const gaps: readonly Row[] = [
  {
    // The bucket lets the permission set in; AWS's SecurityAudit and ViewOnlyAccess read no objects.
    what: "the security team reads the trail",
    who: ["security SecurityAudit"],
    action: "s3:GetObject",
    on: trailLog,
  },
];
