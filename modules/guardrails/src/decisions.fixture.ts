import type { GuardrailException } from "@archipelago/account-stack";

export const organizationId = "o-example123";
export const units: Record<string, string> = {
  Root: "r-root",
  "Security & Audit": "ou-security",
  Workloads: "ou-workloads",
  "Workloads/Production": "ou-production",
  Sandbox: "ou-sandbox",
  Suspended: "ou-suspended",
};
/** Accounts, their ids and where they are. */
export const accounts = {
  "log-archive": { id: "111111111111", unit: "Security & Audit" },
  shop: { id: "222222222222", unit: "Workloads/Production" },
  analytics: { id: "333333333333", unit: "Workloads/Production" },
  sandbox: { id: "444444444444", unit: "Sandbox" },
  backup: { id: "666666666666", unit: "Security & Audit" },
  old: { id: "555555555555", unit: "Suspended" },
} as const;
export type AccountName = keyof typeof accounts;

export const exception: GuardrailException = {
  rule: "allowed-regions",
  account: "analytics",
  reason: "the model is offered in Oregon only",
  expires: "2027-03-31",
};
export const partner = "999999999999";

/** Values of condition keys, besides those that follow from the caller. */
export type Context = Readonly<Record<string, string>>;

export const any = "*";
const admin = "shop: aws-reserved/sso.amazonaws.com/AWSReservedSSO_AdministratorAccess_0123456789abcdef";
const app = "shop: app";
const apply = "shop: archipelago/archipelago-apply";
const plan = "shop: archipelago/archipelago-plan";
const bootstrap = "shop: OrganizationAccountAccessRole";
const breakGlass = "shop: archipelago/break-glass";
const iam = (resource: string) => `arn:aws:iam::{id}:${resource}`;
const vault = "arn:aws:backup:eu-west-1:{id}:backup-vault:example-backups";
const s3 = (resource: string) => `arn:aws:s3:::${resource}`;
export const region = (name: string) => ({ "aws:RequestedRegion": name });
const github = (claim: string, value: string) => ({ [`token.actions.githubusercontent.com:${claim}`]: value });

/**
 * Who (`account: role`, `account: root`, `account: root session`, `outsider`, `partner`, `github`, `service`,
 * `service <id of the organisation it acts for>`) calls what on which resource (the caller's, or `account/arn`).
 */
export type DecisionRow = [what: string, who: string, action: string, resource: string, context?: Context];

// Each is denied, and allowed as soon as this one guardrail is taken away.
export const denied: DecisionRow[] = [
  ["deny-leaving-the-organization", admin, "organizations:LeaveOrganization", any],
  ["deny-leaving-the-organization", apply, "organizations:LeaveOrganization", any],
  ["deny-closing-the-account", admin, "account:CloseAccount", any],
  ["deny-root-user", "shop: root", "s3:ListAllMyBuckets", any],
  ["deny-root-user", "sandbox: root", "s3:CreateBucket", s3("x")],
  ["suspend", "old: app", "ec2:DescribeInstances", any],
  [
    "suspend",
    "old: aws-reserved/sso.amazonaws.com/AWSReservedSSO_ReadOnly_0123456789abcdef",
    "s3:GetObject",
    s3("x/y"),
  ],
  ["deny-iam-users", admin, "iam:CreateUser", iam("user/x")],
  ["deny-iam-users", apply, "iam:CreateAccessKey", iam("user/x")],
  ["deny-iam-users", breakGlass, "iam:CreateLoginProfile", iam("user/x")],
  ["protect-platform-identity", admin, "iam:UpdateAssumeRolePolicy", iam("role/archipelago/archipelago-apply")],
  ["protect-platform-identity", apply, "iam:PutRolePolicy", iam("role/archipelago/archipelago-apply")],
  ["protect-platform-identity", apply, "iam:DeleteRolePermissionsBoundary", iam("role/archipelago/archipelago-plan")],
  ["protect-platform-identity", apply, "iam:CreatePolicyVersion", iam("policy/archipelago/archipelago-apply-boundary")],
  ["protect-platform-identity", apply, "iam:UpdateAssumeRolePolicy", iam("role/OrganizationAccountAccessRole")],
  ["protect-platform-identity", apply, "iam:UpdateAssumeRolePolicy", iam("role/archipelago/break-glass")],
  ["protect-platform-identity", admin, "iam:CreateRole", iam("role/archipelago/break-glass")],
  ["protect-platform-identity", app, "iam:CreatePolicyVersion", iam("policy/archipelago/workload-boundary")],
  ["protect-platform-identity", apply, "iam:CreateOpenIDConnectProvider", iam("oidc-provider/evil.example")],
  ["protect-platform-identity", admin, "iam:CreateSAMLProvider", iam("saml-provider/evil")],
  ["protect-audit-trail", admin, "cloudtrail:StopLogging", any],
  ["protect-audit-trail", apply, "cloudtrail:DeleteTrail", any],
  ["protect-audit-trail", breakGlass, "cloudtrail:PutEventSelectors", any],
  ["protect-detection", admin, "config:StopConfigurationRecorder", any],
  ["protect-detection", admin, "guardduty:DeleteDetector", any],
  ["protect-detection", app, "guardduty:DisassociateFromAdministratorAccount", any],
  ["protect-detection", breakGlass, "securityhub:DisableSecurityHub", any],
  ["protect-detection", admin, "access-analyzer:DeleteAnalyzer", any],
  ["protect-detection", admin, "ec2:DeleteFlowLogs", any],
  ["protect-account-defaults", admin, "s3:PutAccountPublicAccessBlock", any],
  ["protect-account-defaults", admin, "ec2:DisableEbsEncryptionByDefault", any],
  ["protect-account-defaults", admin, "iam:UpdateAccountPasswordPolicy", any],
  ["protect-state", admin, "s3:GetObject", s3("example-shop-tfstate/stack/terraform.tfstate")],
  ["protect-state", app, "s3:PutObject", s3("example-shop-tfstate/published/outputs.json")],
  ["protect-state", apply, "s3:GetObject", `analytics/${s3("example-analytics-tfstate/stack/terraform.tfstate")}`],
  [
    "protect-state",
    breakGlass,
    "s3:PutObject",
    `analytics/${s3("example-analytics-tfstate/stack/terraform.tfstate.tflock")}`,
  ],
  ["protect-state", apply, "s3:PutBucketPolicy", s3("example-shop-tfstate")],
  ["protect-state", plan, "s3:DeleteBucket", s3("example-shop-tfstate")],
  ["allowed-regions", app, "ec2:RunInstances", any, region("us-east-1")],
  ["allowed-regions", apply, "s3:CreateBucket", s3("x"), region("ap-south-1")],
  ["allowed-regions", "sandbox: app", "lambda:CreateFunction", any, region("us-west-2")],
  ["require-imdsv2", app, "s3:GetObject", s3("x/y"), { "ec2:RoleDelivery": "1.0" }],
  ["deny-public-endpoints", app, "lambda:CreateFunctionUrlConfig", any, { "lambda:FunctionUrlAuthType": "NONE" }],
  ["deny-public-endpoints", apply, "rds:CreateDBInstance", any, { "rds:PubliclyAccessible": "true" }],
  ["protect-backups", admin, "backup:DeleteRecoveryPoint", "arn:aws:backup:eu-west-1:{id}:recovery-point:1"],
  ["protect-backups", apply, "backup:DeleteRecoveryPoint", "arn:aws:backup:eu-west-1:{id}:recovery-point:1"],
  ["protect-backups", admin, "backup:DeleteBackupVaultLockConfiguration", vault],
  ["protect-backups", bootstrap, "backup:PutBackupVaultLockConfiguration", vault],
  ["protect-backups", admin, "backup:PutBackupVaultAccessPolicy", vault],
  ["protect-backups", admin, "backup:DeleteBackupVault", vault],
  [
    "protect-backup-copies",
    "backup: archipelago/break-glass",
    "backup:DeleteRecoveryPoint",
    "arn:aws:backup:eu-west-1:{id}:recovery-point:1",
  ],
  ["protect-backup-copies", "backup: app", "kms:ScheduleKeyDeletion", "arn:aws:kms:eu-west-1:{id}:key/1"],
  ["sandbox-no-purchases", "sandbox: app", "ec2:PurchaseReservedInstancesOffering", any],
  ["sandbox-no-purchases", "sandbox: app", "route53domains:RegisterDomain", any],
  [
    "sandbox-small-instances",
    "sandbox: app",
    "ec2:RunInstances",
    "arn:aws:ec2:eu-west-1:{id}:instance/*",
    { "ec2:InstanceType": "p5.48xlarge" },
  ],
  [
    "sandbox-small-instances",
    "sandbox: app",
    "rds:CreateDBInstance",
    "arn:aws:rds:eu-west-1:{id}:db:x",
    { "rds:DatabaseClass": "db.r6g.16xlarge" },
  ],
  ["no-clusters-in-production", apply, "eks:CreateCluster", any],
  ["only-the-organization", "outsider", "s3:GetObject", `shop/${s3("x/y")}`],
  ["only-the-organization", "outsider", "sts:AssumeRole", `shop/${iam("role/app")}`],
  ["only-the-organization", "outsider", "kms:Decrypt", "shop/arn:aws:kms:eu-west-1:{id}:key/x"],
  ["only-the-organization", "service o-another12", "s3:PutObject", `log-archive/${s3("logs/x")}`],
  ["require-tls", app, "s3:GetObject", s3("x/y"), { "aws:SecureTransport": "false" }],
  [
    "trusted-github",
    "github",
    "sts:AssumeRoleWithWebIdentity",
    `shop/${iam("role/app")}`,
    github("sub", "repo:evil/archipelago:ref:refs/heads/main"),
  ],
  [
    "trusted-github",
    "github",
    "sts:AssumeRoleWithWebIdentity",
    `shop/${iam("role/app")}`,
    github("sub", "repo:example-evil/archipelago:environment:shop"),
  ],
  [
    "trusted-github",
    "github",
    "sts:AssumeRoleWithWebIdentity",
    `shop/${iam("role/app")}`,
    github("aud", "https://github.com/example"),
  ],
  [
    "protect-logs",
    "log-archive: archipelago/archipelago-apply",
    "s3:DeleteObjectVersion",
    s3("example-trail/AWSLogs/x"),
  ],
  ["protect-logs", "log-archive: app", "s3:BypassGovernanceRetention", s3("example-trail/AWSLogs/x")],
  ["protect-logs", admin, "s3:DeleteObject", `log-archive/${s3("example-trail/AWSLogs/x")}`],
  ["protect-logs", "log-archive: app", "s3:PutLifecycleConfiguration", s3("example-trail")],
  [
    "protect-logs",
    "log-archive: archipelago/break-glass",
    "kms:ScheduleKeyDeletion",
    "arn:aws:kms:eu-west-1:{id}:key/x",
  ],
];

// And this goes on.
export const allowed: DecisionRow[] = [
  [
    "work goes on",
    app,
    "ec2:RunInstances",
    "arn:aws:ec2:eu-west-1:{id}:instance/*",
    { "ec2:InstanceType": "m7g.4xlarge" },
  ],
  ["every governed region", app, "s3:CreateBucket", s3("x"), region("eu-central-1")],
  ["global service", apply, "iam:CreateRole", iam("role/app"), region("us-east-1")],
  ["global service", app, "cloudfront:CreateDistribution", any, region("us-east-1")],
  ["global service", app, "route53:ChangeResourceRecordSets", any, region("us-east-1")],
  ["global service", app, "sts:GetCallerIdentity", any, region("us-east-1")],
  ["certificates of CloudFront", apply, "acm:RequestCertificate", any, region("us-east-1")],
  ["firewalls of CloudFront", apply, "wafv2:CreateWebACL", any, region("us-east-1")],
  ["global service", apply, "budgets:ModifyBudget", any, region("us-east-1")],
  ["global service", admin, "support:CreateCase", any, region("us-east-1")],
  ["global service", app, "globalaccelerator:ListAccelerators", any, region("us-west-2")],
  ["an exception", "analytics: app", "bedrock:InvokeModel", any, region("us-west-2")],
  [
    "a service-linked role",
    "shop: aws-service-role/guardduty.amazonaws.com/X",
    "ec2:DescribeInstances",
    any,
    region("us-east-2"),
  ],
  ["a service-linked role", "shop: aws-service-role/sso.amazonaws.com/X", "iam:CreateSAMLProvider", any],
  ["root session, to save a bucket", "shop: root session", "s3:DeleteBucketPolicy", s3("x")],
  ["root session, to save a state bucket", "shop: root session", "s3:DeleteBucketPolicy", s3("example-shop-tfstate")],
  ["root session, to save a log bucket", "log-archive: root session", "s3:DeleteBucketPolicy", s3("example-trail")],
  ["root session, to give the password back", "shop: root session", "iam:CreateLoginProfile", iam("user/root")],
  ["the platform empties a suspended account", "old: archipelago/archipelago-apply", "ec2:TerminateInstances", any],
  ["the platform looks at a suspended account", "old: archipelago/archipelago-plan", "ec2:DescribeInstances", any],
  ["apply makes baseline roles", apply, "iam:CreateRole", iam("role/archipelago/baseline-audit")],
  ["apply makes the boundary", apply, "iam:CreatePolicyVersion", iam("policy/archipelago/workload-boundary")],
  ["bootstrap makes deployment roles", bootstrap, "iam:PutRolePolicy", iam("role/archipelago/archipelago-apply")],
  ["bootstrap makes the identity provider", bootstrap, "iam:CreateOpenIDConnectProvider", any],
  [
    "break-glass repairs deployment roles",
    breakGlass,
    "iam:UpdateAssumeRolePolicy",
    iam("role/archipelago/archipelago-apply"),
  ],
  ["auditors read protected roles", admin, "iam:GetRole", iam("role/archipelago/archipelago-apply")],
  ["apply keeps the recorder", apply, "config:PutConfigurationRecorder", any],
  ["apply keeps the account's defaults", apply, "s3:PutAccountPublicAccessBlock", any],
  ["everybody looks", admin, "cloudtrail:LookupEvents", any, region("us-east-1")],
  ["apply writes its state", apply, "s3:PutObject", s3("example-shop-tfstate/stack/terraform.tfstate")],
  ["apply removes its lock", apply, "s3:DeleteObject", s3("example-shop-tfstate/stack/terraform.tfstate.tflock")],
  ["plan reads its state", plan, "s3:GetObject", s3("example-shop-tfstate/stack/terraform.tfstate")],
  [
    "plan reads what others publish",
    plan,
    "s3:GetObject",
    `analytics/${s3("example-analytics-tfstate/published/outputs.json")}`,
  ],
  ["bootstrap makes the state bucket", bootstrap, "s3:PutBucketPolicy", s3("example-shop-tfstate")],
  ["auditors see the state bucket's policy", admin, "s3:GetBucketPolicy", s3("example-shop-tfstate")],
  ["instances with version 2", app, "s3:GetObject", s3("x/y"), { "ec2:RoleDelivery": "2.0" }],
  [
    "function address with authentication",
    app,
    "lambda:CreateFunctionUrlConfig",
    any,
    { "lambda:FunctionUrlAuthType": "AWS_IAM" },
  ],
  ["private database", apply, "rds:CreateDBInstance", any, { "rds:PubliclyAccessible": "false" }],
  [
    "small instance in a sandbox",
    "sandbox: app",
    "ec2:RunInstances",
    "arn:aws:ec2:eu-west-1:{id}:instance/*",
    { "ec2:InstanceType": "t4g.small" },
  ],
  [
    "other resources of a launch in a sandbox",
    "sandbox: app",
    "ec2:RunInstances",
    "arn:aws:ec2:eu-west-1:{id}:subnet/x",
  ],
  ["database modified without a new class", "sandbox: app", "rds:ModifyDBInstance", any],
  ["purchases outside the sandbox", app, "ec2:PurchaseReservedInstancesOffering", any],
  ["clusters elsewhere", "sandbox: app", "eks:CreateCluster", any],
  ["another account of the organisation", "analytics: app", "s3:GetObject", `shop/${s3("x/y")}`],
  ["a partner", "partner", "sts:AssumeRole", `shop/${iam("role/app")}`],
  ["a service, for the organisation", `service ${organizationId}`, "s3:PutObject", `log-archive/${s3("logs/x")}`],
  ["a service that does not say for whom", "service", "s3:GetObject", `shop/${s3("x/y")}`],
  [
    "our workflows",
    "github",
    "sts:AssumeRoleWithWebIdentity",
    `shop/${iam("role/app")}`,
    { ...github("sub", "repo:example/archipelago:environment:shop"), ...github("aud", "sts.amazonaws.com") },
  ],
  [
    "our workflows, by immutable ids",
    "github",
    "sts:AssumeRoleWithWebIdentity",
    `shop/${iam("role/app")}`,
    { ...github("sub", "repo:example@1/archipelago@2:environment:shop"), ...github("aud", "sts.amazonaws.com") },
  ],
  [
    "another identity provider",
    "github",
    "sts:AssumeRoleWithWebIdentity",
    `shop/${iam("role/app")}`,
    { "oidc.eks.eu-west-1.amazonaws.com/id/X:sub": "system:serviceaccount:a:b" },
  ],
  [
    "apply changes a log bucket",
    "log-archive: archipelago/archipelago-apply",
    "s3:PutLifecycleConfiguration",
    s3("example-trail"),
  ],
  [
    "apply removes its lock in the log archive",
    "log-archive: archipelago/archipelago-apply",
    "s3:DeleteObject",
    s3("example-log-archive-tfstate/stack/terraform.tfstate.tflock"),
  ],
  ["auditors read logs", "log-archive: app", "s3:GetObject", s3("example-trail/AWSLogs/x")],
];
