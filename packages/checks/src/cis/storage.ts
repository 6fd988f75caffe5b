import { policiesOf, type Statement } from "../policies.ts";
import { refersTo, resourcesOf, type Resource, type SynthesizedAccount } from "../synthesized.ts";
import { everyAccount, everyResource, manual, type Control } from "./control.ts";

const publicAccessBlocks = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
] as const;

/** True when a public access block of an account or a bucket blocks everything. */
export const blocksEverything = ({ properties }: Resource): boolean =>
  publicAccessBlocks.every((name) => properties[name] === true);

/** True when a resource of this stack, such as a bucket policy, is about this bucket. */
export function isOf(bucket: Resource, { properties }: Resource): boolean {
  return (
    refersTo(properties["bucket"], bucket) ||
    (bucket.properties["bucket"] !== undefined && properties["bucket"] === bucket.properties["bucket"])
  );
}

/** Denies everybody everything that does not come over TLS. */
export function deniesWithoutTls({ effect, principals, actions, conditions }: Statement): boolean {
  return (
    effect === "Deny" &&
    principals?.["AWS"]?.includes("*") === true &&
    (actions.includes("s3:*") || actions.includes("*")) &&
    conditions.some(
      ([operator, key, values]) =>
        (operator === "Bool" && key === "aws:SecureTransport" && values.includes("false")) ||
        (operator === "NumericLessThan" &&
          key === "s3:TlsVersion" &&
          values.every((version) => Number(version) >= 1.2)),
    )
  );
}

function bucketWithoutTls(bucket: Resource, stack: SynthesizedAccount): string | undefined {
  const policies = policiesOf(stack, "resource").filter(
    ({ resource }) =>
      resource.address === bucket.address || (resource.type === "aws_s3_bucket_policy" && isOf(bucket, resource)),
  );
  return policies.some(({ statements = [] }) => statements.some(deniesWithoutTls))
    ? undefined
    : "has no policy that denies requests without TLS";
}

const replica = (properties: Resource["properties"]): boolean => properties["replicate_source_db"] !== undefined;

/** Section 3: S3, RDS and EFS. */
export const storage: readonly Control[] = [
  {
    id: "3.1.1",
    title: "Buckets refuse requests without TLS",
    scope: "application",
    judge: everyResource(["aws_s3_bucket"], bucketWithoutTls),
  },
  {
    id: "3.1.2",
    title: "Deleting an object version takes MFA",
    scope: "manual",
    judge: manual("only a root user can switch it on, and members have none; log buckets are locked instead"),
  },
  {
    id: "3.1.3",
    title: "What is stored in S3 is known and classified",
    scope: "manual",
    judge: manual("what data is worth is not in configuration; Amazon Macie finds it, at a price per GB"),
  },
  {
    id: "3.1.4",
    title: "Public access to S3 is blocked for the whole account",
    scope: "account",
    judge: everyAccount((stack) => {
      const found = resourcesOf(stack, "aws_s3_account_public_access_block").filter(blocksEverything);
      return found.length > 0 ? found : "no aws_s3_account_public_access_block that blocks everything";
    }),
  },
  {
    id: "3.2.1",
    title: "Databases are encrypted at rest",
    scope: "application",
    judge: everyResource(["aws_db_instance", "aws_rds_cluster"], ({ properties }) =>
      properties["storage_encrypted"] === true || replica(properties) ? undefined : "is not encrypted",
    ),
  },
  {
    id: "3.2.2",
    title: "Databases take minor upgrades by themselves",
    scope: "application",
    judge: everyResource(["aws_db_instance", "aws_rds_cluster_instance"], ({ properties }) =>
      properties["auto_minor_version_upgrade"] === false ? "does not take minor upgrades" : undefined,
    ),
  },
  {
    id: "3.2.3",
    title: "Databases cannot be reached from the internet",
    scope: "application",
    judge: everyResource(["aws_db_instance", "aws_rds_cluster_instance"], ({ properties }) =>
      properties["publicly_accessible"] === undefined || properties["publicly_accessible"] === false
        ? undefined
        : "is publicly accessible",
    ),
  },
  {
    id: "3.2.4",
    title: "Databases survive the loss of a zone",
    scope: "application",
    judge: everyResource(["aws_db_instance", "aws_rds_cluster"], (database, stack) => {
      const { type, properties } = database;
      if (type === "aws_db_instance")
        return properties["multi_az"] === true || replica(properties) ? undefined : "is in one zone";
      const instances = resourcesOf(stack, "aws_rds_cluster_instance").filter((instance) =>
        refersTo(instance.properties["cluster_identifier"], database),
      );
      return properties["db_cluster_instance_class"] !== undefined || instances.length > 1
        ? undefined
        : `has ${instances.length} instances`;
    }),
  },
  {
    id: "3.3.1",
    title: "File systems are encrypted at rest",
    scope: "application",
    judge: everyResource(["aws_efs_file_system"], ({ properties }) =>
      properties["encrypted"] === true ? undefined : "is not encrypted",
    ),
  },
];
