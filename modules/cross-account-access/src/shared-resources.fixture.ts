import { CloudwatchEventBus } from "@cdktf/provider-aws/lib/cloudwatch-event-bus/index.js";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic/index.js";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue/index.js";
import type { AccountDefinition, Connection } from "@archipelago/account-stack";
import { policyDocument } from "@archipelago/iam-baseline";
import {
  ResourceUse,
  SharedBucket,
  SharedEventBus,
  SharedKey,
  SharedQueue,
  SharedRepository,
  SharedTopic,
  type ResourceUseProps,
} from "./index.ts";

/** One of each kind that has a policy of its own, between the same two accounts. */
export const declared = (["bucket", "queue", "topic", "event-bus", "key", "repository"] as const).map((kind) => {
  const accesses = { bucket: "read", queue: "receive", topic: "publish", "event-bus": "send", key: "decrypt" } as const;
  const access = { ...accesses, repository: "pull" }[kind];
  return { kind, name: "orders", with: "analytics", side: "provider", role: "jobs/report", access } as Connection;
});

/** The same, as the consumer declares them. */
export const consumed = declared.map((each): Connection => ({ ...each, with: "shop", side: "consumer" }) as Connection);

export const provide: AccountDefinition = (stack) => {
  const props = { name: "orders", organizationId: "o-example" };
  const name = "shop-orders";
  new SharedBucket(stack, "bucket", { ...props, bucket: new S3Bucket(stack, "the-bucket", { bucket: name }) });
  new SharedQueue(stack, "queue", { ...props, queue: new SqsQueue(stack, "the-queue", { name }) });
  new SharedTopic(stack, "topic", { ...props, topic: new SnsTopic(stack, "the-topic", { name }) });
  new SharedEventBus(stack, "bus", { ...props, bus: new CloudwatchEventBus(stack, "the-bus", { name }) });
  new SharedKey(stack, "key", { ...props, key: new KmsKey(stack, "the-key", {}) });
  new SharedRepository(stack, "repository", {
    ...props,
    repository: new EcrRepository(stack, "the-repository", { name }),
  });
};

export const consume: AccountDefinition = (stack) => {
  const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } };
  const assumeRolePolicy = policyDocument("trust", "job", [trust]);
  const role = new IamRole(stack, "job", { name: "report", path: "/jobs/", assumeRolePolicy });
  for (const { kind } of declared)
    new ResourceUse(stack, kind, { kind: kind as ResourceUseProps["kind"], name: "orders", role });
};
