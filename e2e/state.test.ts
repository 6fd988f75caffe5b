import fs from "node:fs";
import { CreateBucketCommand, GetBucketEncryptionCommand, HeadObjectCommand } from "@aws-sdk/client-s3";
import { bucketObjects, openS3, type BucketObjects } from "@archipelago/state";
import { s3ServerInstalled, useS3Server } from "@archipelago/state/test-s3-server";
import { resourcesOf } from "./support/cloud.ts";
import { startFaultProxy } from "./support/fault-proxy.ts";
import { makeSmall } from "./support/small-stacks.ts";
import { Workspace } from "./support/workspace.ts";

// A state moves from a local file to S3, from there to another bucket, and is looked at and repaired. Each test continues
// where the one before stopped.

jest.setTimeout(600_000);

(s3ServerInstalled() ? describe : describe.skip)("archipelago state (needs an S3 server)", () => {
  const server = useS3Server();
  let workspace: Workspace;
  let accountId: string;
  beforeAll(async () => {
    workspace = new Workspace(["management", "log-archive", "security"]);
    makeSmall(workspace);
    await workspace.succeed(["apply", "management", "--yes"]);
    ({ accountId } = workspace.summary("management"));
  });
  afterAll(() => workspace.remove());

  const key = "stack/terraform.tfstate";
  const lockKey = `${key}.tflock`;
  const access = () => ({
    endpoint: server().endpoint,
    region: "eu-west-1",
    credentials: server().credentials(accountId),
  });
  const bucket = (name = "acme-management-tfstate"): BucketObjects => bucketObjects(name, "management", access());
  const state = (...args: string[]) => workspace.archipelago(["state", "management", ...args]);

  test("a state in a local file has no history here", async () => {
    const { exitCode, stderr } = await state("history");
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining("the state is a local file") });
  });

  test("moves to S3 with its record, is the same there, and nothing is planned anew", async () => {
    const organization = workspace.json<object>("organization.json");
    workspace.write("organization.json", { ...organization, state: { s3: { endpoint: server().endpoint } } });
    await workspace.succeed(["bootstrap", "management"]);
    const file = ".archipelago/state/acme/management/terraform.tfstate";
    const before = workspace.read(file);
    const note = { format: 1, time: "2026-11-21T09:00:00.000Z", who: "ada@laptop", creations: {} };
    workspace.write(".archipelago/journals/acme/management/apply-1.json", note);
    expect((await state("migrate", "--from", "local")).stderr).toMatch(
      /the apply of ada@laptop [^]*next: with "state" of organization\.json as it was: npx nx apply management/,
    );
    fs.rmSync(workspace.path(".archipelago/journals"), { recursive: true });
    const said = await workspace.succeed(["state", "management", "migrate", "--from", "local", "--to", "s3"]);
    expect(said).toMatch(/lineage \S+, serial \d+, \d+ resources: the same in both places\n {2}with the record/);
    expect((await bucket().read(key))?.text).toBe(before);
    expect([workspace.exists(file), workspace.read(`${file}.migrated`)]).toEqual([false, before]);
    await workspace.succeed(["plan", "management"]);
    expect(workspace.summary("management").status).toBe("no-changes");
    const history = await workspace.succeed(["show", "history", "management"]);
    expect(history).toContain("apply");
  });

  test("a second move finds nothing, and one onto a state is refused", async () => {
    expect((await state("migrate", "--from", "local")).stderr).toContain("there is no state to move");
    workspace.write(".archipelago/state/acme/management/terraform.tfstate", { lineage: "x", serial: 1, resources: [] });
    const { exitCode, stderr } = await state("migrate", "--from", "local");
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining("there is a state already") });
    expect(await bucket().read(lockKey)).toBeUndefined();
  });

  test("who holds the lock is named, apply waits for them in vain, and the lock goes by its id", async () => {
    const lock = { ID: "1b4e28ba-2fa1-11d2-883f-0016d3cca427", Operation: "OperationTypeApply", Who: "ada@laptop" };
    await bucket().write(lockKey, JSON.stringify({ ...lock, Created: "2026-11-21T10:00:00Z" }), null);
    expect(await workspace.succeed(["state", "management", "list"])).toMatch(
      /records\/last-apply\.json .*\n.*stack\/terraform\.tfstate .*\n.*\nlocked by ada@laptop since 2026-11-21T10:00:00Z/,
    );
    workspace.replace("accounts/management/account.json", '"monthlyUsd": 200', '"monthlyUsd": 250');
    const refused = await workspace.archipelago(["apply", "management", "--yes", "--lock-timeout", "1"]);
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("ada@laptop") });
    const shown = await state("unlock");
    expect(shown.stderr).toContain(`npm run archipelago -- state management unlock --id ${lock.ID}`);
    expect(await workspace.succeed(["state", "management", "unlock", "--id", lock.ID])).toContain("unlocked");
    await workspace.succeed(["apply", "management", "--yes"]);
  });

  test("an earlier version is restored, and a plan says what the state no longer knows", async () => {
    const versions = (await workspace.succeed(["state", "management", "history"])).split("\n").slice(1, -1);
    expect(versions[0]).toMatch(/current$/);
    const [oldest] = versions.at(-1)!.split(/\s+/);
    const said = await workspace.succeed(["state", "management", "restore", "--version", oldest!]);
    expect(said).toContain("Next: npx nx plan management");
    await workspace.succeed(["apply", "management", "--yes"]);
    await workspace.succeed(["plan", "management", "--full"]);
    expect(workspace.summary("management").status).toBe("no-changes");
  });

  const planned = async (): Promise<string> => {
    await workspace.succeed(["plan", "management", "--full"]);
    return workspace.summary("management").status;
  };

  test("moves from another bucket, is the same there, and Terraform goes on with it", async () => {
    const s3 = await openS3(access());
    const CreateBucketConfiguration = { LocationConstraint: "eu-west-1" } as const;
    await s3.send(new CreateBucketCommand({ Bucket: "older-states", CreateBucketConfiguration }));
    const [older, own] = [bucket("older-states"), bucket()];
    const record = "records/last-apply.json";
    const { text, etag } = (await own.read(key))!;
    for (const each of [key, record]) {
      const stored = (await own.read(each))!;
      await older.write(each, stored.text, null);
      if (each === record) await own.remove(each, stored.etag);
    }
    const migrate = () => state("migrate", "--from", "older-states", "--to", "s3");
    expect((await migrate()).stderr).toContain("there is a state already; nothing was moved");
    await own.remove(key, etag);
    const lock = JSON.stringify({ ID: "1", Operation: "OperationTypeApply", Who: "ada@laptop", Created: "2026-11-21" });
    const held = (await older.write(lockKey, lock, null))!;
    expect((await migrate()).stderr).toContain("the state is locked by ada@laptop since 2026-11-21");
    await older.remove(lockKey, held);

    const said = await workspace.succeed(["state", "management", "migrate", "--from", "older-states"]);
    expect(said).toMatch(/serial \d+, \d+ resources: the same in both places\n {2}with the record/);
    expect(said).toContain("in older-states it is deleted; its versions are kept there");
    expect([(await own.read(key))?.text, await older.read(key)]).toEqual([text, undefined]);
    expect((await older.list(lockKey)).concat(await own.list(lockKey))).toEqual([]);
    expect(await planned()).toBe("no-changes");
    workspace.replace("accounts/management/account.json", '"monthlyUsd": 250', '"monthlyUsd": 260');
    expect(await workspace.succeed(["apply", "management", "--yes"])).toContain("1 changed");
    expect(await planned()).toBe("no-changes");
  });

  test.each([
    ["emptied", () => ""],
    ["cut short", (good: string) => good.slice(0, 300)],
  ])(
    "a state that was %s is refused before Terraform takes it for none; restored, all is well",
    async (_how, damage) => {
      const good = (await bucket().read(key))!;
      await bucket().write(key, damage(good.text), good.etag);
      const cloud = resourcesOf(workspace).length;
      for (const verb of [["plan"], ["plan", "--full"], ["apply", "--yes"], ["destroy", "--yes"], ["drift"]] as const) {
        const { exitCode, stdout, stderr } = await workspace.archipelago([verb[0], "management", ...verb.slice(1)]);
        expect({ verb, exitCode, said: stdout + stderr }).toMatchObject({
          exitCode: 1,
          said: expect.stringMatching(
            /the state is damaged: [^]*next: npm run archipelago -- state management history, then restore --version/,
          ),
        });
      }
      expect((await bucket().read(key))!.text).toBe(damage(good.text));
      expect(resourcesOf(workspace)).toHaveLength(cloud);
      const history = await workspace.succeed(["state", "management", "history"]);
      expect(history).toMatch(/ - +- +damaged\n/);
      const [, [version]] = history
        .split("\n")
        .slice(1)
        .map((line) => line.split(/\s+/)) as [string[], [string]];
      expect(version).toBe(good.version);
      await workspace.succeed(["state", "management", "restore", "--version", version]);
      expect(await planned()).toBe("no-changes");
    },
  );

  test("a state that is gone, though its account was applied, is no empty one, also when a later apply did not end", async () => {
    const [state, record] = [(await bucket().read(key))!, (await bucket().read("records/last-apply.json"))!];
    await bucket().remove(key, state.etag);
    const refused = async () => {
      for (const verb of [["plan"], ["apply", "--yes"]] as const) {
        const { exitCode, stdout, stderr } = await workspace.archipelago([verb[0], "management", ...verb.slice(1)]);
        expect({ exitCode, said: stdout + stderr }).toMatchObject({
          exitCode: 1,
          said: expect.stringMatching(/the state is gone[^]*next: npm run archipelago -- state management history/),
        });
      }
    };
    await refused();
    // What an apply writes before it starts.
    const unfinished = { verb: "apply", time: "2026-11-21T10:00:00Z", commit: null, dirty: false };
    const started = { ...(JSON.parse(record.text) as object), unfinished, last: null };
    await bucket().write("records/last-apply.json", JSON.stringify(started), record.etag);
    await refused();
    await workspace.succeed(["state", "management", "restore", "--version", state.version!]);
    expect(await planned()).toBe("no-changes");
  });

  test("with a key of the account: the bucket has it, and Terraform leaves the choice to the bucket", async () => {
    const proxy = await startFaultProxy(server().endpoint);
    try {
      const organization = workspace.json<object>("organization.json");
      const choose = (s3: object) => workspace.write("organization.json", { ...organization, state: { s3 } });
      const algorithm = "x-amz-server-side-encryption";
      const written = (pattern: RegExp) =>
        proxy.requests.filter(({ method, path }) => method === "PUT" && pattern.test(path));
      choose({ endpoint: proxy.endpoint });
      workspace.replace("accounts/management/account.json", '"monthlyUsd": 260', '"monthlyUsd": 270');
      await workspace.succeed(["apply", "management", "--yes"]);
      expect(written(/\.tfstate$/).map(({ headers }) => headers[algorithm])).toEqual(["AES256"]);

      proxy.requests.length = 0;
      choose({ endpoint: proxy.endpoint, encryption: "kms" });
      expect(await workspace.succeed(["bootstrap", "management"])).toMatch(
        /\+ aws_kms_alias\.\S+\n[^]*acme-management-tfstate: was not as it should be, now encrypted/,
      );
      workspace.replace("accounts/management/account.json", '"monthlyUsd": 270', '"monthlyUsd": 280');
      await workspace.succeed(["apply", "management", "--yes"]);
      const all = written(/\.(tfstate|tflock|json)$/);
      expect(all.map(({ path }) => path)).toEqual(
        expect.arrayContaining([expect.stringMatching(/stack\/terraform\.tfstate$/), expect.stringMatching(/tflock$/)]),
      );
      expect(all.filter(({ headers }) => algorithm in headers)).toEqual([]);
      const { ServerSideEncryptionConfiguration: encryption } = await (
        await openS3(access())
      ).send(new GetBucketEncryptionCommand({ Bucket: "acme-management-tfstate" }));
      expect(encryption?.Rules).toMatchObject([
        {
          ApplyServerSideEncryptionByDefault: {
            SSEAlgorithm: "aws:kms",
            KMSMasterKeyID: `arn:aws:kms:eu-west-1:${accountId}:alias/archipelago-state`,
          },
          BucketKeyEnabled: true,
        },
      ]);
      const head = await (
        await openS3(access())
      ).send(new HeadObjectCommand({ Bucket: "acme-management-tfstate", Key: key }));
      expect(head.ServerSideEncryption).toBe("aws:kms");
      expect(await workspace.succeed(["bootstrap", "management"])).toBe("management: as it should be\n");
      expect(await planned()).toBe("no-changes");
    } finally {
      await proxy.stop();
    }
  });
});
