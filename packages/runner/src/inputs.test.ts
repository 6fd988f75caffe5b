import type { StackInput } from "@archipelago/account-stack";
import type { Account, Workspace } from "@archipelago/account-stack/workspace";
import type { Cloud } from "./cloud.ts";
import { haveChanged, resolveInputs } from "./inputs.ts";

const workspace = {
  organization: { regions: ["eu-west-1"] },
  accounts: new Map([["log-archive", { name: "log-archive" } as Account]]),
} as unknown as Workspace;
const cloud = (published: unknown): Cloud => ({ publishedOutputs: async () => published }) as unknown as Cloud;
const reader = { name: "shop-dev" } as Account;
const input = (more: Partial<StackInput> = {}): StackInput => ({
  variable: "log_archive_flow_log_bucket_arn",
  account: "log-archive",
  output: "flowLogBucketArn",
  type: "bucketArn",
  awaited: false,
  ...more,
});
const resolve = (published: unknown, more: Partial<StackInput> = {}) =>
  resolveInputs(workspace, cloud(published), reader, "123456789012", [input(more)]);

test("a published value becomes the variable's value", async () => {
  expect(await resolve({ flowLogBucketArn: "arn:aws:s3:::acme-flow-logs" })).toEqual({
    values: { account_id: "123456789012", log_archive_flow_log_bucket_arn: "arn:aws:s3:::acme-flow-logs" },
    placeholders: [],
    awaiting: [],
    awaited: {},
  });
});

test("what is not published yet is a marked placeholder of the right form", async () => {
  const { values, placeholders } = await resolve(undefined);
  expect(placeholders).toEqual(["log-archive.flowLogBucketArn"]);
  expect(values["log_archive_flow_log_bucket_arn"]).toMatch(/^arn:aws:s3:::placeholder-/);
  expect((await resolve({ other: 1 })).placeholders).toHaveLength(1);
});

test("what is awaited and not published yet stays null", async () => {
  expect(await resolve(undefined, { awaited: true })).toEqual({
    values: { account_id: "123456789012" },
    placeholders: [],
    awaiting: ["log-archive.flowLogBucketArn"],
    awaited: { "log-archive.flowLogBucketArn": undefined },
  });
});

test.each([
  ["a wrong ARN", "arn:aws:iam::123456789012:role/x"],
  ["a wrong type", 7],
  ["an injection", 'arn:aws:s3:::x"}'],
  ["null", null],
])("%s published by another account is refused, naming it", async (_name, value) => {
  await expect(resolve({ flowLogBucketArn: value })).rejects.toThrow(
    /log-archive publishes flowLogBucketArn = .* not of type bucketArn/,
  );
});

test("published outputs that are no object are refused", async () => {
  await expect(resolve(["x"])).rejects.toThrow("not a JSON object");
});

test("an awaited output has changed when it is published, or published anew", async () => {
  const changed = (published: unknown, before: unknown) =>
    haveChanged(workspace, cloud(published), reader, { "log-archive.flowLogBucketArn": before });
  expect(await changed({ flowLogBucketArn: "x" }, undefined)).toBe(true);
  expect(await changed({ flowLogBucketArn: "x" }, "y")).toBe(true);
  expect(await changed({ flowLogBucketArn: ["x"] }, ["x"])).toBe(false);
  expect(await changed(undefined, undefined)).toBe(false);
});

describe("one entry of an output that is a map", () => {
  const entry = { output: "connections", key: "bucket.orders.shop.arn", variable: "arn", awaited: true } as const;
  const source = "log-archive.connections.bucket.orders.shop.arn";

  test("is the variable's value, whatever else the map holds", async () => {
    const published = { connections: { [entry.key]: "arn:aws:s3:::orders", "queue.orders.shop.arn": null } };
    expect(await resolve(published, entry)).toMatchObject({
      values: { arn: "arn:aws:s3:::orders" },
      awaiting: [],
      awaited: { [source]: "arn:aws:s3:::orders" },
    });
  });

  test.each([
    ["not published", undefined],
    ["another entry", { connections: { "bucket.orders.lab.arn": "arn:aws:s3:::orders" } }],
    ["null, because its publisher waits itself", { connections: { [entry.key]: null } }],
    ["a map that is none", { connections: "arn:aws:s3:::orders" }],
    ["a name that every object has", { connections: {}, key: "constructor" }],
  ])("is awaited: %s", async (_, published) => {
    const { values, awaiting } = await resolve(published, entry);
    expect([Object.keys(values), awaiting]).toEqual([["account_id"], [source]]);
  });

  test("is checked as the entry's type", async () => {
    await expect(resolve({ connections: { [entry.key]: "no ARN" } }, entry)).rejects.toThrow(
      "log-archive publishes bucket.orders.shop.arn",
    );
  });

  test("has changed only when it has, not when another has", async () => {
    const before = { [source]: "arn:aws:s3:::orders" };
    const now = (value: string) => cloud({ connections: { [entry.key]: value, other: value } });
    expect(await haveChanged(workspace, now("arn:aws:s3:::orders"), reader, before)).toBe(false);
    expect(await haveChanged(workspace, now("arn:aws:s3:::others"), reader, before)).toBe(true);
  });
});
