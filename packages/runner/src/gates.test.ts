import { promotionProblem, refuseDestroys, type Promotion } from "./gates.ts";
import type { Applied, ApplyRecord } from "./record.ts";

const counts = { add: 9, change: 9, destroy: 2, replace: 1, import: 9, move: 9, forget: 9 };

test.each([
  ["no limit", undefined, undefined, undefined],
  ["as many as allowed", 3, undefined, undefined],
  ["one more", 2, undefined, "allowed: 2 in one apply (maxDestroy of environments/production.json)"],
  ["none allowed", 0, undefined, "allowed: 0 in one apply"],
  ["allowed with a reason", 0, { count: 3, because: "moved" }, undefined],
  ["more than allowed with a reason", 0, { count: 2, because: "moved" }, "allowed: 2 in one apply (--allow-destroy)"],
  ["the environment allows more", 3, { count: 1, because: "moved" }, undefined],
])("destroys: %s", (_, maxDestroy, allowance, message) => {
  const check = () => refuseDestroys({ name: "shop", environment: "production", maxDestroy }, counts, allowance);
  expect(said(check)).toEqual(message === undefined ? undefined : expect.stringContaining(message));
});

function said(check: () => void): string | undefined {
  try {
    return void check();
  } catch (error) {
    return (error as { format(): string }).format();
  }
}

const applied = (code: string, verb: Applied["verb"] = "apply"): Applied => ({
  verb,
  time: "2026-11-21T00:00:00Z",
  commit: "4be91c2".padEnd(40, "0"),
  dirty: false,
  digests: { configuration: "", inputs: "", code, plan: "" },
});
const record = (code: string | null, more: Partial<ApplyRecord> = {}): ApplyRecord => ({
  format: 1,
  unfinished: null,
  last: code === null ? null : ({ ...applied(code) } as unknown as ApplyRecord["last"]),
  history: code === null ? [] : [applied(code)],
  ...more,
});
/** The same code with one image after the other, the newest first. */
const ran = (...images: string[]): ApplyRecord =>
  record("new", { history: images.map((image) => ({ ...applied("new"), images: [image] })) });
const unfinished = { verb: "apply", time: "", commit: "9c01d7e".padEnd(40, "0"), dirty: true } as const;

const promotions: [string, Partial<Promotion>, string | undefined][] = [
  ["staging runs the same code", { fromRecord: record("new") }, undefined],
  ["staging was never applied", {}, "staging has not been applied"],
  ["staging runs other code", { fromRecord: record("old") }, "was last applied from other code, at 4be91c2"],
  [
    "staging ran it once, and does no more",
    { fromRecord: record("old", { history: [applied("old"), applied("new")] }) },
    "was last applied from other code",
  ],
  [
    "an apply of staging was not finished",
    { fromRecord: record(null, { unfinished, history: [applied("new")] }) },
    "has an apply that was not finished, of 9c01d7e-dirty",
  ],
  ["a rollback: production ran it before", { record: record("now", { history: [applied("new")] }) }, undefined],
  ["destroying is not running", { record: record(null, { history: [applied("new", "destroy")] }) }, "has not been"],
  [
    "their stack.ts differ",
    { fromCode: "different", fromRecord: record("different") },
    "are not made of the same code, so it cannot be promoted",
  ],
  ["staging runs the image", { images: ["b"], fromRecord: ran("b") }, undefined],
  ["staging ran the image before another", { images: ["a"], fromRecord: ran("b", "a") }, undefined],
  ["a rollback to an image of its own", { images: ["a"], record: ran("b", "a"), fromRecord: ran("c") }, undefined],
  [
    "staging never ran the image",
    { images: ["a", "c"], fromRecord: ran("b", "a") },
    "production waits until staging has run c\n  allowed: b\n  next: set the image for staging first",
  ],
  ["staging runs no image", { images: ["a"], fromRecord: record("new") }, "allowed: nothing: staging has run no image"],
  [
    "staging was destroyed with the image, not applied",
    { images: ["a"], fromRecord: record("new", { history: [{ ...applied("new", "destroy"), images: ["a"] }] }) },
    "production waits until staging has run a",
  ],
];
test.each(promotions)("promotion: %s", (_, given, message) => {
  const problem = promotionProblem({
    account: "production",
    from: "staging",
    code: "new",
    fromCode: "new",
    record: undefined,
    fromRecord: undefined,
    images: [],
    ...given,
  });
  expect(problem?.format()).toEqual(message === undefined ? undefined : expect.stringContaining(message));
});
