import { z } from "zod";
import { parseCidr } from "../cidr.ts";
import { endpointServices } from "./endpoint-services.ts";

/** Folder names, product names and environment names: what AWS and Terraform accept everywhere a name goes. */
export const name = z
  .string()
  .regex(
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    "must be lower-case letters, digits and single hyphens, starting with a letter",
  )
  .max(32);

/** AWS account ids are 12 digits, kept as text because of leading zeros. */
export const accountId = z.string().regex(/^\d{12}$/, "must be 12 digits, as text");

/** The longest address AWS accepts for an account's root user is 64 characters. */
export const email = z.email("must be an e-mail address").max(64, "must have at most 64 characters");

export const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region, for example "eu-west-1"');

/** A team or person as GitHub knows them, because CODEOWNERS is made of owners. */
export const owner = z
  .string()
  .regex(/^@[A-Za-z0-9-]+(\/[A-Za-z0-9._-]+)?$/, 'must be a GitHub team or user, for example "@acme/team-checkout"');

export const cidr = z
  .string()
  .refine(
    (text) => parseCidr(text) !== undefined,
    'must be an IPv4 block without host bits, for example "10.32.48.0/20"',
  );

/** A path of organizational units below the root, for example `Workloads/Production`. */
export const organizationalUnit = z
  .string()
  .regex(
    /^[^/]{1,128}(\/[^/]{1,128}){0,4}$/,
    'must be a path of organizational units, for example "Workloads/Production"',
  );

/** Which published outputs of which accounts may be read: account name to output names. */
export const reads = z.record(
  name,
  z.array(z.string().regex(/^[a-z][A-Za-z0-9]*$/, "must be an output name in camelCase")).nonempty(),
);

export const usd = z.number().positive().max(10_000_000);

/** What an environment can choose of its networks, and an account otherwise than its environment. */
export const networkChoices = {
  interfaceEndpoints: z
    .array(z.enum(endpointServices))
    .optional()
    .describe(
      'AWS services reached inside the VPC instead of over the internet, for example ["ecr.api", "ecr.dkr", "logs"]; each costs by the hour and zone. S3 and DynamoDB always are, for nothing. Default: none besides.',
    ),
  ipv6: z
    .boolean()
    .optional()
    .describe(
      "True: IPv6 beside IPv4, with a block of Amazon's. The private tier then reaches the internet over IPv6, whatever NAT it has, and is not reached from there. Default: false.",
    ),
};
