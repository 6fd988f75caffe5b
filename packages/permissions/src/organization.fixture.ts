import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy/index.js";
import {
  synthesizeAccount,
  type Account,
  type AccountDefinition,
  type OrganizationAccount,
} from "@archipelago/account-stack";
import { Guardrails } from "@archipelago/guardrails";
import { IdentityCenter } from "@archipelago/identity-center";
import { Organization } from "@archipelago/organization";
import { exampleAccount, exampleEnvironment, exampleOrganization } from "@archipelago/testing";
import { organizationPolicies, type SynthesizedAccount } from "./index.ts";

const account = (name: string, organizationalUnit: string, more: Partial<Account> = {}): Account => ({
  ...exampleAccount,
  name,
  directory: `accounts/${name}`,
  email: `aws+${name}@example.com`,
  organizationalUnit,
  dependsOn: ["management", "log-archive"],
  reads: { management: ["organizationId"], "log-archive": ["logBucketArn"] },
  ...more,
});
const management = account("management", "Root");
const logArchive = account("log-archive", "Security & Audit");
const shop = account("shop-dev", "Workloads/Non-Production", { access: { "team-shop": ["Developer"] } });
const analytics = account("analytics", "Workloads/Production", { access: { "team-data": ["ReadOnly"] } });
const sandbox = account("sandbox", "Sandbox");
const security = account("security", "Security & Audit");
const old = account("old", "Suspended");
const all = [management, logArchive, security, shop, analytics, sandbox, old];

const policy = (...statements: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const trust = policy({ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } });

const managementStack: AccountDefinition = (stack, { accounts }) => {
  const organization = new Organization(stack, "organization", { accounts });
  stack.publish({ organizationId: "string" }, { organizationId: organization.organizationId });
  new Guardrails(stack, "guardrails", {
    ...organization,
    exceptions: [
      { rule: "allowed-regions", account: "analytics", reason: "the model is in Virginia", expires: "2027-03-31" },
    ],
  });
  new IdentityCenter(stack, "access", {
    ...organization,
    accounts,
    everywhere: { "team-security": ["SecurityAudit"], "team-platform": ["Administrator"] },
  });
};

const logArchiveStack: AccountDefinition = (stack) => {
  const { organizationId } = stack.read("management", { organizationId: "string" });
  const bucket = new S3Bucket(stack, "logs", { bucket: `example-logs-${stack.accountId}` });
  stack.publish({ logBucketArn: "bucketArn" }, { logBucketArn: bucket.arn });
  new S3BucketPolicy(stack, "logs-policy", {
    bucket: bucket.bucket,
    policy: policy(
      {
        Sid: "MembersWrite",
        Effect: "Allow",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: `${bucket.arn}/$\${aws:PrincipalAccount}/*`,
        Condition: { StringEquals: { "aws:PrincipalOrgID": organizationId } },
      },
      { Sid: "NobodyDeletes", Effect: "Deny", Principal: "*", Action: "s3:DeleteObject*", Resource: `${bucket.arn}/*` },
    ),
  });
};

/** Roles of an application: one behind a boundary, one with a policy nobody here knows, one that reads a key. */
const workloadStack: AccountDefinition = (stack) => {
  const { logBucketArn } = stack.read("log-archive", { logBucketArn: "bucketArn" });
  const boundary = new IamPolicy(stack, "boundary", {
    name: "boundary",
    path: "/app/",
    policy: policy({ Effect: "Allow", Action: ["s3:*", "sqs:*", "kms:*"], Resource: "*" }),
  });
  const worker = new IamRole(stack, "worker", {
    name: "worker",
    path: "/app/",
    assumeRolePolicy: trust,
    permissionsBoundary: boundary.arn,
  });
  const key = new KmsKey(stack, "key", {
    policy: policy({
      Sid: "OnlyWorker",
      Effect: "Allow",
      Principal: { AWS: worker.arn },
      Action: "kms:Decrypt",
      Resource: "*",
    }),
  });
  new IamRolePolicy(stack, "worker-permissions", {
    role: worker.name,
    policy: policy(
      { Sid: "Logs", Effect: "Allow", Action: ["s3:PutObject", "s3:DeleteObject"], Resource: `${logBucketArn}/*` },
      { Sid: "Queues", Effect: "Allow", Action: ["sqs:*", "ec2:DescribeInstances"], Resource: "*" },
      { Sid: "Keys", Effect: "Allow", Action: "kms:Decrypt", Resource: key.arn },
    ),
  });
  const reporter = new IamRole(stack, "reporter", { name: "reporter", assumeRolePolicy: trust });
  new IamRolePolicy(stack, "reporter-computed", { role: reporter.name, policy: "${jsonencode(local.reports)}" });
  const policyArn = "arn:aws:iam::aws:policy/AWSBillingReadOnlyAccess";
  new IamRolePolicyAttachment(stack, "reporter-billing", { role: reporter.name, policyArn });
};

const empty: AccountDefinition = () => undefined;

/** A small organisation with the standard guardrails, as the command line would synthesise it. */
export function exampleStacks(): SynthesizedAccount[] {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "permissions-"));
  const definitions: Record<string, AccountDefinition> = {
    management: managementStack,
    "log-archive": logArchiveStack,
    "shop-dev": workloadStack,
  };
  try {
    return all.map((each) => {
      const accounts: readonly OrganizationAccount[] = each === management ? all : [];
      const context = { account: each, environment: exampleEnvironment, organization: exampleOrganization, accounts };
      const { json, inputs, records } = synthesizeAccount(
        context,
        definitions[each.name] ?? empty,
        path.join(directory, each.name),
      );
      return { account: each, template: JSON.parse(json) as SynthesizedAccount["template"], inputs, records };
    });
  } finally {
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

export const examplePolicies = () => organizationPolicies(exampleStacks(), "management");
