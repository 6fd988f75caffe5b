import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { openCloud } from "../cloud/cloud.ts";
import { deleteConstraints } from "../constraints/index.ts";
import type { Attributes } from "../contract.ts";
import { caller, cloudOf, stored } from "../test-cloud.ts";
import { refuseSuspended, remainder, takenForGone } from "./closed-accounts.ts";

const account = (attributes: Attributes = {}) =>
  stored("aws_organizations_account", "444455556666", { close_on_deletion: true, status: "ACTIVE", ...attributes });
const now = new Date("2027-03-31T12:00:00Z");

test("a closed account stays, suspended; one that is only removed, and anything else, does not", () => {
  expect(remainder(account(), now)).toMatchObject({
    id: "444455556666",
    attributes: { status: "SUSPENDED", suspended_at: "2027-03-31T12:00:00.000Z" },
  });
  expect(remainder(account({ close_on_deletion: false }), now)).toBeUndefined();
  expect(remainder(stored("aws_vpc", "vpc-1", { close_on_deletion: true }), now)).toBeUndefined();
});

test("the provider takes a suspended account for gone", () => {
  expect(takenForGone(account())).toBe(false);
  expect(takenForGone(remainder(account(), now)!)).toBe(true);
  expect(takenForGone(stored("aws_vpc", "vpc-1", { status: "SUSPENDED" }))).toBe(false);
});

test("nobody gets credentials for a suspended account", () => {
  const cloud = openCloud(fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-closed-")));
  cloud.put({ ...account(), region: "global" });
  expect(refuseSuspended("444455556666", cloud)).toBeUndefined();
  cloud.put({ ...remainder(account(), now)!, region: "global" });
  expect(refuseSuspended("444455556666", cloud)?.summary).toContain("AccessDenied");
  expect(refuseSuspended("111122223333", cloud)).toBeUndefined();
  fs.rmSync(cloud.directory, { recursive: true });
});

const day = 24 * 60 * 60 * 1000;
const suspended = (count: number, daysAgo: number) =>
  Array.from({ length: count }, (_, index) =>
    stored("aws_organizations_account", `${daysAgo}${index}`, {
      status: "SUSPENDED",
      suspended_at: new Date(Date.now() - daysAgo * day).toISOString(),
    }),
  );
const open = (count: number) =>
  Array.from({ length: count }, (_, index) => stored("aws_organizations_account", `o${index}`, { status: "ACTIVE" }));

test.each([
  ["ten in thirty days", [...suspended(9, 1), ...suspended(20, 31)], undefined],
  ["the eleventh", suspended(10, 29), "ConstraintViolationException"],
  ["a tenth of many", [...open(200), ...suspended(19, 3)], undefined],
  ["more than a tenth of many", [...open(200), ...suspended(20, 3)], "ConstraintViolationException"],
])("the quota of closings: %s", (_name, others, code) => {
  const refusals = deleteConstraints["aws_organizations_account"]!.flatMap(
    (constraint) => constraint(account(), caller, cloudOf(account(), ...others)) ?? [],
  );
  expect(refusals[0]?.code).toBe(code);
  const removed = account({ close_on_deletion: false });
  expect(deleteConstraints["aws_organizations_account"]!.at(-1)!(removed, caller, cloudOf(...others))).toBeUndefined();
});
