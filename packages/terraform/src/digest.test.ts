import { configurationDigest, planDigest } from "./digest.ts";
import type { Json, JsonObject } from "./json.ts";
import { isArray, isObject } from "./json.ts";
import { readPlan } from "./plan.ts";
import type { PlanJson } from "./plan-json.ts";

type Raw = NonNullable<PlanJson["resource_changes"]>[number];

function raw(address: string, change: Partial<Raw["change"]>, rest: Partial<Raw> = {}): Raw {
  const [type = "", name = ""] = address.split(".");
  return {
    address,
    type,
    name,
    mode: "managed",
    provider_name: "registry.terraform.io/hashicorp/aws",
    change: { actions: ["update"], ...change },
    ...rest,
  };
}

function planJson(changes: readonly Raw[], rest: Partial<PlanJson> = {}): PlanJson {
  return { format_version: "1.2", terraform_version: "1.11.4", resource_changes: changes, ...rest };
}

const digest = (changes: readonly Raw[], rest: Partial<PlanJson> = {}): string =>
  planDigest(readPlan(planJson(changes, rest)));

const vpc = raw("aws_vpc.main", {
  before: { cidr: "10.0.0.0/16", tags: { Name: "old", secret: "hunter2" }, zones: [{ id: "a" }, { id: "b" }], n: 1 },
  after: { cidr: "10.0.0.0/16", tags: { Name: "new", secret: "hunter2" }, zones: [{ id: "a" }, { id: "c" }], n: null },
  after_unknown: { arn: true, zones: [{}, { ip: true }] },
  before_sensitive: { tags: { secret: true } },
  after_sensitive: { tags: { secret: true }, zones: [{}, {}] },
  replace_paths: [["zones", 1, "id"]],
});
const bucket = raw("aws_s3_bucket.logs", { actions: ["create"], before: null, after: { bucket: "logs" } });

/** The same value with the keys of every object in reverse. */
function reversed(value: Json): Json {
  if (isArray(value)) return value.map(reversed);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

/** Every variant of a value in which one leaf is another one. */
function variants(value: Json): Json[] {
  if (isArray(value)) {
    return value.flatMap((item, at) => variants(item).map((other) => value.map((one, i) => (i === at ? other : one))));
  }
  if (!isObject(value)) return [`not ${String(value)}`];
  return Object.entries(value).flatMap(([key, inner]) => variants(inner).map((other) => ({ ...value, [key]: other })));
}

const withChange = (change: Partial<Raw["change"]>): Raw => ({ ...vpc, change: { ...vpc.change, ...change } });

test("the order of keys and of changes does not matter", () => {
  const other = reversed(vpc as unknown as Json) as unknown as Raw;
  expect(digest([bucket, other])).toBe(digest([vpc, bucket]));
});

test.each(["before", "after"] as const)("every plain value of %s matters, at any depth", (side) => {
  const value = vpc.change[side] as JsonObject;
  const others = variants(value).filter((other) => JSON.stringify(other).includes("hunter2"));
  const plain = others.filter((other) => !JSON.stringify(other).includes("not hunter2"));
  const digests = plain.map((other) => digest([withChange({ [side]: other })]));
  expect(plain.length).toBeGreaterThanOrEqual(5);
  expect(new Set([...digests, digest([vpc])]).size).toBe(plain.length + 1);
});

test("a sensitive value matters only as whether it changes", () => {
  const tags = (secret: string): JsonObject => ({ ...(vpc.change.after as JsonObject), tags: { Name: "new", secret } });
  const [one, two] = [digest([withChange({ after: tags("one") })]), digest([withChange({ after: tags("two") })])];
  expect(one).toBe(two);
  expect(one).not.toBe(digest([vpc]));
  const both = (secret: string): string => {
    const before = { ...(vpc.change.before as JsonObject), tags: { Name: "old", secret } };
    return digest([withChange({ before, after: tags(secret) })]);
  };
  expect(both("swordfish")).toBe(digest([vpc]));
});

test("what becomes sensitive, or stops being so, is not hashed on either side", () => {
  const marks = { before_sensitive: { p: true }, after_sensitive: {} };
  const of = (p: string): string => digest([raw("a_b.c", { before: { p }, after: { p }, ...marks })]);
  expect(of("one")).toBe(of("two"));
});

test("a secret inside something whose shape changes is not hashed", () => {
  const marks = { before_sensitive: { p: [{ key: true }] }, after_unknown: { p: true } };
  const of = (key: string): string => digest([raw("a_b.c", { before: { p: [{ key }] }, after: {}, ...marks })]);
  expect(of("one")).toBe(of("two"));
  const list = (key: string): string =>
    digest([
      raw("a_b.c", { before: { p: [{ key }] }, after: { p: { key: "x" } }, before_sensitive: { p: [{ key: true }] } }),
    ]);
  expect(list("one")).toBe(list("two"));
});

const effects: readonly [string, Raw][] = [
  ["address", { ...vpc, address: "aws_vpc.other" }],
  ["actions", withChange({ actions: ["delete", "create"] })],
  ["order of a replacement", withChange({ actions: ["create", "delete"] })],
  ["replacement path", withChange({ replace_paths: [["cidr"]] })],
  ["move", { ...vpc, previous_address: "aws_vpc.old" }],
  ["import", withChange({ importing: { id: "vpc-1" } })],
  ["another import", withChange({ importing: { id: "vpc-2" } })],
  ["forget", withChange({ actions: ["forget"] })],
  ["deposed object", { ...vpc, deposed: "d34db33f" }],
  ["unknown value", withChange({ after_unknown: { arn: true, zones: [{}, {}] } })],
];

test("every effect matters", () => {
  const digests = effects.map(([, change]) => digest([change]));
  expect(new Set([...digests, digest([vpc]), digest([])]).size).toBe(effects.length + 2);
});

test("outputs matter, sensitive ones as whether they change", () => {
  const of = (after: string, sensitive: boolean): string =>
    digest([], {
      output_changes: {
        o: { actions: ["update"], before: "x", after, before_sensitive: sensitive, after_sensitive: sensitive },
      },
    });
  expect(of("a", false)).not.toBe(of("b", false));
  expect(of("a", true)).toBe(of("b", true));
  expect(of("a", true)).not.toBe(of("x", true));
  expect(of("a", false)).not.toBe(digest([]));
});

test("data reads, no-ops, unchanged outputs, drift and time do not matter", () => {
  const noise = [
    raw("data.aws_region.here", { actions: ["read"], after: { name: "eu" } }, { mode: "data" }),
    raw("aws_vpc.same", { actions: ["no-op"], before: { a: 1 }, after: { a: 1 } }),
  ];
  const rest = {
    resource_drift: [bucket],
    output_changes: { same: { actions: ["no-op"], before: 1, after: 1 } },
    timestamp: "2026-01-01T00:00:00Z",
  };
  expect(digest([...noise, vpc], rest)).toBe(digest([vpc]));
});

describe("configuration", () => {
  const configuration = (directory: string): JsonObject => ({
    "//": { metadata: { version: directory } },
    terraform: {
      backend: { local: { path: `${directory}/shop-dev.tfstate` } },
      required_providers: { aws: { source: "aws", version: "6.25.0" } },
    },
    provider: { aws: [{ region: "eu-central-1", shared_credentials_files: [`${directory}/credentials`] }] },
    resource: { aws_vpc: { main: { "//": { metadata: { path: directory } }, cidr_block: "10.0.0.0/16" } } },
  });
  const of = (value: JsonObject): string => configurationDigest(JSON.stringify(value));
  const base = configuration("/home/a/repository");

  test("is the same wherever it was synthesised", () => {
    expect(of(configuration("C:\\Users\\b"))).toBe(of(base));
    expect(of(reversed(configuration("/srv/c")) as JsonObject)).toBe(of(base));
  });

  test.each([
    ["resource", { resource: { aws_vpc: { main: { cidr_block: "10.1.0.0/16" } } } }],
    ["region", { provider: { aws: [{ region: "eu-west-1", shared_credentials_files: ["/x/credentials"] }] } }],
    ["state file", { terraform: { backend: { local: { path: "/x/other.tfstate" } } } }],
    [
      "key that only looks like a note",
      { resource: { aws_vpc: { main: { cidr_block: "10.0.0.0/16", tags: { "//": 1 } } } } },
    ],
    ["path in a resource", { resource: { aws_vpc: { main: { cidr_block: "/a/10.0.0.0/16" } } } }],
  ])("changes with the %s", (_, change) => {
    expect(of({ ...base, ...change })).not.toBe(of(base));
  });

  test("does not confuse two paths in a resource", () => {
    const at = (file: string): string => of({ resource: { local_file: { f: { filename: file } } } });
    expect(at("/a/x")).not.toBe(at("/b/x"));
  });
});
