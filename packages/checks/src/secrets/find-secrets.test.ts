import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { secretForms } from "@archipelago/account-stack/secret-forms";
import { harmless, secrets } from "./cases.fixture.ts";
import { findSecrets, secretIn } from "./find-secrets.ts";
import { randomPart } from "./randomness.ts";

const root = path.resolve(import.meta.dirname, "../../../..");

test("sixty secrets at least", () => expect(secrets.length).toBeGreaterThanOrEqual(60));

test.each(secrets.map(([name, value]) => [name, value.slice(0, 12), value]))("%s: %s... is found", (name, _, value) => {
  expect([...findSecrets({ [name]: value })]).toHaveLength(1);
});

test.each(harmless)("%s: %s is harmless", (name, value) => {
  expect([...findSecrets({ [name]: value })]).toEqual([]);
});

test.each(secretForms)("%s (%s) is in the cases", (_, form) => {
  expect(secrets.some(([, value]) => form.test(value))).toBe(true);
});

test("it is told where in a value the secret is", () => {
  const value = { a: [{ b: "x" }, { password: "hunter2" }], c: JSON.stringify({ token: "abcdefgh" }) };
  expect([...findSecrets(value)].map(({ path: where, what }) => [where.join("."), what])).toEqual([
    ["a.1.password", "password, written out"],
    ["c.token", "token, written out"],
  ]);
});

test("of a thousand random keys of 32 characters all but two in a hundred are found; of as many digests none", () => {
  const random = Array.from({ length: 1000 }, (_, index) => createHash("sha512").update(String(index)).digest());
  const keys = random.map((bytes) => bytes.toString("base64").slice(0, 32));
  expect(keys.filter((key) => randomPart(key) !== undefined).length).toBeGreaterThanOrEqual(980);
  expect(random.filter((bytes) => secretIn(bytes.toString("hex")) !== undefined)).toEqual([]);
});

test("the repository's own JSON holds none", () => {
  const files = ["package.json", "nx.json", "organization.json"];
  for (const folder of ["environments", "packages/account-stack/schemas"])
    files.push(...fs.readdirSync(path.join(root, folder)).map((file) => `${folder}/${file}`));
  for (const file of files) {
    const value: unknown = JSON.parse(fs.readFileSync(path.join(root, file), "utf8"));
    expect([file, ...findSecrets(value)]).toEqual([file]);
  }
});

test("nor do the ids, ARNs and defaults of every resource type of AWS that are known here", () => {
  const file = path.join(root, "packages/offline-aws/src/facts/aws-resource-facts.json");
  const texts = fs.readFileSync(file, "utf8").match(/"[^"]+"/g) ?? [];
  expect(texts.length).toBeGreaterThan(1000);
  expect([...new Set(texts)].filter((text) => secretIn(text) !== undefined)).toEqual([]);
});
