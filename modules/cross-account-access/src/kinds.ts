import type { Connection } from "@archipelago/account-stack";

/** Kinds of connection that are a resource with a policy of its own. */
export type ResourceConnection = Extract<Connection, { access: string }>;
export type ResourceKind = ResourceConnection["kind"];

/** What one kind of access lets the consumer's role do. */
export interface Access {
  /** Actions on the resource itself. */
  readonly actions: readonly string[];
  /** Actions on what is in it, `<arn>/*`. */
  readonly contents?: readonly string[];
  /** Actions that know no resource: the consumer's own policy alone allows them. */
  readonly anywhere?: readonly string[];
}

const pull = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
const signIn = ["ecr:GetAuthorizationToken"];

/**
 * What each access means, for the provider's policy and for the consumer's: both name the same actions.
 *
 * Source: Service Authorization Reference of Amazon S3, SQS, SNS, EventBridge and KMS, from memory 2026-11; Amazon ECR User
 * Guide, "Private repository policies" and "Pushing an image", read 2026-11. Reading a bucket's list tells a missing object from
 * a forbidden one; a queue's attributes are what AWS's own clients and Lambda ask for.
 */

export const accesses: {
  readonly [K in ResourceKind]: Readonly<Record<Extract<ResourceConnection, { kind: K }>["access"], Access>>;
} = {
  bucket: {
    read: { actions: ["s3:ListBucket", "s3:GetBucketLocation"], contents: ["s3:GetObject"] },
    write: { actions: ["s3:GetBucketLocation"], contents: ["s3:PutObject", "s3:AbortMultipartUpload"] },
  },
  queue: {
    send: { actions: ["sqs:SendMessage", "sqs:GetQueueUrl", "sqs:GetQueueAttributes"] },
    receive: {
      actions: [
        "sqs:ReceiveMessage",
        "sqs:DeleteMessage",
        "sqs:ChangeMessageVisibility",
        "sqs:GetQueueUrl",
        "sqs:GetQueueAttributes",
      ],
    },
  },
  topic: { publish: { actions: ["sns:Publish"] }, subscribe: { actions: ["sns:Subscribe"] } },
  "event-bus": { send: { actions: ["events:PutEvents"] } },
  key: {
    decrypt: { actions: ["kms:Decrypt", "kms:DescribeKey"] },
    encrypt: { actions: ["kms:GenerateDataKey", "kms:Encrypt", "kms:Decrypt", "kms:DescribeKey"] },
  },
  repository: {
    pull: { actions: pull, anywhere: signIn },
    push: {
      actions: [...pull, "ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"],
      anywhere: signIn,
    },
  },
};

export function accessOf({ kind, access }: ResourceConnection): Access {
  return (accesses[kind] as Readonly<Record<string, Access>>)[access]!;
}
