// What the organisation as a whole decides, as rows: what, who, which call. `{shop-dev}` is an account's id.

/** Values of condition keys. */
export type Context = Readonly<Record<string, string>>;

export interface Row {
  readonly what: string;
  /** `<account> <who>`; see Judge.caller. */
  readonly who: readonly string[];
  readonly action: string;
  /** @default "*" */
  readonly on?: string;
  readonly context?: Context;
}

const callers = (account: string, ...who: string[]): string[] => who.map((each) => `${account} ${each}`);
const people = ["Administrator", "Developer", "Operations", "ReadOnly", "SecurityAudit"];
const baseline = ["audit", "support"];
const pipeline = ["apply", "plan"];
const repair = ["bootstrap", "break-glass"];

/** Every role of an account. */
const all = (account: string): string[] =>
  callers(account, ...pipeline, ...repair, ...baseline, ...people, "application");
/** Every role of an account but those that repair it. */
const daily = (account: string): string[] => callers(account, ...pipeline, ...baseline, ...people, "application");
/** Every role of an account that people or programs of the team have. */
const team = (account: string): string[] => callers(account, ...baseline, ...people, "application");

const role = (name: string, account = "shop-dev") => `arn:aws:iam::{${account}}:role/${name}`;
const policy = (name: string) => `arn:aws:iam::{shop-dev}:policy/${name}`;
const state = (account: string, key = "stack/terraform.tfstate") => `arn:aws:s3:::acme-${account}-tfstate/${key}`;
const trailLog = "arn:aws:s3:::acme-trail-{log-archive}/AWSLogs/o-example123/{shop-dev}/CloudTrail/x.json.gz";
const trail = "arn:aws:cloudtrail:eu-west-1:{management}:trail/acme-organization";
const region = (name: string): Context => ({ "aws:RequestedRegion": name });
const boundary = (account = "shop-dev"): Context => ({
  "iam:PermissionsBoundary": `arn:aws:iam::{${account}}:policy/archipelago/workload-boundary`,
});
const outputs = "published/outputs.json";

export const denied: readonly Row[] = [
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
    on: "arn:aws:s3:::acme-flow-logs-{log-archive}/AWSLogs/{shop-dev}/vpcflowlogs/x.gz",
  },
  {
    what: "people of the log archive do not open its buckets",
    who: team("log-archive"),
    action: "s3:PutBucketPolicy",
    on: "arn:aws:s3:::acme-trail-{log-archive}",
  },
  {
    what: "break-glass of the log archive does not unlock the trail's bucket",
    who: ["log-archive break-glass"],
    action: "s3:PutBucketObjectLockConfiguration",
    on: "arn:aws:s3:::acme-trail-{log-archive}",
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
  // Membership
  {
    what: "no account leaves the organisation",
    who: [...all("shop-dev"), ...all("shop-production"), ...all("sandbox"), ...all("log-archive"), "shop-dev root"],
    action: "organizations:LeaveOrganization",
  },
  { what: "no account closes itself", who: [...all("shop-dev"), ...all("sandbox")], action: "account:CloseAccount" },
  // Users, keys and identity providers
  ...["CreateUser", "CreateAccessKey", "CreateLoginProfile", "CreateServiceSpecificCredential"].map((name) => ({
    what: `nobody makes a user or a key: ${name}`,
    who: [...all("shop-dev"), ...all("shop-production"), ...all("sandbox"), "security apply", "log-archive apply"],
    action: `iam:${name}`,
    on: "arn:aws:iam::{shop-dev}:user/x",
  })),
  ...["CreateSAMLProvider", "CreateOpenIDConnectProvider"].map((name) => ({
    what: `nobody lets another identity provider in: ${name}`,
    who: daily("shop-dev"),
    action: `iam:${name}`,
    on: `arn:aws:iam::{shop-dev}:${name.includes("SAML") ? "saml" : "oidc"}-provider/evil`,
  })),
  // Regions
  ...[
    ["ec2:RunInstances", "arn:aws:ec2:{region}:{shop-dev}:instance/*", "us-east-1"],
    ["lambda:CreateFunction", "arn:aws:lambda:{region}:{shop-dev}:function:x", "ap-south-1"],
    ["s3:CreateBucket", "arn:aws:s3:::acme-elsewhere", "us-west-2"],
    ["dynamodb:CreateTable", "arn:aws:dynamodb:{region}:{shop-dev}:table/x", "eu-north-1"],
    ["sqs:ListQueues", "*", "us-east-1"],
  ].map(([action, on, where]) => ({
    what: `nothing is made outside the governed regions: ${action} in ${where}`,
    who: [...all("shop-dev"), ...all("sandbox"), "network apply", "security Administrator"],
    action: action!,
    on: on!.replace("{region}", where!),
    context: region(where!),
  })),
  // State
  ...["GetObject", "PutObject", "DeleteObject"].map((name) => ({
    what: `no role reaches another account's state: ${name}`,
    who: [...daily("shop-dev"), "shop-dev break-glass", "analytics apply", "security apply", "log-archive apply"],
    action: `s3:${name}`,
    on: state("shop-production"),
  })),
  {
    what: "shop-dev does not break the lock of shop-production",
    who: callers("shop-dev", ...pipeline, "break-glass"),
    action: "s3:DeleteObject",
    on: state("shop-production", "stack/terraform.tfstate.tflock"),
  },
  {
    what: "shop-dev does not write what shop-production publishes",
    who: callers("shop-dev", ...pipeline, "application", "Developer"),
    action: "s3:PutObject",
    on: state("shop-production", outputs),
  },
  {
    what: "shop-dev does not read what it has not declared: outputs of analytics",
    who: callers("shop-dev", ...pipeline),
    action: "s3:GetObject",
    on: state("analytics", outputs),
  },
  {
    what: "the management account's pipeline reads no other state",
    who: callers("management", ...pipeline),
    action: "s3:GetObject",
    on: state("shop-production"),
  },
  {
    what: "people and applications read no state",
    who: team("shop-dev"),
    action: "s3:GetObject",
    on: state("shop-dev"),
  },
  {
    what: "people and applications do not write what the account publishes",
    who: team("shop-dev"),
    action: "s3:PutObject",
    on: state("shop-dev", outputs),
  },
  {
    what: "the history of a state is not deleted",
    who: callers("shop-dev", ...pipeline),
    action: "s3:DeleteObjectVersion",
    on: state("shop-dev"),
  },
  {
    what: "the pipeline does not open its state bucket",
    who: callers("shop-dev", ...pipeline),
    action: "s3:PutBucketPolicy",
    on: "arn:aws:s3:::acme-shop-dev-tfstate",
  },
  {
    what: "a plan takes no lock, so it breaks none",
    who: ["shop-dev plan"],
    action: "s3:DeleteObject",
    on: state("shop-dev", "stack/terraform.tfstate.tflock"),
  },
  { what: "a plan writes no state", who: ["shop-dev plan"], action: "s3:PutObject", on: state("shop-dev") },
  // Stored content and the plan role
  ...[
    ["s3:GetObject", "arn:aws:s3:::shop-orders/2026/11.csv"],
    ["s3:GetObjectVersion", state("shop-dev")],
    ["secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-west-1:{shop-dev}:secret:database-AbCdEf"],
    ["ssm:GetParameter", "arn:aws:ssm:eu-west-1:{shop-dev}:parameter/shop/password"],
    ["ssm:GetParametersByPath", "arn:aws:ssm:eu-west-1:{shop-dev}:parameter/shop"],
    ["dynamodb:GetItem", "arn:aws:dynamodb:eu-west-1:{shop-dev}:table/orders"],
    ["dynamodb:Query", "arn:aws:dynamodb:eu-west-1:{shop-dev}:table/orders"],
    ["dynamodb:Scan", "arn:aws:dynamodb:eu-west-1:{shop-dev}:table/orders"],
    ["sqs:ReceiveMessage", "arn:aws:sqs:eu-west-1:{shop-dev}:orders"],
    ["kinesis:GetRecords", "arn:aws:kinesis:eu-west-1:{shop-dev}:stream/orders"],
    ["logs:GetLogEvents", "arn:aws:logs:eu-west-1:{shop-dev}:log-group:/shop:log-stream:x"],
    ["logs:FilterLogEvents", "arn:aws:logs:eu-west-1:{shop-dev}:log-group:/shop"],
    ["ecr:BatchGetImage", "arn:aws:ecr:eu-west-1:{shop-dev}:repository/shop"],
    ["lambda:GetLayerVersion", "arn:aws:lambda:eu-west-1:{shop-dev}:layer:shop:1"],
    ["rds:DownloadDBLogFilePortion", "arn:aws:rds:eu-west-1:{shop-dev}:db:shop"],
    ["athena:GetQueryResults", "arn:aws:athena:eu-west-1:{shop-dev}:workgroup/primary"],
    ["kms:Decrypt", "arn:aws:kms:eu-west-1:{shop-dev}:key/00000000-0000-4000-8000-000000000000"],
    ["kms:GenerateDataKey", "arn:aws:kms:eu-west-1:{shop-dev}:key/00000000-0000-4000-8000-000000000000"],
    ["ec2:GetPasswordData", "arn:aws:ec2:eu-west-1:{shop-dev}:instance/i-1"],
    ["ec2:GetConsoleOutput", "arn:aws:ec2:eu-west-1:{shop-dev}:instance/i-1"],
    ["states:GetExecutionHistory", "arn:aws:states:eu-west-1:{shop-dev}:execution:shop:x"],
    ["iam:CreateRole", role("x")],
    ["ec2:CreateTags", "arn:aws:ec2:eu-west-1:{shop-dev}:vpc/vpc-1"],
    ["sts:AssumeRole", role("app")],
    ["lambda:InvokeFunction", "arn:aws:lambda:eu-west-1:{shop-dev}:function:x"],
    ["iam:PassRole", role("app")],
  ].map(([action, on]) => ({
    what: `a plan reads nothing stored and starts nothing: ${action} on ${on!.split("/").at(-1)}`,
    who: [...callers("shop-dev", "plan")],
    action: action!,
    on: on!,
  })),
  ...[
    ["s3:GetObject", "arn:aws:s3:::shop-orders/2026/11.csv"],
    ["secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-west-1:{shop-production}:secret:database-AbCdEf"],
    ["dynamodb:Scan", "arn:aws:dynamodb:eu-west-1:{shop-production}:table/orders"],
    ["sqs:ReceiveMessage", "arn:aws:sqs:eu-west-1:{shop-production}:orders"],
  ].map(([action, on]) => ({
    what: `who looks after production does not read its data: ${action}`,
    who: callers("shop-production", "ReadOnly", "Operations"),
    action: action!,
    on: on!,
  })),
  // The apply role
  {
    what: "the apply role does not change itself",
    who: ["shop-dev apply"],
    action: "iam:PutRolePolicy",
    on: role("archipelago/archipelago-apply"),
    context: boundary(),
  },
  ...["DeleteRolePermissionsBoundary", "PutRolePermissionsBoundary", "UpdateAssumeRolePolicy", "DeleteRole"].flatMap(
    (name) =>
      ["archipelago-apply", "archipelago-plan", "break-glass"].map((target) => ({
        what: `the apply role does not change the way in: ${name} of ${target}`,
        who: ["shop-dev apply"],
        action: `iam:${name}`,
        on: role(`archipelago/${target}`),
        context: boundary(),
      })),
  ),
  ...["archipelago-apply-boundary", "archipelago-plan-boundary", "workload-boundary"].map((name) => ({
    what: `the apply role does not rewrite a boundary: ${name}`,
    who: ["shop-dev apply"],
    action: "iam:CreatePolicyVersion",
    on: policy(`archipelago/${name}`),
  })),
  {
    what: "the apply role makes no role without the boundary",
    who: ["shop-dev apply"],
    action: "iam:CreateRole",
    on: role("app"),
  },
  {
    what: "the apply role makes no role with a boundary of its own",
    who: ["shop-dev apply"],
    action: "iam:CreateRole",
    on: role("app"),
    context: { "iam:PermissionsBoundary": "arn:aws:iam::{shop-dev}:policy/mine" },
  },
  {
    what: "the apply role grants nothing to a role without the boundary",
    who: ["shop-dev apply"],
    action: "iam:AttachRolePolicy",
    on: role("app"),
    context: { "iam:PolicyARN": "arn:aws:iam::aws:policy/AdministratorAccess" },
  },
  {
    what: "the apply role does not make the audit role an administrator",
    who: ["shop-dev apply"],
    action: "iam:AttachRolePolicy",
    on: role("archipelago/baseline-audit"),
    context: { "iam:PolicyARN": "arn:aws:iam::aws:policy/AdministratorAccess" },
  },
  {
    what: "the apply role takes no boundary away",
    who: ["shop-dev apply"],
    action: "iam:DeleteRolePermissionsBoundary",
    on: role("app"),
    context: boundary(),
  },
  {
    what: "the apply role hands no platform role to a service",
    who: callers("shop-dev", "apply", "application", "Developer"),
    action: "iam:PassRole",
    on: role("archipelago/archipelago-apply"),
    context: { "iam:PassedToService": "lambda.amazonaws.com" },
  },
  ...["archipelago/archipelago-apply", "archipelago/break-glass", "OrganizationAccountAccessRole", "app"].map(
    (name) => ({
      what: `the apply role of shop-dev does not become a role of shop-production: ${name}`,
      who: ["shop-dev apply"],
      action: "sts:AssumeRole",
      on: role(name, "shop-production"),
    }),
  ),
  // Developers and applications
  ...[
    ["iam:CreateRole", role("app")],
    ["iam:AttachRolePolicy", role("app")],
    ["iam:PutRolePolicy", role("app")],
    ["iam:PutRolePermissionsBoundary", role("app")],
  ].map(([action, on]) => ({
    what: `no grant to a role without the boundary: ${action}`,
    who: callers("shop-dev", "Developer", "application"),
    action: action!,
    on: on!,
  })),
  {
    what: "no boundary is shed",
    who: callers("shop-dev", "Developer", "application"),
    action: "iam:DeleteRolePermissionsBoundary",
    on: role("app"),
    context: boundary(),
  },
  {
    what: "another account's boundary is not the boundary",
    who: callers("shop-dev", "application"),
    action: "iam:CreateRole",
    on: role("app"),
    context: boundary("shop-production"),
  },
  {
    what: "a policy whose path looks like the boundary is not the boundary",
    who: callers("shop-dev", "Developer", "application"),
    action: "iam:CreateRole",
    on: role("app"),
    context: { "iam:PermissionsBoundary": "arn:aws:iam::{shop-dev}:policy/x/archipelago/workload-boundary" },
  },
  ...["AttachRolePolicy", "DeleteRole", "PutRolePolicy", "TagRole", "UpdateAssumeRolePolicy", "UpdateRole"].flatMap(
    (name) =>
      ["archipelago/archipelago-apply", "archipelago/baseline-audit", "OrganizationAccountAccessRole"].map(
        (target) => ({
          what: `people and applications leave platform roles alone: ${name} of ${target.split("/").at(-1)}`,
          who: callers("shop-dev", "Developer", "application"),
          action: `iam:${name}`,
          on: role(target),
          context: boundary(),
        }),
      ),
  ),
  {
    what: "not even an administrator rewrites the deployment roles",
    who: callers("shop-production", "Administrator", "Developer", "application"),
    action: "iam:UpdateAssumeRolePolicy",
    on: role("archipelago/archipelago-apply", "shop-production"),
  },
  {
    what: "not even an administrator rewrites the boundary",
    who: callers("shop-dev", "Administrator", "Developer", "application"),
    action: "iam:CreatePolicyVersion",
    on: policy("archipelago/workload-boundary"),
  },
  ...[
    "archipelago/archipelago-apply",
    "archipelago/archipelago-plan",
    "archipelago/break-glass",
    "archipelago/baseline-audit",
  ].map((name) => ({
    what: `nobody in the account becomes a platform role: ${name.split("/").at(-1)}`,
    who: callers("shop-dev", "Developer", "application", "Administrator", "plan", "apply"),
    action: "sts:AssumeRole",
    on: role(name),
  })),
  {
    what: "developers do not change who signs in",
    who: callers("management", "Developer"),
    action: "sso:CreateAccountAssignment",
    on: "arn:aws:sso:::instance/ssoins-0123456789abcdef",
  },
  // Break-glass
  {
    what: "break-glass without a hardware key stays shut",
    who: ["management user/break-glass/alice"],
    action: "sts:AssumeRole",
    on: role("archipelago/break-glass"),
  },
  {
    what: "break-glass is not for other users of the management account",
    who: ["management user/bob"],
    action: "sts:AssumeRole",
    on: role("archipelago/break-glass"),
    context: { "aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": "60" },
  },
  {
    what: "break-glass is not for roles, the management account's included",
    who: [...callers("management", "Administrator", "apply", "bootstrap"), "security Administrator", "shop-dev apply"],
    action: "sts:AssumeRole",
    on: role("archipelago/break-glass"),
  },
  {
    what: "a hardware key from this morning does not open break-glass",
    who: ["management user/break-glass/alice"],
    action: "sts:AssumeRole",
    on: role("archipelago/break-glass"),
    context: { "aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": "14400" },
  },
  // The audit role
  {
    what: "the audit role is for the security team only",
    who: [...callers("shop-dev", "Developer"), "shop-production SecurityAudit", "security application"],
    action: "sts:AssumeRole",
    on: role("archipelago/baseline-audit"),
  },
  // Root
  ...["s3:ListAllMyBuckets", "ec2:DescribeInstances", "iam:ListRoles", "account:GetContactInformation"].map(
    (action) => ({
      what: `the root user of a member account does nothing: ${action}`,
      who: ["shop-dev root", "shop-production root", "sandbox root", "log-archive root"],
      action,
      ...(action.startsWith("account:") && { on: "arn:aws:account::{shop-dev}:account" }),
    }),
  ),
  // The sandbox
  {
    what: "the sandbox starts no large instance",
    who: callers("sandbox", "apply", "Developer", "application", "Administrator"),
    action: "ec2:RunInstances",
    on: "arn:aws:ec2:eu-west-1:{sandbox}:instance/*",
    context: { "ec2:InstanceType": "p5.48xlarge" },
  },
  {
    what: "the sandbox buys nothing for years",
    who: callers("sandbox", "apply", "Developer", "application", "Administrator"),
    action: "ec2:PurchaseReservedInstancesOffering",
  },
  // Strangers
  ...[
    ["s3:GetObject", "arn:aws:s3:::shop-orders/2026/11.csv"],
    ["sqs:SendMessage", "arn:aws:sqs:eu-west-1:{shop-dev}:orders"],
    ["secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-west-1:{shop-dev}:secret:database-AbCdEf"],
    ["sts:AssumeRole", role("app")],
    ["kms:Decrypt", "arn:aws:kms:eu-west-1:{shop-dev}:key/00000000-0000-4000-8000-000000000000"],
    ["s3:GetObject", trailLog],
    ["s3:PutObject", trailLog],
    ["s3:GetObject", state("shop-dev", outputs)],
  ].map(([action, on]) => ({
    what: `strangers get nothing, were the resource open to everybody: ${action} on ${on!.split("/").at(-1)}`,
    who: ["stranger"],
    action: action!,
    on: on!,
  })),
  {
    what: "nothing is read without TLS",
    who: callers("shop-dev", "application", "apply", "Administrator"),
    action: "s3:GetObject",
    on: "arn:aws:s3:::shop-orders/2026/11.csv",
    context: { "aws:SecureTransport": "false" },
  },
];

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
    who: daily("shop-dev").filter((who) => !/audit|support$/.test(who)),
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
    on: "arn:aws:s3:::acme-shop-dev-tfstate",
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
    ["s3:DeleteBucketPolicy", "arn:aws:s3:::acme-shop-dev-tfstate"],
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
];
