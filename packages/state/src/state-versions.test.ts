import { bucketObjects, type BucketObjects } from "./bucket-objects.ts";
import { ensureStateBucket } from "./state-bucket.ts";
import { readLock, unlock, whileLocked } from "./state-lock.ts";
import { restoreState, stateVersions } from "./state-versions.ts";
import { s3ServerInstalled, useS3Server } from "./test-s3-server.ts";

const accountId = "111122223333";
const bucket = "acme-shop-dev-tfstate";
const key = "stack/terraform.tfstate";
const state = (serial: number, resources: number, lineage = "a") =>
  JSON.stringify({ version: 4, lineage, serial, resources: Array(resources).fill({ mode: "managed" }) });

(s3ServerInstalled() ? describe : describe.skip)("a state on S3 (needs an S3 server)", () => {
  const server = useS3Server();
  let objects: BucketObjects;
  const write = async (text: string): Promise<void> => {
    const before = await objects.read(key);
    expect(await objects.write(key, text, before?.etag ?? null)).toBeDefined();
  };
  const terraformsLock = JSON.stringify({
    ID: "1b4e28ba-2fa1-11d2-883f-0016d3cca427",
    Operation: "OperationTypeApply",
    Who: "ada@laptop",
    Created: "2026-11-21T10:00:00Z",
  });
  beforeAll(async () => {
    const { endpoint, credentials } = server();
    const access = { region: "eu-west-1", endpoint, credentials: credentials(accountId) };
    const wanted = { encryption: "s3", organizationId: undefined, accessLogs: undefined } as const;
    await ensureStateBucket({ ...wanted, bucket, account: "shop-dev", accountId, access });
    objects = bucketObjects(bucket, "shop-dev", access);
    for (const text of [state(1, 1), state(2, 3), state(3, 0)]) await write(text);
  });

  test("has a history, newest first", async () => {
    const versions = await stateVersions(objects, key);
    expect(versions.map(({ summary, latest }) => [summary?.serial, summary?.resources, latest])).toEqual([
      [3, 0, true],
      [2, 3, false],
      [1, 1, false],
    ]);
  });

  test("an earlier version is restored as a new one with a serial above all, and the lock is gone after", async () => {
    const { version } = (await stateVersions(objects, key))[1]!;
    expect(await restoreState(objects, key, "shop-dev", version)).toMatchObject({
      serial: 4,
      resources: 3,
      lineage: "a",
    });
    const versions = await stateVersions(objects, key);
    expect(versions.map(({ summary }) => summary?.serial)).toEqual([4, 3, 2, 1]);
    expect(await readLock(objects, key)).toBeUndefined();
  });

  test("a damaged state is restored all the same; a version of another state or none is not", async () => {
    const { version } = (await stateVersions(objects, key))[0]!;
    await write("{");
    expect((await stateVersions(objects, key))[0]!.summary).toBeUndefined();
    expect(await restoreState(objects, key, "shop-dev", version)).toMatchObject({ serial: 5, resources: 3 });
    await expect(restoreState(objects, key, "shop-dev", "00000000-none")).rejects.toThrow("has no version");
    await write(state(9, 9, "b"));
    await expect(restoreState(objects, key, "shop-dev", version)).rejects.toThrow("is of another state");
    expect(await readLock(objects, key)).toBeUndefined();
  });

  test("whoever holds the lock is named, nothing is written, and only with the lock's id it goes", async () => {
    await objects.write(`${key}.tflock`, terraformsLock, null);
    const before = await objects.read(key);
    const held = "ada@laptop since 2026-11-21T10:00:00Z (OperationTypeApply, id 1b4e28ba-2fa1-11d2-883f-0016d3cca427)";
    const [first] = await stateVersions(objects, key);
    await expect(restoreState(objects, key, "shop-dev", first!.version)).rejects.toThrow(
      `the state is locked by ${held}`,
    );
    expect(await objects.read(key)).toEqual(before);
    await expect(unlock(objects, key, "shop-dev", "other")).rejects.toThrow(`the lock is another one: ${held}`);
    await unlock(objects, key, "shop-dev", "1b4e28ba-2fa1-11d2-883f-0016d3cca427");
    await expect(unlock(objects, key, "shop-dev", "1b4e28ba-2fa1-11d2-883f-0016d3cca427")).rejects.toThrow(
      "not locked",
    );
  });

  test("of two who want the lock one gets it, and it is released when the work fails", async () => {
    const works = [1, 2].map(() => whileLocked(objects, key, "shop-dev", async () => readLock(objects, key)));
    const results = await Promise.allSettled(works);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const failing = whileLocked(objects, key, "shop-dev", async () => Promise.reject(new Error("broken")));
    await expect(failing).rejects.toThrow("broken");
    expect(await readLock(objects, key)).toBeUndefined();
  });

  test("a lock file that was cut off locks all the same", async () => {
    await objects.write(`${key}.tflock`, "{", null);
    const { id } = (await readLock(objects, key))!;
    expect(id).toBe("unknown");
    await unlock(objects, key, "shop-dev", id);
  });
});
