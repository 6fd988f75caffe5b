import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { bucketObjects, openS3, type S3Access } from "@archipelago/state";
import { s3ServerInstalled, useS3Server } from "@archipelago/state/test-s3-server";
import { objectServer, type ObjectServer } from "./object-server.ts";

const [accountId, bucket, key] = ["111122223333", "acme-shop-dev-tfstate", "published/outputs.json"];
const object = (content: string) => ({ bucket, key, content });

(s3ServerInstalled() ? describe : describe.skip)("objects that a server of S3 has (needs an S3 server)", () => {
  const server = useS3Server();
  let access: S3Access;
  let objects: ObjectServer;
  beforeAll(async () => {
    access = { endpoint: server().endpoint, region: "eu-west-1", credentials: server().credentials(accountId) };
    const s3 = await openS3(access);
    const CreateBucketConfiguration = { LocationConstraint: "eu-west-1" as const };
    await s3.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration }));
    objects = objectServer({
      endpoint: server().endpoint,
      region: "eu-west-1",
      buckets: { [bucket]: "shop-dev", "acme-new-tfstate": "new" },
    });
  });
  const stored = async () => (await bucketObjects(bucket, "shop-dev", access).read(key))?.text;
  const apply = (prior: string | undefined, planned: string | undefined) =>
    objects.apply(
      "aws_s3_object",
      prior === undefined ? null : object(prior),
      planned === undefined ? null : object(planned),
      accountId,
    );
  const exists = () => objects.exists("aws_s3_object", object(""), accountId);

  test("an object is made, replaced and removed there; gone already is no error", async () => {
    expect(await exists()).toBe(false);
    await apply(undefined, "one");
    expect([await exists(), await stored()]).toEqual([true, "one"]);
    await apply("one", "two");
    expect(await stored()).toBe("two");
    for (let i = 0; i < 2; i++) await apply("two", undefined);
    expect([await exists(), await stored()]).toEqual([false, undefined]);
  });

  test("other buckets and other resources are not its business", () => {
    const other = { bucket: "acme-data", key, content: "" };
    expect(objects.apply("aws_s3_object", null, other, accountId)).toBeUndefined();
    expect(objects.exists("aws_s3_object", other, accountId)).toBeUndefined();
    expect(objects.apply("aws_s3_bucket_policy", null, { bucket, policy: "{}" }, accountId)).toBeUndefined();
    expect(objects.exists("aws_vpc", { id: "vpc-1" }, accountId)).toBeUndefined();
  });

  test("an account without its bucket is told to be bootstrapped", async () => {
    const missing = { bucket: "acme-new-tfstate", key, content: "{}" };
    await expect(objects.apply("aws_s3_object", null, missing, accountId)).rejects.toThrow(
      "the state bucket of new does not exist",
    );
  });
});
