import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { openS3 } from "./s3-client.ts";
import { s3ServerInstalled, startS3Server } from "./test-s3-server.ts";

for (const server of ["ministack", "moto"] as const) {
  (s3ServerInstalled(server) ? describe : describe.skip)(`${server} (needs an S3 server)`, () => {
    test("starts, writes conditionally as S3 does, and ends", async () => {
      const running = await startS3Server({ server });
      try {
        const s3 = await openS3({ ...running, region: "eu-west-1", credentials: running.credentials("111122223333") });
        await s3.send(
          new CreateBucketCommand({
            Bucket: "tf-state",
            CreateBucketConfiguration: { LocationConstraint: "eu-west-1" },
          }),
        );
        const put = new PutObjectCommand({ Bucket: "tf-state", Key: "k", Body: "one", IfNoneMatch: "*" });
        await s3.send(put);
        await expect(s3.send(put)).rejects.toMatchObject({ name: "PreconditionFailed" });
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: "tf-state", Key: "k" }));
        expect(await Body!.transformToString()).toBe("one");
      } finally {
        await running.stop();
      }
      await expect(fetch(running.endpoint)).rejects.toThrow();
      expect(() => process.kill(running.pid, 0)).toThrow("ESRCH");
    });
  });
}
