import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { openS3 } from "@archipelago/state";
import {
  cleanEnvironment,
  prepareWorkDirectory,
  stateResources,
  Terraform,
  TerraformError,
} from "@archipelago/terraform";
import { s3ServerInstalled, startS3Server, type S3Server } from "@archipelago/state/test-s3-server";
import { lock, startFaultProxy, state, type Fault, type FaultProxy } from "../support/fault-proxy.ts";
import { expectReadable } from "../support/messages.ts";

// Terraform's S3 backend against a real server, through a proxy that breaks one request in a certain way. Each row has a
// state of its own. What is tested: one clear error, the state unchanged or recovered, the next run works.

jest.setTimeout(600_000);

const bucket = "tf-state";
let server: S3Server;
let proxy: FaultProxy;
let s3: S3Client;
let directory: string;
let key: string;
let count = 0;

const suite = s3ServerInstalled() ? describe : describe.skip;

async function startServer(options: { port?: number; data: string }): Promise<void> {
  server = await startS3Server({
    ...(options.port === undefined ? {} : { port: options.port }),
    directory: options.data,
  });
}

/** Terraform in the work directory of this test, with a configuration of so many resources. */
function terraform(inputs: Readonly<Record<string, string>>, options: object = {}): Terraform {
  const resource = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, { input }]));
  const configuration = {
    terraform: {
      backend: {
        s3: {
          ...{ bucket, key, region: "eu-west-1", use_lockfile: true, encrypt: true, use_path_style: true },
          max_retries: 1, // five take 20 seconds
          ...{ skip_credentials_validation: true, skip_requesting_account_id: true, skip_metadata_api_check: true },
          endpoints: { s3: proxy.endpoint },
        },
      },
    },
    resource: { terraform_data: resource },
  };
  prepareWorkDirectory(directory, { configuration: JSON.stringify(configuration) });
  return new Terraform({
    directory,
    environment: cleanEnvironment(process.env, {
      cloud: "aws",
      add: { AWS_ACCESS_KEY_ID: "111122223333", AWS_SECRET_ACCESS_KEY: "test" },
    }),
    lockTimeoutSeconds: 0,
    ...options,
  });
}

const plan = (): string => path.join(directory, "plan.tfplan");

async function apply(inputs: Readonly<Record<string, string>>, options: object = {}): Promise<Terraform> {
  const one = terraform(inputs, options);
  await one.init();
  await one.saveErroredState();
  await one.plan({ out: plan() });
  await one.apply(plan());
  return one;
}

const failure = async (promise: Promise<unknown>): Promise<TerraformError> =>
  promise.then(
    () => Promise.reject(new Error("did not fail")),
    (error: TerraformError) => error,
  );

async function object(name = key): Promise<string | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: name }));
    return await Body!.transformToString();
  } catch (error) {
    if ((error as Error).name === "NoSuchKey") return undefined;
    throw error;
  }
}
const put = (name: string, text: string) => s3.send(new PutObjectCommand({ Bucket: bucket, Key: name, Body: text }));
const errored = (): string => path.join(directory, "errored.tfstate");
const inputsIn = async (): Promise<string[]> =>
  stateResources((await object()) ?? "{}")
    .map(({ attributes }) => (attributes["input"] as { readonly value: string }).value)
    .sort();

const edited = (text: string, changes: object): string =>
  JSON.stringify({ ...(JSON.parse(text) as object), ...changes });

suite("a state on S3", () => {
  let data: string;
  beforeAll(async () => {
    data = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-faults-s3-"));
    await startServer({ data });
    proxy = await startFaultProxy(server.endpoint);
    const credentials = server.credentials("111122223333");
    s3 = await openS3({ region: "eu-west-1", endpoint: server.endpoint, credentials });
    const CreateBucketConfiguration = { LocationConstraint: "eu-west-1" } as const;
    await s3.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration }));
  });
  afterAll(async () => {
    await proxy.stop();
    await server.stop();
    fs.rmSync(data, { recursive: true, force: true });
  });
  beforeEach(async () => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-faults-"));
    key = `${(count += 1)}/terraform.tfstate`;
    proxy.inject();
    await apply({ a: "1" });
  });
  afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

  interface Row {
    readonly name: string;
    readonly fault: Fault;
    readonly during: "plan" | "apply";
    readonly kind: TerraformError["kind"];
    /** Whether the object of the state is as before. */
    readonly leaves: "errored.tfstate" | "lock" | "nothing" | "the work done, and the lock";
  }
  const denied = { action: 403, code: "AccessDenied" } as const;
  const rows: Row[] = [
    {
      name: "PUT of the state: 403",
      fault: { method: "PUT", path: state, ...denied },
      during: "apply",
      kind: "state-not-saved",
      leaves: "errored.tfstate",
    },
    {
      name: "PUT of the state: reset",
      fault: { method: "PUT", path: state, action: "reset" },
      during: "apply",
      kind: "state-not-saved",
      leaves: "errored.tfstate",
    },
    {
      name: "PUT of the state: 503",
      fault: { method: "PUT", path: state, action: 503 },
      during: "apply",
      kind: "state-not-saved",
      leaves: "errored.tfstate",
    },
    {
      name: "PUT of the lock: 403",
      fault: { method: "PUT", path: lock, ...denied },
      during: "plan",
      kind: "lock-unavailable",
      leaves: "nothing",
    },
    {
      name: "PUT of the lock: 503",
      fault: { method: "PUT", path: lock, action: 503 },
      during: "apply",
      kind: "lock-unavailable",
      leaves: "nothing",
    },
    {
      name: "PUT of the lock: reset",
      fault: { method: "PUT", path: lock, action: "reset" },
      during: "apply",
      kind: "lock-unavailable",
      leaves: "nothing",
    },
    {
      name: "GET of the state: 403",
      fault: { method: "GET", path: state, ...denied },
      during: "plan",
      kind: "failed",
      leaves: "nothing",
    },
    {
      name: "GET of the state: clock skew",
      fault: { method: "GET", path: state, action: 403, code: "RequestTimeTooSkewed" },
      during: "plan",
      kind: "clock-skew",
      leaves: "nothing",
    },
  ];

  test.each(rows)("$name in $during", async ({ fault, during, kind, leaves }) => {
    const before = await object();
    const one = terraform({ a: "1", b: "2" });
    await one.init();
    if (during === "apply") await one.plan({ out: plan() });
    proxy.inject(fault);
    const error = await failure(during === "plan" ? one.plan({ out: plan() }) : one.apply(plan()));
    expect(proxy.met.length).toBeGreaterThan(0);
    expect({ kind: error.kind, message: error.message }).toMatchObject({ kind });
    expect(error.details.next).toBeDefined();
    expect(fs.existsSync(error.stderrFile)).toBe(true);
    expect(await object()).toBe(before);
    expect(fs.existsSync(errored())).toBe(leaves === "errored.tfstate");
    expect(await object(`${key}.tflock`)).toBeUndefined();

    proxy.inject();
    if (leaves === "errored.tfstate") {
      // Nothing goes on without it: a plan or an apply would fork the state.
      for (const run of [() => terraform({ a: "1" }), () => one.plan({ out: plan() }), () => one.apply(plan())]) {
        const refused = await failure(Promise.resolve().then(async () => run()));
        expect(refused.details.where).toBe(errored());
        expectReadable(refused.format());
      }
      expect(await one.saveErroredState()).toMatch(
        /^saved the state that an earlier apply could not save \(serial \d+\)/,
      );
      expect(fs.existsSync(errored())).toBe(false);
    } else await apply({ a: "1", b: "2" });
    expect(await inputsIn()).toEqual(["1", "2"]);
    expect(await terraform({ a: "1", b: "2" }).plan({ out: plan() })).toMatchObject({ hasChanges: false });
  });

  test.each(["plan", "apply"] as const)(
    "the reply to the PUT of the lock is lost in %s: the lock is our own",
    async (during) => {
      const one = terraform({ a: "1", b: "2" });
      if (during === "apply") await one.plan({ out: plan() });
      proxy.inject({ method: "PUT", path: lock, action: "lost-reply", times: 1 });
      await (during === "plan" ? one.plan({ out: plan() }) : one.apply(plan()));
      expect(one.recovered).toEqual([expect.stringMatching(/^released a lock of our own that was left/)]);
      expect(await object(`${key}.tflock`)).toBeUndefined();
      expect(await inputsIn()).toEqual(during === "plan" ? ["1"] : ["1", "2"]);
    },
  );

  test("the replies to the PUT of the state are lost: it was saved, and that is found", async () => {
    const one = terraform({ a: "1", b: "2" });
    await one.plan({ out: plan() });
    proxy.inject({ method: "PUT", path: state, action: "lost-reply" });
    expect((await failure(one.apply(plan()))).kind).toBe("state-not-saved");
    const saved = await object();
    expect(await inputsIn()).toEqual(["1", "2"]);
    proxy.inject();
    expect(await one.saveErroredState()).toMatch(/^saved the state/);
    expect([fs.existsSync(errored()), await object()]).toEqual([false, saved]);
    expect(await one.plan({ out: plan() })).toMatchObject({ hasChanges: false });
  });

  test("the DELETE of the lock: 403: said with what to do; the next run releases it", async () => {
    const one = terraform({ a: "1", b: "2" });
    await one.plan({ out: plan() });
    proxy.inject({ method: "DELETE", path: lock, ...denied });
    const error = await failure(one.apply(plan()));
    expect(error.message).toContain("force-unlock of");
    expect(await inputsIn()).toEqual(["1", "2"]);
    expect(await object(`${key}.tflock`)).toBeDefined();
    proxy.inject();
    const next = terraform({ a: "1", b: "2" });
    expect(await next.plan({ out: plan() })).toMatchObject({ hasChanges: false });
    expect(next.recovered).toHaveLength(1);
  });

  test("the DELETE of the lock fails once: the apply has succeeded", async () => {
    const one = terraform({ a: "1", b: "2" });
    await one.plan({ out: plan() });
    proxy.inject({ method: "DELETE", path: lock, ...denied, times: 1 });
    await one.apply(plan());
    expect([await inputsIn(), await object(`${key}.tflock`)]).toEqual([["1", "2"], undefined]);
  });

  test("the PUT of the lock hangs: one SIGINT does not end it, the second does, and the next run works", async () => {
    const one = terraform({ a: "1", b: "2" }, { timeoutsMs: { plan: 1500 }, graceMs: 7000 });
    proxy.inject({ method: "PUT", path: lock, action: "hang" });
    const error = await failure(one.plan({ out: plan() }));
    expect(error.kind).toBe("timed-out");
    expect(error.message).toContain("did not end in time and was stopped");
    expect(error.result.exitCode).toBe(1);
    expect(error.result.durationMs).toBeGreaterThan(8500);
    proxy.inject();
    await apply({ a: "1", b: "2" });
    expect(await inputsIn()).toEqual(["1", "2"]);
  });

  test("the server dies in mid-apply: the state and the lock are recovered when it is back", async () => {
    const slow = {
      provisioner: [{ "local-exec": { command: "touch started; while [ -e started ]; do sleep 0.05; done" } }],
    };
    const one = terraform({ a: "1", b: "2" });
    const file = path.join(directory, "cdk.tf.json");
    const configuration = JSON.parse(fs.readFileSync(file, "utf8")) as { resource: { terraform_data: object } };
    Object.assign((configuration.resource.terraform_data as { b: object }).b, slow);
    fs.writeFileSync(file, JSON.stringify(configuration));
    await one.plan({ out: plan() });
    const applying = failure(one.apply(plan()));
    const started = path.join(directory, "started");
    while (!fs.existsSync(started)) await new Promise((resolve) => setTimeout(resolve, 50));
    const { port } = server;
    await server.stop("SIGKILL");
    fs.rmSync(started);
    expect((await applying).kind).toBe("state-not-saved");
    expect(fs.existsSync(errored())).toBe(true);
    await startServer({ port, data });
    expect(await object(`${key}.tflock`)).toBeDefined();
    expect(await one.saveErroredState()).toContain("saved the state");
    expect(one.recovered).toHaveLength(1);
    expect(await inputsIn()).toEqual(["1", "2"]);
  });

  describe("somebody else", () => {
    const foreign = (id: string) =>
      JSON.stringify({
        ...{ ID: id, Operation: "OperationTypeApply", Info: "", Who: `${os.userInfo().username}@${os.hostname()}` },
        ...{ Version: "1.11.4", Created: new Date().toISOString(), Path: `${bucket}/${key}` },
      });

    test("with our user and host name holds the lock: named, and left alone", async () => {
      const text = foreign("11111111-2222-3333-4444-555555555555");
      await put(`${key}.tflock`, text);
      const error = await failure(terraform({ a: "1" }).plan({ out: plan() }));
      expect(error.kind).toBe("locked");
      expect(error.details.next).toMatch(
        /^wait for \S+@\S+ \(OperationTypeApply, since .*\), or give more time.* force-unlock 11111111-2222-3333-4444-555555555555$/,
      );
      expect(await object(`${key}.tflock`)).toBe(text);
    });

    test("has applied since: errored.tfstate is not pushed over it", async () => {
      proxy.inject({ method: "PUT", path: state, ...denied });
      await failure(apply({ a: "1", b: "2" }));
      proxy.inject();
      const other = JSON.parse((await object())!) as { serial: number };
      const newer = JSON.stringify({ ...other, serial: other.serial + 5 });
      await put(key, newer);
      const one = new Terraform({ directory, environment: environmentOf() });
      const error = await failure(one.saveErroredState());
      expect(error.message).toMatch(/has serial \d+, and the remote has moved on to \d+/);
      expect(error.details.next).toContain("state push -force errored.tfstate");
      expect([await object(), fs.existsSync(errored())]).toEqual([newer, true]);

      await put(key, JSON.stringify({ ...other, lineage: "00000000-0000-0000-0000-000000000000" }));
      expect((await failure(one.saveErroredState())).message).toContain("belongs to another state");
      expect(fs.existsSync(errored())).toBe(true);
    });
  });

  test("errored.tfstate is empty, as a full disk leaves it: the state is in the journal", async () => {
    proxy.inject({ method: "PUT", path: state, ...denied });
    await failure(apply({ a: "1", b: "2" }));
    proxy.inject();
    const text = fs.readFileSync(errored(), "utf8");
    fs.writeFileSync(errored(), "");
    const one = new Terraform({ directory, environment: environmentOf() });
    const nowhere = await failure(one.saveErroredState());
    expect(nowhere.format()).toMatch(/errored\.tfstate: holds no state[^]*next: rm /);
    expect(fs.existsSync(errored())).toBe(true);
    // What Terraform logs when it can write nothing (see the disk that is full, in machine.test.ts).
    const logs = path.join(directory, "logs");
    const journal = fs
      .readdirSync(logs)
      .filter((name) => name.endsWith(".jsonl"))
      .sort()
      .at(-1)!;
    const dump = {
      "@level": "info",
      "@message": "Emergency state dump",
      type: "log",
      state: JSON.parse(text) as object,
    };
    fs.appendFileSync(path.join(logs, journal), `${JSON.stringify(dump)}\n`);
    expect(await one.saveErroredState()).toContain("saved the state");
    expect(await inputsIn()).toEqual(["1", "2"]);
  });

  const damaged: [string, (good: string) => string, TerraformError["kind"], RegExp][] = [
    ["cut short", (good) => good.slice(0, 300), "state-damaged", /could not be parsed as JSON/],
    [
      "of a newer Terraform",
      (good) => edited(good, { version: 5, terraform_version: "9.1.0" }),
      "newer-state",
      /created by \w+ 9\.1\.0/,
    ],
  ];
  test.each(damaged)("the state is %s: said, and nothing is written", async (_name, damage, kind, message) => {
    const good = (await object())!;
    await put(key, damage(good));
    const error = await failure(terraform({ a: "1", b: "2" }).plan({ out: plan() }));
    expect(error.kind).toBe(kind);
    expect(error.message).toMatch(message);
    expect(await object()).toBe(damage(good));
    expect(await object(`${key}.tflock`)).toBeUndefined();
    await put(key, good);
    await apply({ a: "1", b: "2" });
  });

  test("the state was replaced by one of another lineage: the plan is refused, nothing is written", async () => {
    const good = (await object())!;
    const one = terraform({ a: "1", b: "2" });
    await one.plan({ out: plan() });
    const other = edited(good, { lineage: "00000000-0000-0000-0000-000000000000" });
    await put(key, other);
    const error = await failure(one.apply(plan()));
    expect(error.kind).toBe("other-lineage");
    expect(await object()).toBe(other);
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: `${key}.tflock` }));
  });

  function environmentOf() {
    const add = { AWS_ACCESS_KEY_ID: "111122223333", AWS_SECRET_ACCESS_KEY: "test" };
    return cleanEnvironment(process.env, { cloud: "aws", add });
  }
});
