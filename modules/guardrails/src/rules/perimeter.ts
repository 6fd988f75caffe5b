import type { GuardrailFacts, StatementGuardrail } from "../guardrail.ts";
import { exceptRoles } from "../principals.ts";

/**
 * Services the perimeter covers, with the actions that can be denied to outsiders. Resource control policies apply to
 * more; Amazon Cognito, whose users are outsiders by nature, is left out.
 *
 * Source: AWS Organizations User Guide, "Resource control policies", list of services, read 2026-11.
 */
export const perimeterActions: Readonly<Record<string, readonly string[]>> = {
  dynamodb: ["dynamodb:*"],
  ecr: ["ecr:*"],
  kms: ["kms:*"],
  s3: ["s3:*"],
  secretsmanager: ["secretsmanager:*"],
  sqs: ["sqs:*"],
  // Not the federated ones: their callers belong to no organisation. `trusted-github` is about them.
  sts: ["sts:AssumeRole"],
};

/** Who reaches the organisation's resources, whatever their own policies say. */
export function perimeterGuardrails(facts: GuardrailFacts): StatementGuardrail[] {
  const { partition, organization, organizationId, repositoryOwner, logArchive } = facts;
  const type = "RESOURCE_CONTROL_POLICY";
  const actions = Object.values(perimeterActions).flat();
  const partners = Object.keys(facts.partners).sort();
  const github = "token.actions.githubusercontent.com";
  const outside = (organizationKey: string, accountKey: string) => ({
    StringNotEqualsIfExists: {
      [organizationKey]: organizationId,
      ...(partners.length > 0 && { [accountKey]: partners }),
    },
  });
  return [
    {
      rule: "only-the-organization",
      reason:
        "a bucket, table, key, queue, secret, image or role that is shared with everybody by mistake still is for the organisation only",
      type,
      targets: ["Root"],
      // As AWS does in its data perimeter policies: aws-samples/data-perimeter-policy-examples, read 2026-11.
      statements: [
        {
          sid: "OnlyTheOrganization",
          actions,
          conditions: {
            ...outside("aws:PrincipalOrgID", "aws:PrincipalAccount"),
            BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
          },
        },
        {
          // An AWS service acts for whoever configured it. Its requests name the account they are for, if it can.
          sid: "OnlyServicesActingForTheOrganization",
          actions,
          conditions: {
            ...outside("aws:SourceOrgID", "aws:SourceAccount"),
            Bool: { "aws:PrincipalIsAWSService": "true" },
            Null: { "aws:SourceAccount": "false" },
          },
        },
      ],
    },
    {
      rule: "require-tls",
      reason: "what is sent without TLS can be read and changed on the way (CIS 3.1.1)",
      type,
      targets: ["Root"],
      statements: [
        {
          sid: "RequireTls",
          actions: ["kms:*", "s3:*", "secretsmanager:*", "sqs:*", "sts:*"],
          conditions: { BoolIfExists: { "aws:SecureTransport": "false" } },
        },
      ],
    },
    {
      rule: "trusted-github",
      reason:
        "GitHub's identity provider vouches for every workflow of the world; a role that forgets to ask for the subject is open to all of them",
      type,
      targets: ["Root"],
      // Null: other identity providers (a cluster's, for example) have no such key and are not meant. Both forms of the
      // subject: repo:owner/... and, since 2026-07, repo:owner@id/...
      statements: [
        {
          sid: "TrustedGithubOwner",
          actions: ["sts:AssumeRoleWithWebIdentity"],
          conditions: {
            StringNotLike: { [`${github}:sub`]: [`repo:${repositoryOwner}/*`, `repo:${repositoryOwner}@*/*`] },
            Null: { [`${github}:sub`]: "false" },
          },
        },
        {
          sid: "TrustedGithubAudience",
          actions: ["sts:AssumeRoleWithWebIdentity"],
          conditions: {
            StringNotEquals: { [`${github}:aud`]: "sts.amazonaws.com" },
            Null: { [`${github}:aud`]: "false" },
          },
        },
      ],
    },
    {
      rule: "protect-logs",
      reason:
        "logs are the evidence: nobody deletes them before their lifecycle does, and only the account's stack changes what keeps them",
      type,
      targets: [logArchive],
      statements: [
        {
          sid: "ProtectLogs",
          actions: [
            "s3:BypassGovernanceRetention",
            "s3:DeleteObject*",
            "s3:PutObjectLegalHold",
            "s3:PutObjectRetention",
          ],
          // Terraform removes its lock from the account's own state bucket.
          notResources: [`arn:${partition}:s3:::${organization}-*-tfstate/*`],
        },
        {
          sid: "ProtectLogBuckets",
          actions: [
            "kms:DisableKey",
            "kms:PutKeyPolicy",
            "kms:ScheduleKeyDeletion",
            "s3:DeleteBucket*",
            "s3:PutBucketAcl",
            "s3:PutBucketLogging",
            "s3:PutBucketObjectLockConfiguration",
            "s3:PutBucketPolicy",
            "s3:PutBucketPublicAccessBlock",
            "s3:PutBucketVersioning",
            "s3:PutEncryptionConfiguration",
            "s3:PutLifecycleConfiguration",
          ],
          conditions: exceptRoles(partition, "apply", "bootstrap"),
        },
      ],
    },
  ];
}
