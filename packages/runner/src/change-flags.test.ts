import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { changeOptions, type ChangeFlags } from "./change-flags.ts";
import { reviewDigest, writeReview, type Review } from "./review.ts";

const review = (account: string): Review => ({
  account,
  accountId: "123456789012",
  organization: "acme",
  cloud: "offline",
  terraformVersion: "1.11.4",
  configuration: "",
  inputs: "",
  plan: { changes: [], outputs: [], invocations: [] },
});
const [a, b] = [review("a"), review("b")];
const unknown = "0".repeat(64);

let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-flags-"));
  writeReview(root, a);
});
afterEach(() => fs.rmSync(root, { recursive: true }));

const file = (content: unknown): string => {
  const name = path.join(root, "reviewed.json");
  fs.writeFileSync(name, typeof content === "string" ? content : JSON.stringify(content));
  return name;
};
const options = (flags: ChangeFlags, names = ["a"]) => changeOptions(root, names, flags);

test("a digest brings the review of the last plan along, when it is that one's", () => {
  const digest = reviewDigest(a);
  expect([...options({ reviewed: [digest] }).reviewed!]).toEqual([
    ["a", { digest, accountId: a.accountId, review: a }],
  ]);
  expect([...options({ reviewed: [`a=${digest}`, `b=${unknown}`] }, ["a", "b"]).reviewed!]).toEqual([
    ["a", { digest, accountId: a.accountId, review: a }],
    ["b", { digest: unknown }],
  ]);
  expect([...options({ reviewed: [unknown] }).reviewed!]).toEqual([["a", { digest: unknown }]]);
});

test("a digest that is typed may say of which account it is, for a job that cannot ask", () => {
  const reviewed = [["a", { accountId: "111122223333", digest: unknown }]];
  expect([...options({ reviewed: [`a=111122223333:${unknown}`] }).reviewed!]).toEqual(reviewed);
  expect([...options({ reviewedFile: file({ a: `111122223333:${unknown}` }) }).reviewed!]).toEqual(reviewed);
  expect(() => options({ reviewed: [`a=1111:${unknown}`] })).toThrow("is no digest of a plan");
});

test("a file may hold digests and reviews; the digest of a review is worked out", () => {
  const reviewedFile = file({ a: unknown, b });
  expect([...options({ reviewedFile }, ["a", "b"]).reviewed!]).toEqual([
    ["a", { digest: unknown }],
    ["b", { digest: reviewDigest(b), accountId: b.accountId, review: b }],
  ]);
});

test("an empty file means that nothing was reviewed, not that anything goes", () => {
  expect(options({ reviewedFile: file({}) }).reviewed).toEqual(new Map());
  expect(options({}).reviewed).toBeUndefined();
});

test("what is agreed to is agreed for the accounts that were named", () => {
  expect(options({ yes: true, unreviewed: "bootstrap" }, ["a", "b"])).toEqual({
    yes: new Set(["a", "b"]),
    unreviewed: new Map([
      ["a", "bootstrap"],
      ["b", "bootstrap"],
    ]),
  });
  expect(options({ allowDestroy: "3", because: "moved", lockTimeout: 0 })).toEqual({
    allowDestroy: { count: 3, because: "moved" },
    lockTimeoutSeconds: 0,
  });
});

const refused: [string, () => ChangeFlags, string][] = [
  ["a digest of which account?", () => ({ reviewed: [unknown] }), "which account is it of?"],
  ["no digest", () => ({ reviewed: ["a=abc"] }), '"abc" is no digest of a plan'],
  ["no such file", () => ({ reviewedFile: path.join(root, "none.json") }), "ENOENT"],
  ["no JSON", () => ({ reviewedFile: file("{") }), "JSON"],
  ["no object", () => ({ reviewedFile: file([]) }), "is no object"],
  ["no review", () => ({ reviewedFile: file({ a: { account: "a" } }) }), "a: is neither a digest nor the review of a"],
  ["another account's", () => ({ reviewedFile: file({ a: b }) }), "a: is neither a digest nor the review of a"],
  ["no reason", () => ({ unreviewed: "" }), "a reason is missing"],
  ["no reason to destroy", () => ({ allowDestroy: 3 }), "a reason is missing"],
  ["a reason for nothing", () => ({ because: "moved" }), "gives a reason for nothing"],
  ["no number", () => ({ allowDestroy: "all", because: "moved" }), '"all" is not allowed'],
  ["no time", () => ({ lockTimeout: "-1" }), '"-1" is not allowed'],
];
test.each(refused)("refuses: %s", (_, flags, message) => {
  expect(() => options(flags(), ["a", "b"])).toThrow(message);
});
