import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { lastApplyKey, publishedOutputsKey, type Account, type Workspace } from "@archipelago/account-stack/workspace";
import { bucketObjects, openS3, type S3Access } from "@archipelago/state";
import { s3ServerInstalled, useS3Server } from "@archipelago/state/test-s3-server";
import { openAws } from "./aws.ts";
import type { Cloud } from "./cloud.ts";
import type { ApplyRecord } from "./record.ts";
import { openStates } from "./state.ts";

const ids = { management: "111111111111", "shop-dev": "222222222222" };

(s3ServerInstalled() ? describe : describe.skip)("AWS, with an S3 server in its place (needs an S3 server)", () => {
  const server = useS3Server();
  let workspace: Workspace;
  let tokens: http.Server;
  let asked: string[];
  let cloud: Cloud;
  let gitHub: NodeJS.ProcessEnv;
  const bucketOf = (name: keyof typeof ids) => bucketObjects(`acme-${name}-tfstate`, name, access(ids[name]));
  const access = (id: string): S3Access => ({
    endpoint: server().endpoint,
    region: "eu-west-1",
    credentials: server().credentials(id),
  });
  const account = (name: string): Account => workspace.accounts.get(name)!;

  beforeAll(async () => {
    const { CreateBucketCommand, PutBucketPolicyCommand } = await import("@aws-sdk/client-s3");
    for (const [name, id] of Object.entries(ids)) {
      const CreateBucketConfiguration = { LocationConstraint: "eu-west-1" as const };
      const s3 = await openS3(access(id));
      const Bucket = `acme-${name}-tfstate`;
      await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
      // What the bootstrap allows, without the organisation, which this server does not know.
      const Statement = [
        {
          Effect: "Allow",
          Principal: "*",
          Action: "s3:GetObject",
          Resource: [publishedOutputsKey, lastApplyKey].map((key) => `arn:aws:s3:::${Bucket}/${key}`),
        },
        { Effect: "Allow", Principal: "*", Action: "s3:ListBucket", Resource: `arn:aws:s3:::${Bucket}` },
      ];
      await s3.send(
        new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: "2012-10-17", Statement }) }),
      );
    }
    const published = JSON.stringify({ accountIds: { "shop-dev": ids["shop-dev"] }, other: "value" });
    await bucketOf("management").write(publishedOutputsKey, published, null);
    workspace = {
      root: fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-aws-")),
      organization: {
        name: "acme",
        cloud: "aws",
        homeRegion: "eu-west-1",
        state: { s3: { endpoint: server().endpoint } },
        accounts: { management: "management" },
      },
      accounts: new Map(["management", "shop-dev", "new"].map((name) => [name, { name } as Account])),
      problems: new Map(),
    } as unknown as Workspace;
    asked = [];
    tokens = http.createServer((request, response) => {
      asked.push(`${request.headers.authorization} ${request.url}`);
      response.end(JSON.stringify({ value: "header.eyJzdWIiOiJ4In0.signature" }));
    });
    await new Promise<void>((resolve) => tokens.listen(0, "127.0.0.1", resolve));
    gitHub = {
      ARCHIPELAGO_MANAGEMENT_ACCOUNT_ID: ids.management,
      ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${(tokens.address() as AddressInfo).port}/token?job=1`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "secret",
    };
    cloud = await openAws(workspace, [], "apply", gitHub);
  });
  afterAll(async () => {
    fs.rmSync(workspace.root, { recursive: true });
    await new Promise((resolve) => tokens.close(resolve));
  });

  test("ids are what management published; an account that it has not made has none", () => {
    const found = ["management", "shop-dev", "new"].map((name) => cloud.accountId(account(name)));
    expect(found).toEqual([ids.management, ids["shop-dev"], undefined]);
  });

  test("before management's id is known, nobody's is, and nothing is asked", async () => {
    const unknown = await openAws(workspace, [], "plan", {});
    expect(unknown.accountId(account("shop-dev"))).toBeUndefined();
    await expect(openAws(workspace, [], "plan", { ARCHIPELAGO_MANAGEMENT_ACCOUNT_ID: "1234" })).rejects.toThrow(
      "no account id",
    );
  });

  test("a job that applies one account knows its id from what was reviewed, and asks nobody else", async () => {
    asked = [];
    const one = await openAws(workspace, [account("new")], "apply", gitHub, new Map([["new", "333333333333"]]));
    expect(asked).toEqual([]);
    expect(["new", "shop-dev"].map((name) => one.accountId(account(name)))).toEqual(["333333333333", undefined]);
  });

  test("a job of GitHub's acts as the role of account and verb, for Terraform too, in one session each", async () => {
    asked = [];
    const apply = await cloud.access(account("shop-dev"));
    expect(apply["AWS_SESSION_TOKEN"]).toBeDefined();
    expect((await cloud.credentials(account("shop-dev"))).accessKeyId).toBe(apply["AWS_ACCESS_KEY_ID"]);
    const plan = await cloud.credentials(account("shop-dev"), "plan");
    expect(plan.accessKeyId).not.toBe(apply["AWS_ACCESS_KEY_ID"]);
    expect(asked).toEqual(Array(2).fill("Bearer secret /token?job=1&audience=sts.amazonaws.com"));
  });

  test("the plan of the management account knows every account that it has made", async () => {
    const planning = await openAws(workspace, [account("management")], "plan", gitHub);
    expect(planning.accountId({ name: "shop-dev", email: "", existingAccountId: undefined })).toBe(ids["shop-dev"]);
  });

  test("published outputs are read; whoever has published nothing has none", async () => {
    expect(await cloud.publishedOutputs(account("management"), account("shop-dev"))).toMatchObject({ other: "value" });
    expect(await cloud.publishedOutputs(account("shop-dev"), account("management"))).toBeUndefined();
    // It has no bucket yet.
    expect(await cloud.publishedOutputs(account("new"), account("management"))).toBeUndefined();
  });

  test("what lies in somebody else's bucket of the right name was not published", async () => {
    const { CreateBucketCommand, PutBucketPolicyCommand } = await import("@aws-sdk/client-s3");
    const stranger = access("999988887777");
    const s3 = await openS3(stranger);
    const Bucket = "acme-made-later-tfstate";
    const CreateBucketConfiguration = { LocationConstraint: "eu-west-1" as const };
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    const open = {
      Effect: "Allow",
      Principal: "*",
      Action: "s3:*",
      Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
    };
    await s3.send(
      new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: "2012-10-17", Statement: [open] }) }),
    );
    await bucketObjects(Bucket, "made-later", stranger).write(
      publishedOutputsKey,
      '{"flowLogBucketArn":"theirs"}',
      null,
    );
    const publisher = { name: "made-later" } as Account;
    // Management has not made the account yet.
    expect(await cloud.publishedOutputs(publisher, account("management"))).toBeUndefined();
    // Now it has, and the bucket is not the account's: S3 refuses then, and this server does not.
    const s3Itself = http.createServer((request, response) => {
      if (request.headers["x-amz-expected-bucket-owner"] === "333333333333")
        return void response.writeHead(403).end("<Error><Code>AccessDenied</Code></Error>");
      const { url, method, headers } = request;
      const forwarded = http.request(server().endpoint + url, { method, headers }, (answer) => {
        answer.pipe(response.writeHead(answer.statusCode!, answer.headers));
      });
      request.pipe(forwarded);
    });
    await new Promise<void>((resolve) => s3Itself.listen(0, "127.0.0.1", resolve));
    try {
      const endpoint = `http://127.0.0.1:${(s3Itself.address() as AddressInfo).port}`;
      const organization = { ...workspace.organization, state: { s3: { endpoint } } } as Workspace["organization"];
      const reviewed = new Map([["made-later", "333333333333"]]);
      const accounts = new Map([...workspace.accounts, [publisher.name, publisher]]);
      const known = await openAws({ ...workspace, organization, accounts }, [publisher], "plan", gitHub, reviewed);
      await expect(known.publishedOutputs(publisher, account("management"))).rejects.toThrow("is denied");
      expect(await known.publishedOutputs(account("management"), publisher)).toMatchObject({ other: "value" });
    } finally {
      s3Itself.closeAllConnections();
      await new Promise((resolve) => s3Itself.close(resolve));
    }
  });

  test("states and records lie in the account's bucket, and no update of a record is lost", async () => {
    const { records, read, isLocked } = openStates(workspace, cloud);
    const mine = account("shop-dev");
    expect([await read(mine), await isLocked(mine)]).toEqual([undefined, false]);
    const bucket = bucketOf("shop-dev");
    const resources = ["managed", "data"].map((mode) => ({ mode, type: "x", name: "y", instances: [{}] }));
    await bucket.write("stack/terraform.tfstate", JSON.stringify({ lineage: "a", serial: 3, resources }), null);
    await bucket.write("stack/terraform.tfstate.tflock", "{}", null);
    expect(await read(mine)).toMatchObject({ lineage: "a", serial: 3, resources: 1 });
    expect(await isLocked(mine)).toBe(true);

    const record = (time: string): ApplyRecord => ({
      format: 1,
      unfinished: { verb: "apply", time, commit: null, dirty: false },
      last: null,
      history: [],
    });
    expect(await records.read(mine)).toEqual({ record: undefined, version: undefined });
    const first = await records.write(mine, record("1"), undefined);
    const second = await records.write(mine, record("2"), first);
    expect(await records.write(mine, record("3"), first)).toBe(second);
    expect((await records.read(mine)).record).toEqual(record("2"));
    expect((await bucket.read(lastApplyKey))?.etag).toBe(second);
  });

  test("how much an account holds is told from its state, or from its last apply by who may not see the state", async () => {
    const [management, mine] = [account("management"), account("shop-dev")];
    expect(await openStates(workspace, cloud).held(mine, management)).toBe(1);
    // The job that applies the management account: of another account it has no id, and so no role.
    const alone = openStates(workspace, { ...cloud, accountId: () => undefined });
    expect(await alone.held(mine, management)).toBeUndefined();
    const last = { state: { lineage: "a", serial: 4, digest: "d", resources: 0 } };
    const finished = { format: 1, unfinished: null, last, history: [] } as unknown as ApplyRecord;
    const { records } = alone;
    await records.write(mine, finished, (await records.read(mine)).version);
    expect(await alone.held(mine, management)).toBe(0);
    expect(await alone.held(account("new"), management)).toBe(0);
    // Nobody lets this one read.
    const { DeleteBucketPolicyCommand } = await import("@aws-sdk/client-s3");
    const s3 = await openS3(access(ids["shop-dev"]));
    await s3.send(new DeleteBucketPolicyCommand({ Bucket: "acme-shop-dev-tfstate" }));
    expect(await alone.held(mine, management)).toBeUndefined();
  });
});
