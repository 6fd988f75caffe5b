import http from "node:http";
import type { AddressInfo } from "node:net";
import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { contextOf, decide, parsePolicy } from "@archipelago/permissions";
import { stateBucketPolicy } from "./bucket-policy.ts";
import { bucketSettings } from "./bucket-settings.ts";
import { openS3, type S3Access } from "./s3-client.ts";
import { ensureStateBucket, type WantedBucket } from "./state-bucket.ts";
import { s3ServerInstalled, useS3Server } from "./test-s3-server.ts";

const ours = "111122223333";
const bucket = "acme-shop-dev-tfstate";

(s3ServerInstalled() ? describe : describe.skip)("the state bucket (needs an S3 server)", () => {
  const server = useS3Server();
  const accessOf = (id: string): S3Access => ({
    region: "eu-west-1",
    endpoint: server().endpoint,
    credentials: server().credentials(id),
  });
  const wanted = (more: Partial<WantedBucket> = {}): WantedBucket => ({
    bucket,
    account: "shop-dev",
    accountId: ours,
    organizationId: "o-abcdefghij",
    encryption: "s3",
    accessLogs: undefined,
    access: accessOf(ours),
    ...more,
  });
  let s3: S3Client;
  beforeAll(async () => {
    s3 = await openS3(accessOf(ours));
  });

  test("a dry run says that it would be made, and makes nothing", async () => {
    expect(await ensureStateBucket(wanted(), true)).toEqual([`${bucket}: made in eu-west-1`]);
    expect(await ensureStateBucket(wanted(), true)).toEqual([`${bucket}: made in eu-west-1`]);
  });

  test("is made once, with every setting", async () => {
    const done = await ensureStateBucket(wanted());
    expect(done[0]).toBe(`${bucket}: made in eu-west-1`);
    expect(await ensureStateBucket(wanted())).toEqual([]);
    const { Rules } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket }));
    expect(Rules).toMatchObject([{ Status: "Enabled", NoncurrentVersionExpiration: { NoncurrentDays: 365 } }]);
    const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket: bucket }));
    expect(JSON.parse(Policy!)).toEqual(
      stateBucketPolicy({ bucket, partition: "aws", organizationId: "o-abcdefghij" }),
    );
  });

  test("what somebody changed is said and put right; a dry run only says it", async () => {
    await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: "Suspended" } }));
    // A bucket of before access points were denied.
    const { Statement, ...rest } = stateBucketPolicy({ bucket, partition: "aws", organizationId: "o-abcdefghij" }) as {
      Statement: { Sid: string }[];
    };
    const before = { ...rest, Statement: Statement.filter(({ Sid }) => Sid !== "DenyAccessPoints") };
    await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: JSON.stringify(before) }));
    const said = ["versioned", "policy"].map((name) => `${bucket}: was not as it should be, now ${name}`);
    expect(await ensureStateBucket(wanted(), true)).toEqual(said);
    expect(await ensureStateBucket(wanted())).toEqual(said);
    expect(await ensureStateBucket(wanted())).toEqual([]);
  });

  test("a key of the account and access logs are settings too", async () => {
    await ensureStateBucket(wanted({ bucket: "acme-access-logs" }));
    const encryption = { kmsKey: `arn:aws:kms:eu-west-1:${ours}:alias/archipelago-state` };
    const done = await ensureStateBucket(wanted({ encryption, accessLogs: "acme-access-logs" }));
    expect(done.map((line) => line.split(", now ")[1])).toEqual(["encrypted", "access logged"]);
    expect(await ensureStateBucket(wanted({ encryption: undefined }))).toEqual([]);
  });

  test("one of another account is refused, and left as it is", async () => {
    const access = accessOf("999988887777");
    await expect(ensureStateBucket(wanted({ access, accountId: "999988887777" }))).rejects.toThrow(
      "belongs to somebody else",
    );
  });
});

test.each(bucketSettings)("$name has a wanted value, or leaves the bucket as it is", ({ wanted }) => {
  const settings = { region: "eu-west-1", policy: { Statement: [] }, encryption: undefined, accessLogs: undefined };
  expect([undefined, "object"]).toContain(wanted(settings) && typeof wanted(settings));
});

describe("the policy", () => {
  const sids = (organizationId: string | undefined) =>
    (stateBucketPolicy({ bucket, partition: "aws", organizationId }) as { Statement: { Sid: string }[] }).Statement.map(
      ({ Sid }) => Sid,
    );

  test("lets nobody in from outside before there is an organisation", () => {
    expect(sids(undefined)).toEqual(["DenyWithoutTls", "DenyOldTls", "DenyAccessPoints"]);
  });

  test("shares published outputs and records with deployment roles of the organisation, and no state", () => {
    expect(sids("o-abcdefghij").slice(3)).toEqual(["DenyOtherOrganizations", "ReadShared", "FindShared"]);
    const text = JSON.stringify(stateBucketPolicy({ bucket, partition: "aws", organizationId: "o-abcdefghij" }));
    expect(text).not.toContain("tfstate/stack");
    expect(text).toContain("arn:aws:iam::*:role/archipelago/archipelago-plan");
    expect(text).not.toMatch(/"AWS"/);
  });

  test("no way leads through an access point, not for an administrator of the account", () => {
    const administrator = parsePolicy("administrator", { Statement: { Effect: "Allow", Action: "*", Resource: "*" } });
    const policy = stateBucketPolicy({ bucket, partition: "aws", organizationId: "o-abcdefghij" });
    const verdict = (context: Readonly<Record<string, string>>) =>
      decide(
        {
          principal: { arn: `arn:aws:iam::${ours}:role/administrator`, accountId: ours },
          action: "s3:GetObject",
          resource: `arn:aws:s3:::${bucket}/stack/terraform.tfstate`,
          resourceAccountId: ours,
          context: contextOf({
            "aws:PrincipalOrgID": "o-abcdefghij",
            "aws:PrincipalIsAWSService": "false",
            ...context,
          }),
        },
        {
          serviceControl: [],
          resourceControl: [],
          identity: [administrator],
          resource: parsePolicy("bucket", policy),
        },
      );
    expect(verdict({}).verdict).toBe("allow");
    const through = verdict({ "s3:DataAccessPointArn": `arn:aws:s3:eu-west-1:${ours}:accesspoint/mine` });
    expect(through.by.map(({ statement }) => statement.sid)).toEqual(["DenyAccessPoints"]);
  });
});

test("credentials of another account leave no bucket behind", async () => {
  // As S3 answers who owns the bucket that was just made; the other server does not look at the expected owner.
  const asked: string[] = [];
  let made = false;
  const s3 = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${String(request.headers["x-amz-expected-bucket-owner"] ?? "")}`);
    request.resume();
    response.statusCode = request.method === "HEAD" ? (made ? 403 : 404) : 200;
    if (request.method === "PUT") made = true;
    response.end();
  });
  await new Promise<void>((resolve) => s3.listen(0, "127.0.0.1", resolve));
  try {
    const endpoint = `http://127.0.0.1:${(s3.address() as AddressInfo).port}`;
    const credentials = { accessKeyId: "999988887777", secretAccessKey: "test" };
    const answer = ensureStateBucket({
      bucket,
      account: "shop-dev",
      accountId: ours,
      organizationId: undefined,
      encryption: "s3",
      accessLogs: undefined,
      access: { region: "eu-west-1", endpoint, credentials },
    });
    await expect(answer).rejects.toThrow(`the credentials are not those of shop-dev (${ours})`);
    expect(asked).toEqual([
      `HEAD /${bucket}/ ${ours}`,
      `PUT /${bucket}/ `,
      `HEAD /${bucket}/ ${ours}`,
      `DELETE /${bucket}/ `,
    ]);
  } finally {
    s3.closeAllConnections();
    await new Promise((resolve) => s3.close(resolve));
  }
});
