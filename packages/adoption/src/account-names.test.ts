import { accountsOfParts, asName, freeName, guessEnvironment, guessProduct } from "./account-names.ts";
import type { FoundAccount } from "./found-organization.ts";

const known = ["development", "production", "sandbox", "shared", "staging"];

test.each([
  ["Checkout Prod", "Root", "production", "checkout"],
  ["checkout-dev", "Workloads/Prod", "development", "checkout"],
  ["Search", "Workloads/Non-Production", "development", "search"],
  ["Search", "Workloads/Pre-Prod", "staging", "search"],
  ["Ada", "Sandboxes", "sandbox", "ada"],
  ["Billing UAT", "Workloads", "staging", "billing"],
  ["Prod", "Root", "production", "prod"],
  ["Transit", "Infrastructure", "shared", "transit"],
  ["Productivity", "Root", "shared", "productivity"],
])("%s in %s is %s of %s", (name, unit, environment, product) => {
  expect(guessEnvironment({ name, unit }, known)).toBe(environment);
  expect(guessProduct(name)).toBe(product);
});

test.each([
  ["Data Platform (EU)", "data-platform-eu"],
  ["2020 Migration", "account-2020-migration"],
  ["Ünïcode", "n-code"],
  ["—", "account"],
  ["a".repeat(40), "a".repeat(32)],
])("%s can be called %s", (text, name) => {
  expect(asName(text)).toBe(name);
});

test("a name that is taken gets a number", () => {
  expect(freeName("Shop", new Set(["shop", "shop-2"]))).toBe("shop-3");
});

const account = (id: string, name: string): FoundAccount => ({
  id,
  name,
  email: "",
  status: "ACTIVE",
  unit: "Root",
  tags: {},
});
const controlTower = [
  account("1", "Log Archive"),
  account("2", "Audit"),
  account("3", "Networking"),
  account("4", "security-lab"),
];

test("who plays which part is known by name, or told", () => {
  expect(accountsOfParts(controlTower, {})).toEqual({
    logArchive: controlTower[0],
    security: controlTower[1],
    network: controlTower[2],
  });
  expect(accountsOfParts(controlTower, { security: "4" }).security).toBe(controlTower[3]);
  expect(() => accountsOfParts(controlTower, { security: "Adit" })).toThrow('no other account "Adit"');
});

test("two that fit as well leave the question open", () => {
  expect(accountsOfParts([account("1", "security-eu"), account("2", "security-us")], {})).toEqual({});
});
