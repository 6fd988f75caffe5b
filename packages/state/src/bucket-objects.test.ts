import http from "node:http";
import type { AddressInfo } from "node:net";
import { CreateBucketCommand, PutBucketVersioningCommand } from "@aws-sdk/client-s3";
import { bucketObjects, type BucketObjects } from "./bucket-objects.ts";
import { openS3, type S3Access } from "./s3-client.ts";
import { s3ServerInstalled, useS3Server } from "./test-s3-server.ts";

const bucket = "acme-shop-dev-tfstate";
const key = "records/last-apply.json";

for (const name of ["ministack", "moto"] as const) {
  (s3ServerInstalled(name) ? describe : describe.skip)(`objects on ${name} (needs an S3 server)`, () => {
    const server = useS3Server({ server: name });
    let access: S3Access;
    let objects: BucketObjects;
    beforeAll(async () => {
      const { endpoint, credentials } = server();
      access = { endpoint, region: "eu-west-1", credentials: credentials("111122223333") };
      const s3 = await openS3(access);
      const CreateBucketConfiguration = { LocationConstraint: "eu-west-1" as const };
      await s3.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration }));
      const VersioningConfiguration = { Status: "Enabled" as const };
      await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));
      objects = bucketObjects(bucket, "shop-dev", access);
    });

    test("what does not exist is undefined, and is made only once", async () => {
      expect(await objects.read(key)).toBeUndefined();
      const etag = await objects.write(key, "one", null);
      expect(await objects.read(key)).toMatchObject({ text: "one", etag });
      expect(await objects.write(key, "two", null)).toBeUndefined();
      expect(await objects.read(key)).toMatchObject({ text: "one", etag });
    });

    test("a write whose reply was lost finds its own text", async () => {
      const { etag } = (await objects.read(key))!;
      expect(await objects.write(key, "one", null)).toBe(etag);
    });

    test("of twenty who read the same and write, one writes", async () => {
      const { etag } = (await objects.read(key))!;
      const written = await Promise.all(Array.from({ length: 20 }, (_, i) => objects.write(key, `by ${i}`, etag)));
      const winners = written.flatMap((each, i) => (each === undefined ? [] : [{ etag: each, text: `by ${i}` }]));
      expect(winners).toHaveLength(1);
      expect(await objects.read(key)).toMatchObject(winners[0]!);
    });

    test("every version stays, newest first, and can be read", async () => {
      const { etag, text } = (await objects.read(key))!;
      await objects.write(key, "last", etag);
      const versions = await objects.versions(key);
      expect(versions.map(({ latest, deleted }) => [latest, deleted])).toEqual([
        [true, false],
        [false, false],
        [false, false],
      ]);
      expect((await objects.read(key, versions[1]!.version))?.text).toBe(text);
      expect(await objects.read(key, versions[0]!.version)).toMatchObject({ text: "last" });
      expect(await objects.versions("records/last")).toEqual([]);
    });

    test("keys are listed by prefix; only what is unchanged is removed", async () => {
      const lock = "stack/terraform.tfstate.tflock";
      const etag = (await objects.write(lock, "{}", null))!;
      expect(await objects.list("stack/")).toEqual([{ key: lock, etag, size: 2 }]);
      expect(await objects.remove(lock, '"00000000000000000000000000000000"')).toBe(false);
      expect(await objects.remove(lock, etag)).toBe(true);
      expect(await objects.list("stack/")).toEqual([]);
    });

    test("a bucket that is not there is what bootstrap makes", async () => {
      const other = bucketObjects("acme-nowhere-tfstate", "nowhere", access);
      const questions = [
        () => other.read(key),
        () => other.write(key, "x", null),
        () => other.list(),
        () => other.versions(key),
      ];
      for (const ask of questions)
        await expect(ask()).rejects.toMatchObject({
          message: expect.stringContaining("the state bucket of nowhere does not exist"),
          details: { next: "npm run archipelago -- bootstrap nowhere" },
        });
    });
  });
}

const missing = "<Error><Code>AccessDenied</Code></Error>";
const listing = (...keys: string[]) =>
  `<ListBucketResult>${keys.map((each) => `<Contents><Key>${each}</Key><Size>1</Size></Contents>`).join("")}</ListBucketResult>`;

// As S3 answers whoever may list nothing, or (where sources disagree) only under a condition on the prefix.
test.each([
  ["what the list has not is not there", 200, listing(), undefined],
  ["a longer key is another one", 200, listing(`${key}.bak`), undefined],
  ["what the list has may not be read", 200, listing(key), "is denied (AccessDenied)"],
  ["a list that is refused too says nothing", 403, missing, "is denied (AccessDenied)"],
])("where S3 refuses to read: %s", async (_, status, list, problem) => {
  const s3 = http.createServer((request, response) => {
    const lists = request.url!.includes("list-type=2");
    expect(lists).toBe(request.url!.includes(`prefix=${encodeURIComponent(key)}`));
    response.writeHead(lists ? status : 403, { "content-type": "application/xml" }).end(lists ? list : missing);
  });
  await new Promise<void>((resolve) => s3.listen(0, "127.0.0.1", resolve));
  try {
    const endpoint = `http://127.0.0.1:${(s3.address() as AddressInfo).port}`;
    const credentials = { accessKeyId: "111122223333", secretAccessKey: "test" };
    const reading = bucketObjects(bucket, "shop-dev", { endpoint, region: "eu-west-1", credentials }).read(key);
    if (problem === undefined) expect(await reading).toBeUndefined();
    else await expect(reading).rejects.toThrow(problem);
  } finally {
    s3.closeAllConnections();
    await new Promise((resolve) => s3.close(resolve));
  }
});

test("a server that does not answer is named", async () => {
  const endpoint = "http://127.0.0.1:1";
  const credentials = { accessKeyId: "111122223333", secretAccessKey: "test" };
  const objects = bucketObjects(bucket, "shop-dev", { endpoint, region: "eu-west-1", credentials });
  await expect(objects.read(key)).rejects.toMatchObject({ details: { where: endpoint } });
});
