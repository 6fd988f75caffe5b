import { UserError } from "@archipelago/account-stack/user-error";
import { bucketObjects, type BucketObjects } from "@archipelago/state";
import type { Attributes } from "../contract.ts";
import type { PlannedObject } from "../protocol/value.ts";

/** A server of S3 that has some buckets: what the simulated cloud knows of their objects, the server holds. */
export interface ObjectServerOptions {
  readonly endpoint: string;
  readonly region: string;
  /** Name of the account that each bucket belongs to, for messages. */
  readonly buckets: Readonly<Record<string, string>>;
}

type Resource = Attributes | PlannedObject | null;

/** The objects that are on the server. Of all other resources it says that they are not. */
export interface ObjectServer {
  /** Does to the object what Terraform does to the resource; undefined for one that is not on the server. */
  apply(type: string, prior: Resource, planned: Resource, accountId: string): Promise<void> | undefined;
  /** Whether the object is there; undefined for one that is not on the server. */
  exists(type: string, state: Resource, accountId: string): Promise<boolean> | undefined;
}

/** @throws UserError, also of what it returns, when the server refuses or does not answer */
export function objectServer({ endpoint, region, buckets }: ObjectServerOptions): ObjectServer {
  const opened = new Map<string, BucketObjects>();
  const open = (bucket: string, account: string, accessKeyId: string): BucketObjects => {
    let objects = opened.get(bucket);
    if (!objects) {
      // The server takes an account's id for the key of its root user.
      const credentials = { accessKeyId, secretAccessKey: "test" };
      opened.set(bucket, (objects = bucketObjects(bucket, account, { endpoint, region, credentials })));
    }
    return objects;
  };
  const place = (type: string, resource: Resource, accountId: string): [BucketObjects, string] | undefined => {
    const [bucket, key] = [resource?.["bucket"], resource?.["key"]];
    if (type !== "aws_s3_object" || typeof bucket !== "string" || typeof key !== "string") return undefined;
    const account = buckets[bucket];
    return account === undefined ? undefined : [open(bucket, account, accountId), key];
  };
  return {
    apply: (type, prior, planned, accountId) => {
      const [objects, key] = place(type, planned ?? prior, accountId) ?? [];
      if (!objects || key === undefined) return undefined;
      return objects.read(key).then(async (before) => {
        const done =
          planned === null
            ? before === undefined || (await objects.remove(key, before.etag))
            : await objects.write(key, String(planned["content"]), before?.etag ?? null);
        if (done === undefined || done === false)
          throw new UserError("somebody else has written the object meanwhile", {
            where: `${objects.bucket}/${key}`,
            next: "apply again",
          });
      });
    },
    exists: (type, state, accountId) => {
      const [objects, key] = place(type, state, accountId) ?? [];
      return objects && key !== undefined ? objects.read(key).then((stored) => stored !== undefined) : undefined;
    },
  };
}
