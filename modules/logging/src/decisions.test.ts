import { runSimulation } from "@cloud-copilot/iam-simulate";
import { synthStack } from "@archipelago/testing";
import { LogArchive } from "./log-archive.ts";

// What AWS would answer to requests for the archive's buckets and key, from the policies as they are synthesised.

const archiveAccount = "222222222222";
const managementAccount = "111111111111";
const securityAccount = "333333333333";
const workloadAccount = "444444444444";
const strangerAccount = "999999999999";

const template = synthStack((stack) => {
  new LogArchive(stack, "archive", {
    organizationId: "o-example",
    managementAccountId: managementAccount,
    auditorAccountId: securityAccount,
  });
});
const resolved = (policy: unknown): object =>
  JSON.parse(
    String(policy)
      .replaceAll("${var.account_id}", archiveAccount)
      // The simulator drops encryption contexts. A key that it keeps stands in.
      .replaceAll("kms:EncryptionContext:aws:cloudtrail:arn", "aws:Referer"),
  ) as object;
const keyPolicy = resolved(template.resource("aws_kms_key")["policy"]);
const keyArn = `arn:aws:kms:eu-west-1:${archiveAccount}:key/11111111-1111-1111-1111-111111111111`;
const trailArn = `arn:aws:cloudtrail:eu-west-1:${managementAccount}:trail/example-organization`;
const administrator = {
  name: "everything",
  policy: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
};
const inOrganization = { "aws:PrincipalOrgID": "o-example" };
const overTls = { "aws:SecureTransport": "true", "s3:TlsVersion": "1.3" };

async function decide(
  principal: string,
  action: string,
  where: string,
  context: Record<string, string> = {},
): Promise<string> {
  const isKey = action.startsWith("kms:");
  const [bucket] = where.split("/");
  const isService = principal.endsWith(".amazonaws.com");
  const response = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: {
          resource: isKey ? keyArn : `arn:aws:s3:::example-${where.replace(bucket!, `${bucket}-${archiveAccount}`)}`,
          accountId: archiveAccount,
        },
        contextVariables: { ...overTls, ...(isService ? {} : { "aws:PrincipalArn": principal }), ...context },
      },
      // The worst case: who asks may do everything in his own account.
      identityPolicies: isService ? [] : [administrator],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: isKey ? keyPolicy : resolved(template.named("aws_s3_bucket_policy", `_${bucket}_`)["policy"]),
    },
    {},
  );
  if (response.resultType === "error") throw new Error(JSON.stringify(response.errors));
  return response.overallResult;
}

const buckets = ["access-logs", "config", "flow-logs", "resolver-logs", "trail"];
const people: [string, string, Record<string, string>][] = [
  ["an administrator of the archive", `arn:aws:iam::${archiveAccount}:role/admin`, inOrganization],
  ["the archive's root user", `arn:aws:iam::${archiveAccount}:root`, inOrganization],
  ["an administrator of the management account", `arn:aws:iam::${managementAccount}:role/admin`, inOrganization],
  ["an administrator of a workload", `arn:aws:iam::${workloadAccount}:role/admin`, inOrganization],
  ["a stranger", `arn:aws:iam::${strangerAccount}:role/admin`, { "aws:PrincipalOrgID": "o-stranger" }],
];

test.each(
  buckets.flatMap((bucket) =>
    people.flatMap(([who, arn, context]) =>
      ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"].map((action) => ({
        bucket,
        who,
        arn,
        action,
        context,
      })),
    ),
  ),
)("$who may not: $action in $bucket", async ({ bucket, arn, action, context }) => {
  expect(await decide(arn, action, `${bucket}/AWSLogs/x`, context)).toMatch(/Denied/);
});

const ofTrail = {
  "aws:SourceArn": trailArn,
  "aws:SourceAccount": managementAccount,
  "s3:x-amz-acl": "bucket-owner-full-control",
};
const ofOtherTrail = {
  ...ofTrail,
  "aws:SourceArn": `arn:aws:cloudtrail:eu-west-1:${workloadAccount}:trail/example-organization`,
};
const ofOrganization = {
  "aws:SourceOrgID": "o-example",
  "aws:SourceAccount": workloadAccount,
  "s3:x-amz-acl": "bucket-owner-full-control",
};
const ofStrangers = { ...ofOrganization, "aws:SourceOrgID": "o-stranger", "aws:SourceAccount": strangerAccount };
const encrypting = { "aws:Referer": trailArn };
const auditor = `arn:aws:iam::${securityAccount}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_SecurityAudit_0123456789abcdef`;
const cloudTrail = "cloudtrail.amazonaws.com";
const delivery = "delivery.logs.amazonaws.com";
const config = "config.amazonaws.com";

test.each<[string, "Allowed" | "Denied", string, string, string, Record<string, string>]>([
  [
    "the organisation's trail writes the organisation's events",
    "Allowed",
    cloudTrail,
    "s3:PutObject",
    "trail/AWSLogs/o-example/1.gz",
    ofTrail,
  ],
  [
    "and the management account's",
    "Allowed",
    cloudTrail,
    "s3:PutObject",
    `trail/AWSLogs/${managementAccount}/1.gz`,
    ofTrail,
  ],
  ["it looks at the bucket first", "Allowed", cloudTrail, "s3:GetBucketAcl", "trail", ofTrail],
  [
    "it writes nowhere else in the bucket",
    "Denied",
    cloudTrail,
    "s3:PutObject",
    "trail/AWSLogs/o-stranger/1.gz",
    ofTrail,
  ],
  ["it does not read", "Denied", cloudTrail, "s3:GetObject", "trail/AWSLogs/o-example/1.gz", ofTrail],
  [
    "another account's trail does not write",
    "Denied",
    cloudTrail,
    "s3:PutObject",
    "trail/AWSLogs/o-example/1.gz",
    ofOtherTrail,
  ],
  ["nor into another bucket", "Denied", cloudTrail, "s3:PutObject", "config/AWSLogs/o-example/1.gz", ofTrail],
  [
    "the trail's writes over HTTP are refused",
    "Denied",
    cloudTrail,
    "s3:PutObject",
    "trail/AWSLogs/o-example/1.gz",
    { ...ofTrail, "aws:SecureTransport": "false" },
  ],
  [
    "and over TLS 1.1",
    "Denied",
    cloudTrail,
    "s3:PutObject",
    "trail/AWSLogs/o-example/1.gz",
    { ...ofTrail, "s3:TlsVersion": "1.1" },
  ],
  [
    "the trail encrypts with its key",
    "Allowed",
    cloudTrail,
    "kms:GenerateDataKey",
    "key",
    { ...ofTrail, ...encrypting },
  ],
  ["the trail describes its key", "Allowed", cloudTrail, "kms:DescribeKey", "key", ofTrail],
  ["the trail does not decrypt", "Denied", cloudTrail, "kms:Decrypt", "key", { ...ofTrail, ...encrypting }],
  [
    "another trail does not encrypt with the key",
    "Denied",
    cloudTrail,
    "kms:GenerateDataKey",
    "key",
    { ...ofOtherTrail, ...encrypting },
  ],
  [
    "Config delivers for accounts of the organisation",
    "Allowed",
    config,
    "s3:PutObject",
    `config/AWSLogs/${workloadAccount}/Config/1.gz`,
    ofOrganization,
  ],
  [
    "Config does not deliver for strangers",
    "Denied",
    config,
    "s3:PutObject",
    `config/AWSLogs/${strangerAccount}/Config/1.gz`,
    ofStrangers,
  ],
  [
    "flow logs arrive from accounts of the organisation",
    "Allowed",
    delivery,
    "s3:PutObject",
    `flow-logs/AWSLogs/${workloadAccount}/1`,
    ofOrganization,
  ],
  ["and from no other", "Denied", delivery, "s3:PutObject", `flow-logs/AWSLogs/${strangerAccount}/1`, ofStrangers],
  [
    "Resolver logs arrive from accounts of the organisation",
    "Allowed",
    delivery,
    "s3:PutObject",
    `resolver-logs/AWSLogs/${workloadAccount}/1`,
    ofOrganization,
  ],
  ["and from no other", "Denied", delivery, "s3:PutObject", `resolver-logs/AWSLogs/${strangerAccount}/1`, ofStrangers],
  [
    "flow logs do not go into the trail's bucket",
    "Denied",
    delivery,
    "s3:PutObject",
    `trail/AWSLogs/${workloadAccount}/1`,
    ofOrganization,
  ],
  ["an auditor reads the trail", "Allowed", auditor, "s3:GetObject", "trail/AWSLogs/o-example/1.gz", inOrganization],
  ["and decrypts what he reads", "Allowed", auditor, "kms:Decrypt", "key", inOrganization],
  ["but writes nothing", "Denied", auditor, "s3:PutObject", "trail/AWSLogs/o-example/1.gz", inOrganization],
  [
    "nor over HTTP",
    "Denied",
    auditor,
    "s3:GetObject",
    "trail/AWSLogs/o-example/1.gz",
    { ...inOrganization, "aws:SecureTransport": "false" },
  ],
  [
    "an auditor's role of a workload account reads nothing",
    "Denied",
    auditor.replace(securityAccount, workloadAccount),
    "s3:GetObject",
    "trail/AWSLogs/o-example/1.gz",
    inOrganization,
  ],
  [
    "another role of the auditors' account reads nothing",
    "Denied",
    `arn:aws:iam::${securityAccount}:role/admin`,
    "s3:GetObject",
    "trail/AWSLogs/o-example/1.gz",
    inOrganization,
  ],
  ["nor decrypts", "Denied", `arn:aws:iam::${securityAccount}:role/admin`, "kms:Decrypt", "key", inOrganization],
  [
    "the management account reads nothing",
    "Denied",
    `arn:aws:iam::${managementAccount}:role/admin`,
    "s3:GetObject",
    "trail/AWSLogs/o-example/1.gz",
    inOrganization,
  ],
  [
    "nor takes the key away",
    "Denied",
    `arn:aws:iam::${managementAccount}:role/admin`,
    "kms:ScheduleKeyDeletion",
    "key",
    inOrganization,
  ],
  [
    "nor writes into the bucket by itself",
    "Denied",
    `arn:aws:iam::${managementAccount}:role/admin`,
    "s3:PutObject",
    "trail/AWSLogs/o-example/1.gz",
    inOrganization,
  ],
  [
    "a workload's administrator changes no bucket policy",
    "Denied",
    `arn:aws:iam::${workloadAccount}:role/admin`,
    "s3:PutBucketPolicy",
    "trail",
    inOrganization,
  ],
  [
    "a stranger lists nothing",
    "Denied",
    `arn:aws:iam::${strangerAccount}:role/admin`,
    "s3:ListBucket",
    "trail",
    { "aws:PrincipalOrgID": "o-stranger" },
  ],
  [
    "the archive's own apply role still manages the bucket",
    "Allowed",
    `arn:aws:iam::${archiveAccount}:role/apply`,
    "s3:PutBucketPolicy",
    "trail",
    inOrganization,
  ],
  [
    "and its lifecycle",
    "Allowed",
    `arn:aws:iam::${archiveAccount}:role/apply`,
    "s3:PutLifecycleConfiguration",
    "trail",
    inOrganization,
  ],
  ["and the key", "Allowed", `arn:aws:iam::${archiveAccount}:role/apply`, "kms:PutKeyPolicy", "key", inOrganization],
])("%s: %s", async (_, expected, principal, action, where, context) => {
  const result = await decide(principal, action, where, context);
  expect(result.replace(/^(Explicitly|Implicitly)/, "")).toBe(expected);
});
