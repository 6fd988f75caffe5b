import { z } from "zod";

/** `aws_vpc.vpc`, with `[0]` or `["key"]` for one of several instances. */
const address = z
  .string()
  .regex(
    /^aws_[a-z0-9_]+\.[A-Za-z_][A-Za-z0-9_-]*(\[(\d+|"[^"]+")\])?$/,
    "must be the address of a resource, for example aws_vpc.vpc",
  );

/** accounts/<name>/imports.json: what exists already and becomes part of the account's stack. */
export const importsFile = z.strictObject({
  $schema: z.string().optional(),
  imports: z
    .record(address, z.string().min(1).max(2048).describe("As the provider's documentation says under Import."))
    .describe(
      "Ids of what exists in the account, by address in its stack. What is in the state already is left alone.",
    ),
});

export type ImportsFile = z.infer<typeof importsFile>;
