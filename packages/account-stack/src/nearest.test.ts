import { didYouMean, listed, nearest } from "./nearest.ts";

const environments = ["development", "production", "sandbox", "shared", "staging"];
const keys = ["product", "environment", "owner", "costCentre", "budget", "network", "dependsOn"];

test.each([
  ["prod", environments, "production"],
  ["Production", environments, "production"],
  ["prodcution", environments, "production"],
  ["prоductiоn", environments, "production"], // with Cyrillic letters
  ["devel", environments, "development"],
  ["pre-prod", environments, undefined],
  ["p", environments, undefined],
  ["", environments, undefined],
  ["cost_centre", keys, "costCentre"],
  ["costCenter", keys, "costCentre"],
  ["onwer", keys, "owner"],
  ["depends-on", keys, "dependsOn"],
  ["ｏｗｎｅｒ", keys, "owner"], // full width
  ["quota", keys, undefined],
  ["x".repeat(100_000), keys, undefined],
  ["shop-dve", ["shop-dev", "shop-staging"], "shop-dev"],
  ["anything", [], undefined],
])("%j among %j: %j", (wrong, known, expected) => expect(nearest(wrong, known)).toBe(expected));

test("the question is a part of a sentence, or nothing", () => {
  expect(didYouMean("prod", environments)).toBe('; did you mean "production"?');
  expect(didYouMean("nothing", environments)).toBe("");
});

test("a list of names ends where nobody reads on", () => {
  expect(listed(environments)).toBe("development, production, sandbox, shared, staging");
  expect(listed(Array.from({ length: 100 }, (_, index) => `a${index}`))).toMatch(/^a0, a1, .*, a23 and 76 more$/);
});
