import { noCounts, type PlanSummary } from "./summary.ts";
import { planTable, tally } from "./table.ts";

const summary = (more: Partial<PlanSummary> = {}): PlanSummary => ({
  account: "shop-dev",
  accountId: "123456789012",
  environment: "development",
  cloud: "offline",
  status: "changed",
  reasons: ["never applied"],
  counts: { ...noCounts, add: 53 },
  placeholders: [],
  digests: { configuration: null, inputs: null, code: null, plan: null, review: null },
  state: null,
  durationMs: 1234,
  terraformVersion: "1.11.4",
  ...more,
});

test("the first screen: title, one row an account, tally, footnote", () => {
  const table = planTable(
    [
      summary({ account: "management", environment: "shared", counts: { ...noCounts, add: 23 }, durationMs: 400 }),
      summary({ placeholders: ["log-archive.flowLogBucketArn"] }),
    ],
    {
      durationMs: 1600,
      next: "Next: apply",
    },
  );
  expect(table).toBe(
    [
      "Archipelago · 2 accounts · simulated AWS · Terraform 1.11.4",
      "",
      "ACCOUNT     ENVIRONMENT  WHY            ADD  CHANGE  DESTROY  TIME",
      "management  shared       never applied   23       0        0  0.4s",
      "shop-dev*   development  never applied   53       0        0  1.2s",
      "",
      "2 planned, 0 failed, 1.6s · nothing was applied",
      "* uses values that accounts above publish once applied",
      "Next: apply",
    ].join("\n"),
  );
});

test("a plan against AWS does not say simulated, and one against the simulation always does", () => {
  expect(planTable([summary({ cloud: "aws" })], { durationMs: 0 })).toMatch(/^Archipelago · 1 account · AWS ·/);
  expect(planTable([summary()], { durationMs: 0 })).toContain("simulated AWS");
});

test("replacements, imports and the like get columns when there are any", () => {
  const table = planTable([summary({ counts: { ...noCounts, replace: 2, import: 1, forget: 3 } })], { durationMs: 0 });
  expect(table).toMatch(/DESTROY +REPLACE +OTHER +TIME/);
  expect(table).toMatch(/ 0 +0 +0 +2 +1 import 3 forget/);
});

test("a reason that many accounts share is shown once", () => {
  const error = "terraform is not in the PATH";
  const failed = (account: string) => summary({ account, status: "failed", error });
  const table = planTable([failed("network"), failed("shop-dev")], { durationMs: 1 });
  expect(table).toContain(`\nnetwork, shop-dev failed\n${error}`);
  expect(table.split(error)).toHaveLength(2);
});

test("a failed account shows no counts and its message below; long reasons keep their end", () => {
  const table = planTable(
    [
      summary({ status: "failed", error: "accounts/shop-dev/account.json: owner: is missing" }),
      summary({ account: "b", reasons: [`modules/${"x".repeat(60)}/nat.ts`, "never applied"] }),
    ],
    { durationMs: 0 },
  );
  expect(table).toMatch(/shop-dev +development +failed, see below +- +- +-/);
  expect(table).toContain("\nshop-dev failed\naccounts/shop-dev/account.json: owner: is missing");
  expect(table).toMatch(/…x+\/nat\.ts \+1 /);
});

test("what others wrote neither moves the cursor nor shows a secret", () => {
  const error = "\u001b[31mError\u001b[0m: AKIAABCDEFGHIJKLMNOP\u0007\n  next: x";
  const table = planTable([summary({ status: "failed", error }), summary({ reasons: ["\u001b[2Ja\nb"] })], {
    durationMs: 0,
  });
  expect(table).toContain("\nError: (not shown: looks like a secret)\\u0007\n  next: x");
  expect(table).toContain("\\u001b[2Ja\\nb");
  expect(table).not.toMatch(/[\u0007\u001b]|AKIA/);
});

test("colour marks failures and destroys, and only when asked for", () => {
  const dangerous = [summary({ counts: { ...noCounts, destroy: 1 } })];
  expect(planTable(dangerous, { durationMs: 0 })).not.toContain("\u001b");
  expect(planTable(dangerous, { durationMs: 0, colour: true })).toContain("\u001b[33mshop-dev");
});

test("the tally counts each status once", () => {
  expect(
    tally([
      summary(),
      summary({ status: "no-changes" }),
      summary({ status: "skipped" }),
      summary({ status: "pending" }),
      summary({ status: "failed" }),
    ]),
  ).toBe("2 planned, 1 skipped, 1 pending, 1 failed");
});

test("what an account waits for does not stand in the way of why it is there", () => {
  const reasons = ["never applied", "waits for log-archive.trailBucketName"];
  const table = planTable([summary({ reasons })], { durationMs: 1 });
  expect(table).toMatch(/never applied +\d/);
});
