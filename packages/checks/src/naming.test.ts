import type { OrganizationAccount } from "@archipelago/account-stack/workspace";
import { workspaceOf } from "./members.fixture.ts";
import { environmentAbbreviations, namingProblems, partsOf } from "./naming.ts";

const environments = ["development", "production", "sandbox", "shared", "staging"];
const problems = (accounts: Record<string, Partial<OrganizationAccount>>): Record<string, string> =>
  Object.fromEntries([...namingProblems(workspaceOf(accounts))].map(([name, error]) => [name, error.format()]));

test.each([
  ["checkout-dev", "checkout", "development"],
  ["checkout-development", "checkout", "development"],
  ["data-lake-prod", "data-lake", "production"],
  ["pre-production", "pre", "production"],
  ["anna-sandbox", "anna", "sandbox"],
])("%s is %s in %s", (name, product, environment) => {
  expect(partsOf(name, environments)).toEqual({ product, environment });
});

test.each(["analytics", "production", "shopprod", "dev", "checkout-qa"])("%s says no environment", (name) => {
  expect(partsOf(name, environments)).toBeUndefined();
});

test("an abbreviation of an environment that is not there says nothing", () => {
  expect(partsOf("checkout-dev", ["production"])).toBeUndefined();
  expect(Object.values(environmentAbbreviations).filter((name) => !environments.includes(name))).toEqual([]);
});

test.each<[what: string, accounts: Record<string, Partial<OrganizationAccount>>]>([
  ["product and environment", { "shop-development": {}, "shop-staging": { environment: "staging" } }],
  ["product and a short environment", { "shop-dev": {}, "shop-prod": { environment: "production" } }],
  ["a product with one account", { shop: {} }],
  ["the organisation's own accounts", { security: { product: "platform" }, network: { product: "platform" } }],
  ["accounts that existed before", { "legacy-3": { existingAccountId: "111122223333" } }],
  ["what is left of a closed account", { "old-shop": { lifecycle: "closed" } }],
])("%s: fine", (_what, accounts) => expect(problems(accounts)).toEqual({}));

test("a name that says something else is told what would be right", () => {
  expect(problems({ "shop-prod": {} })).toEqual({
    "shop-prod": `accounts/shop-prod/account.json: the folder's name says production of shop, the file says development of shop
  allowed: shop-development, shop-dev, shop
  next: correct the one that is wrong`,
  });
  expect(problems({ checkout: {}, "shop-staging": { environment: "staging" } })).toEqual({
    checkout: `accounts/checkout/account.json: the folder's name does not say that this is the development account of shop
  allowed: shop-development, shop-dev
  next: rename the folder: accounts/shop-development`,
  });
});

test("a product with several accounts says the environment of each", () => {
  expect(Object.keys(problems({ shop: {}, "shop-staging": { environment: "staging" } }))).toEqual(["shop"]);
});

test("one account for each environment of a product", () => {
  expect(problems({ "shop-dev": {}, "shop-development": {} })["shop-dev"]).toBe(
    `accounts/shop-dev/account.json: product: shop-development is the development account of shop already
  next: use accounts/shop-development, or name what is in shop-dev as a product of its own`,
  );
});

test.each(["team-shop", "shop-team"])("%s is a team, not a product", (product) => {
  expect(problems({ [`${product}-dev`]: { product } })[`${product}-dev`]).toContain('for example "shop"');
});
