import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Cloud, openCloud } from "./cloud.ts";
import { fileNameOf } from "./paths.ts";

const ONE = "111111111111";
const TWO = "222222222222";
let directory: string;
let cloud: Cloud;

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), "offline-aws-test-"));
  cloud = openCloud(path.join(directory, "cloud"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const vpc = (id: string, accountId = ONE, region = "eu-west-1") => ({
  type: "aws_vpc",
  id,
  accountId,
  region,
  attributes: { id },
});
const bucket = (name: string, accountId: string) => ({
  type: "aws_s3_bucket",
  id: name,
  accountId,
  region: "eu-west-1",
  attributes: { bucket: name },
});

test("a resource is a readable file, found by id, by type and by account", () => {
  cloud.put(vpc("vpc-1"));
  cloud.put(vpc("vpc-2", ONE, "us-east-1"));
  cloud.put(vpc("vpc-3", TWO));
  expect(existsSync(path.join(directory, "cloud", ONE, "eu-west-1", "aws_vpc", "vpc-1.json"))).toBe(true);
  expect(cloud.get(ONE, "aws_vpc", "vpc-2")).toEqual(vpc("vpc-2", ONE, "us-east-1"));
  expect(cloud.get(ONE, "aws_vpc", "vpc-2", "eu-west-1")).toBeUndefined();
  expect(cloud.list(ONE, "aws_vpc").map(({ id }) => id)).toEqual(["vpc-1", "vpc-2"]);
  expect(cloud.accounts()).toEqual([ONE, TWO]);
  cloud.remove(vpc("vpc-1"));
  cloud.remove(vpc("vpc-1"));
  expect(cloud.list(ONE, "aws_vpc")).toHaveLength(1);
});

test("a creation happens once", () => {
  expect(cloud.create(vpc("vpc-1"))).toBe(true);
  expect(cloud.create(vpc("vpc-1"))).toBe(false);
});

test("a bucket's name is one account's in all of them, until it is deleted", () => {
  expect(cloud.create(bucket("b", ONE))).toBe(true);
  expect(cloud.create(bucket("b", TWO))).toBe(false);
  expect(() => cloud.put(bucket("b", TWO))).toThrow(`belongs to account ${ONE}`);
  expect(cloud.get(TWO, "aws_s3_bucket", "b")).toBeUndefined();
  expect(cloud.bucketOwner("b")).toBe(ONE);
  cloud.put(bucket("b", ONE));
  cloud.remove(bucket("b", ONE));
  expect(cloud.bucketOwner("b")).toBeUndefined();
  expect(cloud.create(bucket("b", TWO))).toBe(true);
});

test("a bucket whose file was deleted by hand leaves its name free", () => {
  cloud.create(bucket("b", ONE));
  rmSync(path.join(directory, "cloud", ONE), { recursive: true });
  expect(cloud.create(bucket("b", TWO))).toBe(true);
  expect(cloud.bucketOwner("b")).toBe(TWO);
});

test("reset forgets one account or all, and nothing that is not the cloud's", () => {
  cloud.put(vpc("vpc-1"));
  cloud.put(vpc("vpc-2", TWO));
  writeFileSync(path.join(directory, "cloud", "notes.txt"), "mine");
  cloud.reset(ONE);
  expect(cloud.accounts()).toEqual([TWO]);
  cloud.reset();
  expect(readdirSync(path.join(directory, "cloud"))).toEqual(["notes.txt"]);
  expect(() => cloud.reset("../x")).toThrow("is not an account id");
});

test.each(['{"id":', "null", '{"id": 1}', '{"id": "vpc-1"}'])("a damaged file is named: %s", (content) => {
  const folder = path.join(directory, "cloud", ONE, "eu-west-1", "aws_vpc");
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "vpc-1.json"), content);
  const read = () => cloud.get(ONE, "aws_vpc", "vpc-1");
  expect(read).toThrow("the simulated cloud cannot be read");
  expect(read).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ where: path.join(folder, "vpc-1.json") }) }),
  );
});

test("every id has a file name of its own, on every file system", () => {
  expect(fileNameOf("vpc-0a1b")).toBe("vpc-0a1b");
  const ids = ["Admin", "admin", "a/b", "a_b", "a:b", "nul", "..", ".a", "x".repeat(3000), "x".repeat(3001), ""];
  const names = ids.map(fileNameOf);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(ids.length);
  for (const name of names) {
    expect(name).toMatch(/^[A-Za-z0-9_~-][A-Za-z0-9._~-]*$/);
    expect(name.length).toBeLessThan(200);
    expect(name).not.toBe("nul");
  }
});
