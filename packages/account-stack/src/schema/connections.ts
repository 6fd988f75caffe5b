import { z } from "zod";
import { name } from "./fields.ts";

/** A role in one account that a role of another assumes. Its permissions are code, in the provider's stack. */
const role = z.strictObject({
  kind: z.literal("role"),
  name: name.describe("What the access is for; with the consumer's name it is the name of the provider's role."),
  with: name.describe("The other account."),
  side: z
    .enum(["provider", "consumer"])
    .describe("`provider`: the role is in this account. `consumer`: this account uses it."),
  role: z
    .string()
    .regex(/^([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/, 'must be a role\'s name, with its path if it has one: "jobs/report"')
    .describe("The consumer's role that may assume it, with its path. Both sides say the same."),
});

/**
 * How accounts reach each other: the one key of account.json that says so. A connection exists only when both accounts
 * declare it; kinds are told apart by `kind`, so that a further one is a further member here.
 */
export const connections = z.array(z.discriminatedUnion("kind", [role]));

export type Connection = z.infer<typeof connections>[number];
