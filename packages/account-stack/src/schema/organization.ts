import { z } from "zod";
import { cidr, name, organizationalUnit, owner, region } from "./fields.ts";

/** organization.json: the organisation's own facts. The first file an adopter edits. */
export const organizationFile = z.strictObject({
  $schema: z.string().optional(),
  name: name.max(20).describe("Short name; part of names that must be unique across AWS, such as state buckets."),
  cloud: z
    .enum(["offline", "aws"])
    .describe(
      "`offline`: the simulated AWS on this machine. `aws`: hashicorp/aws with real credentials. Nothing falls back from one to the other.",
    ),
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
  platformTeam: owner.describe("Owns everything outside accounts/."),
  addressPlan: z.strictObject({ supernet: cidr.describe("Every network of the organisation lies in it.") }),
  organizationalUnits: z
    .record(organizationalUnit, z.array(name))
    .describe("The tree: path of each organizational unit to the environments whose accounts live in it by default."),
  accounts: z
    .strictObject({ management: name, logArchive: name, security: name, network: name })
    .describe("Which account plays which part. Stacks name parts, never accounts."),
});

export type OrganizationFile = z.infer<typeof organizationFile>;
