import { UserError } from "@archipelago/account-stack";
import { documentOf } from "./document.ts";
import type { PolicyType } from "./guardrail.ts";
import { pack, refuseTooLarge, refuseTooMany, type PackedRule } from "./pack.ts";
import { quotas } from "./quotas.ts";

const target = { name: "Workloads", sizeOf: (document: string) => document.length };
const type = "SERVICE_CONTROL_POLICY";

/** A rule whose policy alone has this many characters. */
function ruleOf(rule: string, size: number): PackedRule {
  const empty = documentOf(type, [{ statements: [{ sid: rule, actions: [""] }], exceptAccounts: [] }]).length;
  return { rule, statements: [{ sid: rule, actions: ["x".repeat(size - empty)] }], exceptAccounts: [] };
}
const named = (policies: readonly (readonly PackedRule[])[]) =>
  policies.map((policy) => policy.map(({ rule }) => rule).join(" "));

test("rules share policies as far as they fit, in order", () => {
  const rules = [ruleOf("a", 6000), ruleOf("b", 6000), ruleOf("c", 4000), ruleOf("d", 4000), ruleOf("e", 4000)];
  expect(named(pack(type, target, rules))).toEqual(["a c", "b d", "e"]);
});

test("a rule at the end moves no other", () => {
  const rules = [ruleOf("a", 6000), ruleOf("b", 6000), ruleOf("c", 4000)];
  const before = named(pack(type, target, rules));
  const after = named(pack(type, target, [...rules, ruleOf("d", 9000)]));
  expect(after.slice(0, before.length)).toEqual(before);
});

test("a rule may fill a policy to the last character, and no further", () => {
  expect(pack(type, target, [ruleOf("full", 10_240)])).toHaveLength(1);
  expect(() => pack(type, target, [ruleOf("over", 10_241)])).toThrow(
    "the guardrail over on Workloads has 10241 characters, a SERVICE_CONTROL_POLICY may have 10240",
  );
});

test("so may two", () => {
  // Without the second frame, `{"Version":"2012-10-17","Statement":[]}`, and with a comma.
  const rest = 10_240 - 5000 + 39 - 1;
  expect(named(pack(type, target, [ruleOf("a", 5000), ruleOf("b", rest)]))).toEqual(["a b"]);
  expect(named(pack(type, target, [ruleOf("a", 5000), ruleOf("b", rest + 1)]))).toEqual(["a", "b"]);
});

test("no statement is lost or repeated", () => {
  const rules = Array.from({ length: 30 }, (_, index) => ruleOf(`rule${index}`, 400 + 97 * index));
  const packed = pack(type, target, rules).flat();
  expect(packed.map(({ rule }) => rule).sort()).toEqual(rules.map(({ rule }) => rule).sort());
});

test("what does not fit the target is refused, with sizes, quota, source and what to do", () => {
  const rules = Array.from({ length: 10 }, (_, index) => ruleOf(`rule${index}`, 6000));
  expect(pack(type, target, rules.slice(0, 9))).toHaveLength(9);
  const error = thrownBy(() => pack(type, target, rules));
  expect(error.format()).toMatchInlineSnapshot(`
    "Workloads: rule9: the guardrail rule9 would be in policy number 11 on Workloads with AWS's own FullAWSAccess; a target holds 10 of type SERVICE_CONTROL_POLICY (they have 6000, 6000, 6000, 6000, 6000, 6000, 6000, 6000, 6000, 6000 characters)
      allowed: 10 policies a target (AWS What's New, 2026-05-15 (5,120 characters and 5 policies before))
      next: attach some guardrails to a unit below instead, or leave one out"
  `);
});

const types = Object.keys(quotas) as PolicyType[];
test.each(types)("%s: quota and source", (each) => {
  const { size, attached, attachedByAws, source } = quotas[each];
  expect(source).toMatch(/20\d\d-\d\d/);
  const fits = attachedByAws === undefined ? attached : attached - 1;
  expect(() => refuseTooLarge(each, target, "rule", size)).not.toThrow();
  expect(() => refuseTooLarge(each, target, "rule", size + 1)).toThrow(UserError);
  expect(() => refuseTooMany(each, target, "rule", Array(fits).fill(1))).not.toThrow();
  expect(() => refuseTooMany(each, target, "rule", Array(fits + 1).fill(1))).toThrow(UserError);
});

test("no two types share the start of their names", () => {
  expect(new Set(types.map((each) => quotas[each].prefix)).size).toBe(types.length);
});

function thrownBy(action: () => unknown): UserError {
  try {
    action();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
