import { z } from "zod";
import { name } from "./fields.ts";

const withAccount = name.describe("The other account.");
const consumerRole = z
  .string()
  .regex(/^([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/, 'must be a role\'s name, with its path if it has one: "jobs/report"')
  .describe("The consumer's role that uses it, with its path. Both sides say the same.");

/** A role in one account that a role of another assumes. Its permissions are code, in the provider's stack. */
const role = z.strictObject({
  kind: z.literal("role"),
  name: name.describe("What the access is for; with the consumer's name it is the name of the provider's role."),
  with: withAccount,
  side: z
    .enum(["provider", "consumer"])
    .describe("`provider`: the role is in this account. `consumer`: this account uses it."),
  role: consumerRole,
});

/** A resource of one account that a role of another uses, by the resource's own policy. */
const resource = <K extends string, A extends string>(kind: K, access: readonly [A, ...A[]]) =>
  z.strictObject({
    kind: z.literal(kind),
    name: name.describe(`What the ${kind} is called between the two accounts.`),
    with: withAccount,
    side: z
      .enum(["provider", "consumer"])
      .describe(`\`provider\`: the ${kind} is in this account. \`consumer\`: this account uses it.`),
    access: z.enum(access).describe("What the consumer does with it. Both sides say the same."),
    role: consumerRole,
  });

/** A TCP port of one account's service, inside the consumer's VPC. */
const privateEndpoint = z.strictObject({
  kind: z.literal("private-endpoint"),
  name: name.describe("What the service is called between the two accounts."),
  with: withAccount,
  side: z
    .enum(["provider", "consumer"])
    .describe("`provider`: the service is in this account. `consumer`: this account has an endpoint to it."),
  port: z.number().int().min(1).max(65_535).describe("The TCP port. Both sides say the same."),
});

/** Two VPCs that reach each other. */
const peering = z.strictObject({
  kind: z.literal("peering"),
  name: name.describe("What the networks are joined for."),
  with: withAccount,
  side: z
    .enum(["requester", "accepter"])
    .describe("`requester` asks for the connection and pays nothing more than the other; `accepter` says yes."),
});

/** A VPC that is attached to another account's transit gateway. */
const transit = z.strictObject({
  kind: z.literal("transit"),
  name: name.describe("What the networks are joined for."),
  with: withAccount,
  side: z
    .enum(["hub", "spoke"])
    .describe(
      "`hub`: this account has the transit gateway. `spoke`: its network reaches the hub's, and no other spoke's.",
    ),
});

/**
 * How accounts reach each other: the one key of account.json that says so. A connection exists only when both accounts
 * declare it; kinds are told apart by `kind`, so that a further one is a further member here.
 */
export const connections = z.array(
  z.discriminatedUnion("kind", [
    role,
    resource("bucket", ["read", "write"]),
    resource("queue", ["send", "receive"]),
    resource("topic", ["publish", "subscribe"]),
    resource("event-bus", ["send"]),
    resource("key", ["decrypt", "encrypt"]),
    resource("repository", ["pull", "push"]),
    privateEndpoint,
    peering,
    transit,
  ]),
);

export type Connection = z.infer<typeof connections>[number];
export type ConnectionKind = Connection["kind"];
/** The connections of one kind. */
export type ConnectionOf<K extends ConnectionKind> = Extract<Connection, { kind: K }>;
