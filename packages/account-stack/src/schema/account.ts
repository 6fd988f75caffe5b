import { z } from "zod";
import { connections } from "./connections.ts";
import {
  accountId,
  cidr,
  email,
  name,
  networkChoices,
  organizationalUnit,
  owner,
  reads,
  region,
  usd,
} from "./fields.ts";

/** accounts/<name>/account.json: the data of one AWS account. Defaults come from the environment and the organisation. */
export const accountFile = z.strictObject({
  $schema: z.string().optional(),
  product: name.describe(
    "The product (bounded context) the account belongs to; `platform` for the organisation's own accounts.",
  ),
  environment: name.describe("A file of environments/ without its ending."),
  owner: owner.describe("GitHub team or user that owns the account."),
  costCentre: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be a cost centre code, for example "CC-1042"')
    .describe("Where the account's cost is booked; a cost allocation tag."),
  budget: z
    .strictObject({ monthlyUsd: usd.describe("Monthly cost budget in US dollars.") })
    .describe("Cost limit; alerts go to the owner."),
  network: z
    .strictObject({
      cidr: cidr
        .refine(
          (text) => /\/(1[6-9]|2[0-4])$/.test(text),
          "must be between /16 and /24: AWS allows /16 to /28, and three tiers need room",
        )
        .describe("The VPC's IPv4 block, from the organisation's address plan."),
      secondaryCidrs: z
        .array(
          cidr.refine(
            (text) => /\/(1[6-9]|2[0-6])$/.test(text),
            "must be between /16 and /26: each is cut into four subnets",
          ),
        )
        .max(4, "must be at most 4: AWS's quota of blocks in a VPC, with the first one, is 5")
        .optional()
        .describe(
          "Further IPv4 blocks, from the address plan or from 100.64.0.0/10, which accounts may use alike while nothing joins them.",
        ),
      zones: z
        .number()
        .int()
        .min(1)
        .max(4)
        .optional()
        .describe("Availability zones in use. Default: the environment's."),
      tiers: z
        .partialRecord(z.enum(["public", "private", "data"]), z.number().int().min(16).max(28))
        .optional()
        .describe(
          'Prefix lengths of the subnets, by tier, for example { "private": 21 }. Default: an eighth of the block for each private subnet, a sixteenth for data, a thirty-second for public. Changing one replaces subnets.',
        ),
      ...networkChoices,
      subnets: z
        .partialRecord(z.enum(["public", "private", "data"]), z.partialRecord(z.enum(["a", "b", "c", "d"]), cidr))
        .optional()
        .describe(
          "Blocks of subnets that were there before, by tier and letter of the zone. Default: as vpc-baseline lays them out.",
        ),
    })
    .optional()
    .describe("Left out: the account has no VPC."),
  access: z
    .record(
      name,
      z.array(z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,31}$/, "must be the name of a permission set")).nonempty(),
    )
    .optional()
    .describe("Identity Center group to permission sets."),
  dependsOn: z
    .array(name)
    .optional()
    .describe("Accounts that must be applied first, besides those of the environment."),
  promoteFrom: name
    .optional()
    .describe(
      "The account that must have been applied from the same code before this one is, for example shop-staging.",
    ),
  canary: z
    .boolean()
    .optional()
    .describe("True: the first account of its wave, the others wait for it. Default: the least critical one is."),
  connections: connections
    .optional()
    .describe("How this account and others reach each other; each is declared by both accounts."),
  reads: reads.optional().describe("Published outputs this account may read, besides those of the environment."),
  lifecycle: z.enum(["active", "closing", "closed"]).optional().describe("Default: active."),
  expires: z.iso.date("must be a date, for example 2027-03-31").optional().describe("Last day of a sandbox."),
  email: email.optional().describe("Root user's address. Default: the organisation's pattern."),
  organizationalUnit: organizationalUnit
    .optional()
    .describe("Default: the unit of its environment, from organization.json."),
  regions: z
    .array(region)
    .nonempty()
    .optional()
    .describe("Regions in use, the first is the main one. Default: the organisation's home region."),
  existing: z
    .strictObject({
      accountId,
      name: z.string().min(1).max(50).optional().describe("Its name in AWS, if it stays another than the folder's."),
      tags: z
        .record(z.string().min(1).max(128), z.string().max(256))
        .optional()
        .describe("Tags it had and keeps, besides the standard ones."),
    })
    .optional()
    .describe("Only for accounts that existed before: the one place where an account id is in git."),
});

export type AccountFile = z.infer<typeof accountFile>;
