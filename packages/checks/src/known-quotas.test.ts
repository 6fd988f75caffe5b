import { knownQuotas } from "./known-quotas.ts";
import { rules } from "./rules/index.ts";

test.each(knownQuotas)("$what: $limit $unit, refused by a rule there is", ({ limit, rule }) => {
  expect(limit).toBeGreaterThan(0);
  expect(rules.map(({ name }) => name)).toContain(rule);
});

test("each quota is named once", () => {
  expect(new Set(knownQuotas.map(({ what }) => what)).size).toBe(knownQuotas.length);
});
