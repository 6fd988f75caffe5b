import { historyText } from "./history.ts";
import { affectedText, statusText } from "./status-accounts.ts";

const applied = { commit: "4be91c2aaaaaaaaa", dirty: false, time: "2026-11-21T07:36:48.197Z" };
const inSync = {
  account: "network",
  environment: "shared",
  status: "in sync",
  reasons: [],
  planned: false,
  applied,
} as const;

test("status has one line for each account, and a tally", () => {
  const text = statusText([
    inSync,
    { ...inSync, account: "security", reasons: ["reads aws_guardduty_detector"], planned: true },
    {
      ...inSync,
      account: "shop-dev",
      status: "ahead",
      reasons: ["another configuration", "other inputs"],
      planned: true,
    },
    { ...inSync, account: "sandbox", environment: "sandbox", status: "never applied", planned: true, applied: null },
  ]);
  expect(text).toBe(
    [
      "ACCOUNT   ENVIRONMENT  STATUS         APPLIED                        WHY",
      "network   shared       in sync        4be91c2, 2026-11-21 07:36 UTC",
      "security  shared       in sync        4be91c2, 2026-11-21 07:36 UTC  always planned: reads aws_guardduty_detector",
      "shop-dev  shared       ahead          4be91c2, 2026-11-21 07:36 UTC  another configuration; other inputs",
      "sandbox   sandbox      never applied  -",
      "",
      "2 in sync, 1 ahead, 1 never applied",
    ].join("\n"),
  );
});

test("both looks: what the graph selects and why, and what a plan skips", () => {
  const base = "0123456789abcdef";
  const text = affectedText(
    {
      base,
      total: 9,
      selected: 1,
      dropped: ["network"],
      accounts: [
        { ...inSync, selected: true, because: ["modules/logging/src/a.ts (through account-baseline)"] },
        {
          ...inSync,
          account: "shop-dev",
          status: "ahead",
          planned: true,
          selected: false,
          because: ["network publishes another zone"],
        },
      ],
    },
    "main",
  );
  expect(text).toBe(
    [
      "ACCOUNT   STATUS   PLAN     BECAUSE",
      "network   in sync  skipped  modules/logging/src/a.ts (through account-baseline)",
      "shop-dev  ahead    yes      network publishes another zone",
      "",
      "1 of 9 accounts selected by the graph since 0123456, 1 dropped: as applied",
    ].join("\n"),
  );
  expect(affectedText({ base, total: 9, selected: 0, dropped: [], accounts: [] }, "main")).toBe(
    "0 of 9 accounts differ from main (0123456)",
  );
});

test("history says what was done and what was not finished", () => {
  const digests = { configuration: "c".repeat(64), inputs: "i".repeat(64), code: "k".repeat(64), plan: "p".repeat(64) };
  const text = historyText({
    account: "network",
    unfinished: { ...applied, verb: "apply", dirty: true },
    history: [{ ...applied, verb: "destroy", digests }],
  });
  expect(text).toBe(
    [
      "The apply of 2026-11-21 07:36 UTC at 4be91c2-dirty did not finish.",
      "TIME                  COMMIT   VERB     CONFIGURATION  INPUTS        CODE          PLAN",
      "2026-11-21 07:36 UTC  4be91c2  destroy  cccccccccccc   iiiiiiiiiiii  kkkkkkkkkkkk  pppppppppppp",
    ].join("\n"),
  );
  expect(historyText({ account: "network", unfinished: null, history: [] })).toBe(
    "network: nothing on record was applied",
  );
});
