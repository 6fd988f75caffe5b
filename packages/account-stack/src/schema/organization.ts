import { z } from "zod";
import { cidr, email, name, organizationalUnit, owner, region } from "./fields.ts";

const phone = z
  .string()
  .regex(/^\+[0-9][0-9 ().-]{4,18}$/, 'must be a phone number with its country code, for example "+49 30 1234567"');

const contact = z.strictObject({
  name: z.string().min(1).max(64),
  title: z.string().min(1).max(50),
  email: email.describe("Where AWS writes."),
  phone,
});

/** organization.json: the organisation's own facts. The first file an adopter edits. */
export const organizationFile = z.strictObject({
  $schema: z.string().optional(),
  name: name.max(20).describe("Short name; part of names that must be unique across AWS, such as state buckets."),
  cloud: z
    .enum(["offline", "aws"])
    .describe(
      "`offline`: the simulated AWS on this machine. `aws`: hashicorp/aws with real credentials. Nothing falls back from one to the other.",
    ),
  state: z
    .union([
      z.literal("local"),
      z.strictObject({
        s3: z.strictObject({
          endpoint: z
            .string()
            .regex(/^https?:\/\/[^/\s]+$/, 'must be an address without a path, for example "http://127.0.0.1:4566"')
            .optional()
            .describe("A server of S3, IAM and STS in AWS's place. Needed offline."),
          encryption: z
            .enum(["s3", "kms"])
            .optional()
            .describe(
              "`s3` (default): S3's own keys. `kms`: a key of the account, alias/archipelago-state, 1 USD a month.",
            ),
          accessLogs: z
            .string()
            .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "must be the name of a bucket")
            .optional()
            .describe(
              "Bucket that gets the access logs of the state buckets, of the same account and region. Default: none.",
            ),
        }),
      }),
    ])
    .optional()
    .describe("Where states are kept. Default: `local` files offline, S3 on AWS."),
  terraformBinary: z
    .string()
    .min(1)
    .max(1024)
    .optional()
    .describe(
      "Terraform or OpenTofu: a name to look up in the PATH, for example `tofu`, or a path from the repository's root. Default: `terraform`. ARCHIPELAGO_TERRAFORM says otherwise on one machine.",
    ),
  terraformParallelism: z
    .int()
    .positive()
    .max(100)
    .optional()
    .describe("Resources of one account that Terraform works on at a time. Default: 10, Terraform's own."),
  terraformTimeoutMinutes: z
    .strictObject({
      init: z.number().positive().max(1440).optional(),
      plan: z.number().positive().max(1440).optional(),
      apply: z.number().positive().max(1440).optional(),
    })
    .optional()
    .describe("Minutes after which Terraform is stopped: SIGINT twice, then SIGKILL. Default: 15, 60 and 240."),
  homeRegion: region.describe("Where state buckets and organisation-wide services live."),
  regions: z
    .array(region)
    .nonempty()
    .describe("Governed regions: everything else is denied. Contains the home region."),
  emailPattern: z
    .string()
    .regex(
      /^[^@\s]*\{account\}[^@\s]*@[^@\s]+$/,
      'must be an address with {account} before the @, for example "aws+{account}@acme.example"',
    )
    .describe("Root user addresses of new accounts."),
  repository: z
    .string()
    .regex(/^[A-Za-z0-9-]+\/[A-Za-z0-9._-]+$/, 'must be owner/name, for example "acme/archipelago"')
    .describe("The GitHub repository that deploys the organisation."),
  contacts: z
    .strictObject({
      primary: z
        .strictObject({
          fullName: z.string().min(1).max(50),
          companyName: z.string().min(1).max(50).optional(),
          addressLine1: z.string().min(1).max(60),
          postalCode: z.string().min(1).max(20),
          city: z.string().min(1).max(50),
          countryCode: z.string().regex(/^[A-Z]{2}$/, 'must be two letters, for example "DE"'),
          phone,
        })
        .optional()
        .describe("The postal address of every account."),
      security: contact.optional(),
      operations: contact.optional(),
      billing: contact.optional(),
    })
    .optional()
    .describe("Whom AWS writes to, in every account. Left out: the account's own address."),
  platformTeam: owner.describe("Owns everything outside accounts/."),
  accountQuota: z
    .int()
    .positive()
    .optional()
    .describe("Accounts AWS lets the organisation have. Default: 10, AWS's own; Service Quotas raises it."),
  addressPlan: z.strictObject({
    supernet: cidr.describe("Every network of the organisation lies in it."),
    reserved: z
      .record(cidr, z.string().min(1))
      .optional()
      .describe("Blocks that no account may take, and what they are for: offices, data centres, later use."),
  }),
  organizationalUnits: z
    .record(organizationalUnit, z.array(name))
    .describe("The tree: path of each organizational unit to the environments whose accounts live in it by default."),
  deployment: z
    .strictObject({
      repositoryId: z.string().regex(/^\d{1,20}$/, "must be GitHub's number of the repository, as text"),
      ownerId: z.string().regex(/^\d{1,20}$/, "must be GitHub's number of the organisation, as text"),
      subject: z
        .enum(["immutable", "name"])
        .describe("`immutable`: repo:owner@id/name@id, as new repositories send it. `name`: repo:owner/name."),
    })
    .optional()
    .describe(
      "How the pipeline proves who it is (OIDC). Needed by bootstrap. gh api repos/OWNER/NAME --jq '.id, .owner.id'",
    ),
  backups: z
    .record(
      name,
      z.strictObject({
        keepDays: z.int().min(1).max(366).describe("Days a backup is kept in its account."),
        copyDays: z
          .int()
          .min(1)
          .max(3650)
          .optional()
          .describe("Days a copy is kept in the backup account. Default: there is no copy."),
      }),
    )
    .optional()
    .describe("By environment: everything AWS Backup can back up is, once a day. Default: nothing is."),
  accounts: z
    .strictObject({ management: name, logArchive: name, security: name, network: name, backup: name.optional() })
    .describe("Which account plays which part. Stacks name parts, never accounts."),
});

export type OrganizationFile = z.infer<typeof organizationFile>;
