import type { Attributes, Caller } from "../contract.ts";
import { type Diagnostic } from "../protocol/diagnostics.ts";
import { type Planned, type PlannedObject, UNKNOWN } from "../protocol/value.ts";

/** The account of a provider for which nothing says otherwise: no credentials, no allowed account. */
export const NO_ACCOUNT = "000000000000";
/** Region of a provider that names none. */
export const DEFAULT_REGION = "us-east-1";

/** A provider instance as its `provider "aws"` block configured it. */
export interface Configured extends Caller {
  /** Tags of every resource; may be unknown while planning. */
  readonly defaultTags: Planned;
}

/**
 * Configures a provider instance.
 *
 * @param config the provider block.
 * @param credentials the account whose credentials Terraform was given; undefined stands for any: the account is then
 *   the first one that `allowed_account_ids` names.
 * @returns diagnostics when hashicorp/aws would refuse the configuration too.
 */
export function configure(config: PlannedObject, credentials: string | undefined): Configured | Diagnostic {
  const allowed = stringsOf(config["allowed_account_ids"]);
  const forbidden = stringsOf(config["forbidden_account_ids"]);
  const accountId = assumedAccount(config["assume_role"]) ?? credentials ?? allowed[0] ?? NO_ACCOUNT;
  if (forbidden.includes(accountId) || (allowed.length > 0 && !allowed.includes(accountId)))
    return {
      summary: `AWS account ID not allowed: ${accountId}`,
      detail: forbidden.includes(accountId)
        ? "It is one of forbidden_account_ids."
        : `The provider's configuration allows ${allowed.join(", ")} (allowed_account_ids).`,
      path: [forbidden.includes(accountId) ? "forbidden_account_ids" : "allowed_account_ids"],
    };
  const region = config["region"] ?? null;
  if (typeof region === "string" && !/^[a-z]{2,4}(-[a-z]+)+-\d+$/.test(region))
    return { summary: `invalid AWS Region: ${region}`, path: ["region"] };
  const name = typeof region === "string" ? region : DEFAULT_REGION;
  return { accountId, region: name, partition: partitionOf(name), defaultTags: defaultTagsOf(config["default_tags"]) };
}

/** Partition of a region. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** The provider's default tags overlaid with a resource's own, unknown when a part is. */
export function mergedTags(tags: Planned, defaultTags: Planned): Planned {
  if (tags === UNKNOWN || defaultTags === UNKNOWN) return UNKNOWN;
  const merged: PlannedObject = { ...(defaultTags as Attributes), ...(tags as Attributes | null) };
  // A tag whose value is null is no tag.
  for (const key of Object.keys(merged)) if (merged[key] === null) delete merged[key];
  return Object.values(merged).includes(UNKNOWN) ? UNKNOWN : merged;
}

function defaultTagsOf(blocks: Planned | undefined): Planned {
  if (blocks === UNKNOWN) return UNKNOWN;
  const [block] = Array.isArray(blocks) ? (blocks as PlannedObject[]) : [];
  return block?.["tags"] ?? {};
}

/** Account of the last role of `assume_role`: the roles are assumed one after the other. */
function assumedAccount(blocks: Planned | undefined): string | undefined {
  const block = Array.isArray(blocks) ? (blocks.at(-1) as PlannedObject | undefined) : undefined;
  const arn = block?.["role_arn"];
  return typeof arn === "string" ? /^arn:[^:]+:iam::(\d{12}):role\//.exec(arn)?.[1] : undefined;
}

function stringsOf(value: Planned | undefined): string[] {
  const values: readonly Planned[] = Array.isArray(value) ? value : [];
  return values.filter((each) => typeof each === "string");
}
