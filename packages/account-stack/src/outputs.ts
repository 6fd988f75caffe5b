import { z } from "zod";
import type { Organization } from "./organization.ts";

const accountId = z.string().regex(/^\d{12}$/, "must be an account id");
const arn = /^arn:aws(-cn|-us-gov)?:[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:.+$/;

/**
 * What a published output can be. Each type has the schema its value is checked against when it is read (published
 * outputs come from another account and are untrusted) and the placeholder that stands for it in a first plan.
 */
const outputTypes = {
  string: {
    schema: z.string().min(1).max(2048),
    terraform: "string",
    placeholder: (name: string) => `placeholder-${name}`,
  },
  strings: {
    schema: z.array(z.string().min(1).max(2048)).max(1000),
    terraform: "list(string)",
    placeholder: (name: string) => [`placeholder-${name}`],
  },
  arn: {
    schema: z.string().regex(arn, "must be an ARN").max(2048),
    terraform: "string",
    placeholder: (name: string) => `arn:aws:placeholder::000000000000:${name}`,
  },
  bucketArn: {
    schema: z.string().regex(/^arn:aws(-cn|-us-gov)?:s3:::[a-z0-9.-]{3,63}$/, "must be the ARN of a bucket"),
    terraform: "string",
    placeholder: (name: string) => `arn:aws:s3:::placeholder-${name}`.slice(0, 76),
  },
  accountId: { schema: accountId, terraform: "string", placeholder: () => "000000000000" },
  accountIds: {
    schema: z.record(z.string(), accountId),
    terraform: "map(string)",
    placeholder: () => ({}),
  },
  arnByRegion: {
    schema: z.record(z.string(), z.string().regex(arn, "must be an ARN").max(2048)),
    terraform: "map(string)",
    placeholder: (name: string, regions: readonly string[]) =>
      Object.fromEntries(regions.map((region) => [region, `arn:aws:placeholder:${region}:000000000000:${name}`])),
  },
  stringByName: {
    // Null: the entry waits for another account itself.
    schema: z.record(z.string(), z.string().min(1).max(2048).nullable()),
    terraform: "map(string)",
    placeholder: () => ({}),
  },
  cidr: { schema: z.cidrv4(), terraform: "string", placeholder: () => "192.0.2.0/24" },
} as const satisfies Record<
  string,
  { schema: z.ZodType; terraform: string; placeholder: (name: string, regions: readonly string[]) => unknown }
>;

export type OutputType = keyof typeof outputTypes;

/** Names and types of the outputs one module publishes and another reads. Lives with the module that publishes. */
export type OutputContract = Readonly<Record<string, OutputType>>;

/** A value as Terraform sees it: the token of an attribute or of a variable. */
export type OutputToken<T extends OutputType> = T extends "strings"
  ? string[]
  : T extends "accountIds" | "arnByRegion" | "stringByName"
    ? Record<string, string>
    : string;

export type OutputTokens<C extends OutputContract> = { readonly [K in keyof C]: OutputToken<C[K]> };

/** The type of Terraform variable that carries an output. */
export function terraformTypeOf(type: OutputType): string {
  return outputTypes[type].terraform;
}

/** The value that stands for an output that is not published yet. A plan that holds one cannot be applied. */
export function placeholderOf(
  account: string,
  output: string,
  type: OutputType,
  { regions }: Pick<Organization, "regions">,
): unknown {
  return outputTypes[type].placeholder(`${account}-${output}`.toLowerCase(), regions);
}

/** Undefined when `value` is a valid output of this type, else what is wrong with it. */
export function outputProblem(type: OutputType, value: unknown): string | undefined {
  const result = outputTypes[type].schema.safeParse(value);
  return result.success ? undefined : result.error.issues.map((issue) => issue.message).join("; ");
}
