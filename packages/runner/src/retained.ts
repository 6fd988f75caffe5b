import type { JsonObject, StateResource } from "@archipelago/terraform";

/** A resource that stays when its account closes: Terraform forgets it, AWS keeps it as long as it keeps the account. */
export interface Retained {
  /** Address of its block. */
  readonly block: string;
  readonly because: string;
  /** Whether it is only there for another one that stays: its policy, its key. */
  readonly companion: boolean;
}

/** What stays, and why. */
interface Rule {
  readonly type: string;
  readonly because: string;
  readonly when: (attributes: JsonObject, all: readonly StateResource[]) => boolean;
  /** Types that belong to it, by the attribute that names it. */
  readonly parts: Readonly<Record<string, RegExp>>;
}

const bucketParts = { bucket: /^aws_s3_bucket_/ };

/** Checked in this order: the first reason is the one that is told. */
export const retainedTypes: readonly Rule[] = [
  {
    type: "aws_s3_bucket",
    because: "its objects are locked: nobody may delete them before their time",
    when: ({ object_lock_enabled: locked }) => locked === true,
    parts: bucketParts,
  },
  {
    type: "aws_s3_bucket",
    because: "it holds logs: they are evidence",
    when: ({ id }, all) =>
      all.some(
        ({ type, attributes }) =>
          type === "aws_s3_bucket_policy" && attributes["bucket"] === id && deliversLogs(attributes["policy"]),
      ),
    parts: bucketParts,
  },
  {
    type: "aws_backup_vault",
    because: "it holds backups: AWS deletes no vault with recovery points",
    when: () => true,
    parts: { backup_vault_name: /^aws_backup_vault_/ },
  },
];

/**
 * Services that deliver logs to a bucket whose policy lets them. Sources: AWS CloudTrail User Guide, "Amazon S3 bucket
 * policy for CloudTrail"; Amazon CloudWatch Logs User Guide, "Enable logging from AWS services"; AWS Config Developer
 * Guide, "Permissions for the Amazon S3 Bucket"; Amazon S3 User Guide, "Enabling Amazon S3 server access logging".
 */
export const logServices: readonly string[] = [
  "cloudtrail.amazonaws.com",
  "delivery.logs.amazonaws.com",
  "config.amazonaws.com",
  "logging.s3.amazonaws.com",
  "logdelivery.elasticloadbalancing.amazonaws.com",
];

/** Whether a bucket's policy lets a service put logs there. */
function deliversLogs(policy: unknown): boolean {
  if (typeof policy !== "string") return false;
  const { Statement: statements = [] } = JSON.parse(policy) as { Statement?: object | object[] };
  return [statements].flat().some((statement) => {
    const { Effect, Action, Principal } = statement as {
      Effect?: string;
      Action?: string | string[];
      Principal?: { Service?: string | string[] };
    };
    const services = [Principal?.Service ?? []].flat();
    return (
      Effect === "Allow" &&
      [Action ?? []].flat().includes("s3:PutObject") &&
      services.some((name) => logServices.includes(name))
    );
  });
}

/**
 * What stays when an account closes, with what belongs to it and the keys it is encrypted with.
 *
 * @param all what is in the account's state
 */
export function retainedOf(all: readonly StateResource[]): Retained[] {
  const found = new Map<string, Retained>();
  const kept: StateResource[] = [];
  const keep = (resource: StateResource, because: string, companion: boolean): void => {
    if (found.has(resource.block)) return;
    found.set(resource.block, { block: resource.block, because, companion });
    kept.push(resource);
  };
  for (const { type, because, when, parts } of retainedTypes)
    for (const resource of all.filter((each) => each.type === type && when(each.attributes, all))) {
      keep(resource, because, false);
      for (const [attribute, types] of Object.entries(parts))
        for (const part of all.filter((each) => types.test(each.type)))
          if (part.attributes[attribute] === resource.attributes["id"])
            keep(part, `it belongs to ${resource.block}`, true);
    }
  for (const key of all.filter(({ type }) => type === "aws_kms_key" || type === "aws_kms_replica_key")) {
    const names = [key.attributes["arn"], key.attributes["key_id"]].filter((name) => typeof name === "string");
    const encrypted = kept.find(({ attributes }) => {
      const text = JSON.stringify(attributes);
      return names.some((name) => text.includes(name));
    });
    if (encrypted === undefined) continue;
    keep(key, `${encrypted.block} is encrypted with it`, true);
    for (const part of all.filter(({ type }) => /^aws_kms_(alias|key_policy|grant)$/.test(type)))
      if ([part.attributes["target_key_id"], part.attributes["key_id"]].some((name) => names.includes(name as string)))
        keep(part, `it belongs to ${key.block}`, true);
  }
  return [...found.values()];
}
