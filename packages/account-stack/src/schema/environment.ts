import { z } from "zod";
import { cidr, name, networkChoices, reads, region } from "./fields.ts";

/** CloudWatch Logs accepts only these retention periods (PutRetentionPolicy, API reference). */
const logRetentionDays = z.literal([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]);

/** A cron expression of EventBridge Scheduler: minute, hour, day, month, weekday, year. */
const schedule = z
  .string()
  .regex(/^cron\(\S+( \S+){5}\)$/, 'must be a cron expression of six fields, for example "cron(0 20 ? * MON-FRI *)"');

/** A part of a parameter's name in SSM. */
const configurationKey = z.string().regex(/^[a-z][A-Za-z0-9]{0,63}$/, "must be a name in camelCase");

/** environments/<name>.json: what differs between environments. */
export const environmentFile = z.strictObject({
  $schema: z.string().optional(),
  addresses: z
    .record(region, cidr)
    .optional()
    .describe(
      "Region to the block that networks of this environment lie in there. Left out: anywhere in the organisation's supernet.",
    ),
  zones: z.number().int().min(1).max(4).describe("Availability zones a network uses."),
  nat: z
    .enum(["none", "one", "per-zone"])
    .describe(
      "NAT gateways: none, one for the VPC, or one in each zone (survives the loss of a zone, costs the most).",
    ),
  network: z
    .strictObject(networkChoices)
    .optional()
    .describe("What else its networks have; an account's own network can say otherwise."),
  idle: z
    .strictObject({
      stopAt: schedule
        .optional()
        .describe("When what can be stopped is stopped. Default: eight in the evening of working days."),
      startAt: schedule.optional().describe("When it is started again. Default: seven in the morning of working days."),
      timezone: z
        .string()
        .regex(
          /^[A-Z][A-Za-z_]+(\/[A-Z][A-Za-z_+-]+)*$/,
          'must be the name of a time zone, for example "Europe/Berlin"',
        )
        .optional()
        .describe("Whose hours they are, daylight saving included. Default: UTC."),
    })
    .optional()
    .describe("When nobody uses it, and what costs by the hour is stopped. Left out: it is used at any time."),
  logRetentionDays: logRetentionDays.describe("Days that log groups keep their events."),
  flowLogTraffic: z.enum(["ALL", "ACCEPT", "REJECT"]).describe("Which traffic the VPC flow logs record."),
  deletionProtection: z.boolean().describe("True: modules refuse to delete what holds data."),
  maxDestroy: z
    .number()
    .int()
    .min(0)
    .optional()
    .describe(
      "How many resources one apply of an account may destroy or replace, unless somebody says why more. Default: any number.",
    ),
  dependsOn: z.array(name).optional().describe("Accounts that must be applied before any account of this environment."),
  reads: reads.optional().describe("Published outputs that every account of this environment may read."),
  configuration: z
    .record(name, z.record(configurationKey, z.unknown()))
    .optional()
    .describe("Values of applications, by product. Which there are, and their types, says the product's stack."),
  notSecrets: z
    .record(
      z.string().regex(/^configuration(\.[A-Za-z0-9-]+)+$/, "must be a place in this file: configuration.shop.siteKey"),
      z.string().min(10, "must be a reason, in words"),
    )
    .optional()
    .describe("Places of values that look like secrets and are none, each with its reason."),
});

export type EnvironmentFile = z.infer<typeof environmentFile>;
