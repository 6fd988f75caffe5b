import type { S3Client } from "@aws-sdk/client-s3";
import { openS3, type S3Access } from "./s3-client.ts";
import { asS3Problem, isNamed } from "./s3-problem.ts";

/** An object as it is now, or as one of its versions was. */
export interface StoredText {
  readonly text: string;
  readonly etag: string;
  /** Undefined in a bucket that was never versioned. */
  readonly version: string | undefined;
  readonly modified: Date;
}

/** One version of an object, without its content. */
export interface ObjectVersion {
  readonly version: string;
  readonly modified: Date;
  /** Bytes. */
  readonly size: number;
  readonly latest: boolean;
  /** It says that the object was deleted then. */
  readonly deleted: boolean;
}

/** When a write may happen: the object still has this ETag, or (null) there is none. */
export type IfUnchanged = string | null;

/** The state bucket of one account, seen by one identity. Every method throws a UserError for what a user can mend. */
export interface BucketObjects {
  readonly bucket: string;
  /** @param version @default the latest; undefined when there is no such object */
  read(key: string, version?: string): Promise<StoredText | undefined>;
  /**
   * Writes an object, if it is still what it was.
   * @returns its new ETag; undefined when somebody else has written meanwhile
   */
  write(key: string, text: string, ifUnchanged: IfUnchanged): Promise<string | undefined>;
  /** Deletes an object if it still has this ETag. @returns whether it did */
  remove(key: string, etag: string): Promise<boolean>;
  /** Keys below a prefix, with ETags. */
  list(prefix?: string): Promise<readonly { readonly key: string; readonly etag: string; readonly size: number }[]>;
  /** Newest first. */
  versions(key: string): Promise<readonly ObjectVersion[]>;
}

/**
 * Objects of an account's state bucket.
 *
 * @param account its name, for messages
 * @param ownerId 12-digit id of the account that the bucket has to belong to, or everything is refused. Default: any
 */
export function bucketObjects(bucket: string, account: string, access: S3Access, ownerId?: string): BucketObjects {
  const where = { Bucket: bucket, ...(ownerId === undefined ? {} : { ExpectedBucketOwner: ownerId }) };
  let client: Promise<{ s3: S3Client; sdk: typeof import("@aws-sdk/client-s3") }> | undefined;
  const call = async <T>(
    key: string,
    work: (s3: S3Client, sdk: typeof import("@aws-sdk/client-s3")) => Promise<T>,
  ): Promise<T> => {
    client ??= Promise.all([openS3(access), import("@aws-sdk/client-s3")]).then(([s3, sdk]) => ({ s3, sdk }));
    const { s3, sdk } = await client;
    try {
      return await work(s3, sdk);
    } catch (error) {
      throw asS3Problem(error, { bucket, key, account, endpoint: access.endpoint });
    }
  };
  /**
   * For a key that is not there, S3 answers "forbidden" to whoever may not list the bucket, and sources disagree about who
   * may list under a condition on the prefix. Those may list this very key.
   */
  const isAbsent = async (key: string): Promise<boolean> =>
    objects.list(key).then(
      (found) => !found.some((each) => each.key === key),
      () => false,
    );
  const objects: BucketObjects = {
    bucket,
    read: async (key, version) =>
      call(key, async (s3, { GetObjectCommand }) => {
        try {
          const { Body, ETag, VersionId, LastModified } = await s3.send(
            new GetObjectCommand({
              ...where,
              Key: key,
              ...(version === undefined ? {} : { VersionId: version }),
            }),
          );
          const text = await Body!.transformToString();
          return { text, etag: ETag!, version: VersionId, modified: LastModified! };
        } catch (error) {
          if (isNamed(error, "NoSuchKey", "NoSuchVersion", "MethodNotAllowed")) return undefined;
          if (isNamed(error, "AccessDenied") && version === undefined && (await isAbsent(key))) return undefined;
          throw error;
        }
      }),
    write: async (key, text, ifUnchanged) => {
      const written = await call(key, async (s3, { PutObjectCommand }) => {
        try {
          const { ETag } = await s3.send(
            new PutObjectCommand({
              ...where,
              Key: key,
              // Of an empty string the SDK would not know the length.
              Body: Buffer.from(text),
              ContentType: "application/json",
              ...(ifUnchanged === null ? { IfNoneMatch: "*" } : { IfMatch: ifUnchanged }),
            }),
          );
          return ETag;
        } catch (error) {
          // NoSuchKey: it was to replace something that is gone.
          if (isNamed(error, "PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey")) return undefined;
          throw error;
        }
      });
      if (written !== undefined) return written;
      // The reply to a write may be lost: the SDK writes again, and finds its own text.
      const now = await objects.read(key);
      return now?.text === text ? now.etag : undefined;
    },
    remove: async (key, etag) =>
      call(key, async (s3, { DeleteObjectCommand }) => {
        try {
          await s3.send(new DeleteObjectCommand({ ...where, Key: key, IfMatch: etag }));
          return true;
        } catch (error) {
          if (isNamed(error, "PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey")) return false;
          throw error;
        }
      }),
    list: async (prefix = "") =>
      call(prefix, async (s3, { paginateListObjectsV2 }) => {
        const found = [];
        for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { ...where, Prefix: prefix }))
          for (const { Key, ETag, Size } of Contents) found.push({ key: Key!, etag: ETag!, size: Size ?? 0 });
        return found;
      }),
    versions: async (key) =>
      call(key, async (s3, { ListObjectVersionsCommand }) => {
        const found: ObjectVersion[] = [];
        for (let from = {}; ;) {
          const page = await s3.send(new ListObjectVersionsCommand({ ...where, Prefix: key, ...from }));
          const all = [
            ...(page.Versions ?? []).map((each) => ({ ...each, deleted: false })),
            ...(page.DeleteMarkers ?? []).map((each) => ({ ...each, Size: 0, deleted: true })),
          ];
          for (const { Key, VersionId, LastModified, Size, IsLatest, deleted } of all)
            if (Key === key)
              found.push({
                version: VersionId!,
                modified: LastModified!,
                size: Size ?? 0,
                latest: IsLatest === true,
                deleted,
              });
          if (!page.IsTruncated) break;
          from = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
        }
        return found.sort((a, b) => Number(b.latest) - Number(a.latest) || b.modified.getTime() - a.modified.getTime());
      }),
  };
  return objects;
}
