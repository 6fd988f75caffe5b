import { createHash } from "node:crypto";
import type { Consequence } from "../contract.ts";

/**
 * What AWS makes in another account when a resource is created.
 *
 * Designating a delegated administrator switches the service on in that account, in the region of the call, with the
 * service's defaults. Sources: GuardDuty User Guide, "Managing GuardDuty accounts with AWS Organizations"; Security Hub
 * User Guide, "Integrating Security Hub CSPM with AWS Organizations" (both read 2026-11).
 */
export const consequences: Readonly<Record<string, Consequence>> = {
  aws_guardduty_organization_admin_account: ({ attributes, region }) => {
    const accountId = String(attributes["admin_account_id"]);
    const id = createHash("sha256").update(`detector ${accountId} ${region}`).digest("hex").slice(0, 32);
    const own = { id, region, enable: true, finding_publishing_frequency: "SIX_HOURS" };
    return [{ type: "aws_guardduty_detector", id, accountId, region, attributes: own }];
  },
  aws_securityhub_organization_admin_account: ({ attributes, region }) => {
    const id = String(attributes["admin_account_id"]);
    const own = { id, region, auto_enable_controls: true, control_finding_generator: "SECURITY_CONTROL" };
    return [{ type: "aws_securityhub_account", id, accountId: id, region, attributes: own }];
  },
};
