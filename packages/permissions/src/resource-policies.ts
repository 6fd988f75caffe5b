import { readPolicy, type Policy } from "./policy.ts";
import { resourcesOf, type Resolver, type SynthesizedAccount } from "./stacks.ts";

/** A resource with a policy of its own. */
export interface GuardedResource {
  /** Name of the account that owns it. */
  readonly account: string;
  readonly arn: string;
  readonly policy: Policy;
}

/** Where policies of resources are written: attribute with the policy, and with the resource's ARN or what it is made of. */
const rows: Readonly<Record<string, { policy: string; arn: (name: string) => string; of: string }>> = {
  aws_iam_role: { policy: "assume_role_policy", of: "arn", arn: (arn) => arn },
  aws_kms_key: { policy: "policy", of: "arn", arn: (arn) => arn },
  aws_s3_bucket_policy: { policy: "policy", of: "bucket", arn: (bucket) => `arn:aws:s3:::${bucket}` },
  aws_secretsmanager_secret_policy: { policy: "policy", of: "secret_arn", arn: (arn) => arn },
  aws_sns_topic_policy: { policy: "policy", of: "arn", arn: (arn) => arn },
  aws_sqs_queue_policy: { policy: "policy", of: "queue_url", arn: (url) => url },
};

/** Every resource of the stacks that has a policy of its own whose text is known. */
export function guardedResources(stacks: readonly SynthesizedAccount[], resolver: Resolver): GuardedResource[] {
  return stacks.flatMap((stack) =>
    Object.entries(rows).flatMap(([type, { policy, of, arn }]) =>
      resourcesOf(stack, type).flatMap((resource) => {
        const document = resource.properties[policy];
        const name = resolver.attribute(stack.account.name, resource, of);
        if (typeof document !== "string" || name === undefined) return [];
        const read = readPolicy(resource.address, resolver.resolve(stack.account.name, document));
        return read === undefined ? [] : [{ account: stack.account.name, arn: arn(name), policy: read }];
      }),
    ),
  );
}

/** The resource an ARN is of: itself, or the bucket of an object. */
export function guarding(resources: readonly GuardedResource[], arn: string): GuardedResource | undefined {
  const bucket = /^arn:[\w-]+:s3:::[^/]+/.exec(arn)?.[0].replace(/^arn:[\w-]+/, "arn:aws");
  return resources.find((each) => each.arn === arn || each.arn === bucket);
}
