import { all, callers, daily, outputs, region, role, state, trailLog, type Row } from "./row.ts";

/** What no account does, whoever asks in it. */
export const membership: readonly Row[] = [
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
  // Regions
  ...[
    ["ec2:RunInstances", "arn:aws:ec2:{region}:{shop-dev}:instance/*", "us-east-1"],
    ["lambda:CreateFunction", "arn:aws:lambda:{region}:{shop-dev}:function:x", "ap-south-1"],
    ["s3:CreateBucket", "arn:aws:s3:::{org}-elsewhere", "us-west-2"],
    ["dynamodb:CreateTable", "arn:aws:dynamodb:{region}:{shop-dev}:table/x", "eu-north-1"],
    ["sqs:ListQueues", "*", "us-east-1"],
  ].map(([action, on, where]) => ({
    what: `nothing is made outside the governed regions: ${action} in ${where}`,
    who: [...all("shop-dev"), ...all("sandbox"), "network apply", "security Administrator"],
    action: action!,
    on: on!.replace("{region}", where!),
    context: region(where!),
  })),
  {
    what: "the sandbox starts no large database",
    who: callers("sandbox", "apply", "Developer", "application", "Administrator"),
    action: "rds:CreateDBInstance",
    on: "arn:aws:rds:eu-west-1:{sandbox}:db:x",
    context: { "rds:DatabaseClass": "db.r6g.16xlarge" },
  },
  // Exposure
  {
    what: "no database has a public address",
    who: all("shop-dev"),
    action: "rds:CreateDBInstance",
    on: "arn:aws:rds:eu-west-1:{shop-dev}:db:x",
    context: { "rds:PubliclyAccessible": "true" },
  },
  {
    what: "no function has an address without authentication",
    who: all("shop-dev"),
    action: "lambda:CreateFunctionUrlConfig",
    on: "arn:aws:lambda:eu-west-1:{shop-dev}:function:x",
    context: { "lambda:FunctionUrlAuthType": "NONE" },
  },
  {
    what: "credentials that a server gave away through the first metadata service are worth nothing",
    who: callers("shop-production", "application"),
    action: "s3:GetObject",
    on: "arn:aws:s3:::shop-orders/x",
    context: { "ec2:RoleDelivery": "1.0" },
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
