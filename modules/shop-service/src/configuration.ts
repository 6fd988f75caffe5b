import { z } from "@archipelago/account-stack";
import { imageReference } from "@archipelago/configuration";

/** What differs between the shop's environments: `configuration.shop` of environments/<name>.json. */
export const shopConfiguration = z.strictObject({
  /** The API's container, built once and promoted: its digest is the same in staging and, later, in production. */
  image: imageReference,
  /** Containers that work orders off. */
  workers: z.number().int().min(1).max(100),
  currency: z.enum(["EUR", "GBP", "USD"]),
  /** How often an order is tried before it is put aside; SQS takes 1 to 1000. */
  orderAttempts: z.number().int().min(1).max(1000),
  /** An order that waits longer raises an alarm. */
  oldestOrderMinutes: z.number().int().min(1).max(1440),
});

export type ShopConfiguration = z.infer<typeof shopConfiguration>;
