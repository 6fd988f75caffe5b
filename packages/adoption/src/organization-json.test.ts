import { jsonText } from "./json-text.ts";
import { withUnits } from "./organization-json.ts";

const json = { name: "acme", organizationalUnits: { Sandbox: ["sandbox"] } };
const found = {
  units: ["Prod", "Prod/EU", "Test", "Mixed"].map((path) => ({ id: path, name: path, parentId: "r", path })),
};
const environments = [
  { environment: "production", unit: "Prod/EU" },
  { environment: "production", unit: "Prod" },
  { environment: "development", unit: "Test" },
  { environment: "production", unit: "Mixed" },
  { environment: "staging", unit: "Mixed" },
];

test("the first time the example's units go; an environment lives where most of its accounts are", () => {
  expect(withUnits(json, found, true, environments, 5)).toEqual({
    name: "acme",
    organizationalUnits: { Prod: ["production"], "Prod/EU": [], Test: ["development"], Mixed: [] },
  });
});

test("later, units are added only, and the quota never falls", () => {
  expect(withUnits({ ...json, accountQuota: 50 }, found, false, environments, 20)).toEqual({
    name: "acme",
    accountQuota: 50,
    organizationalUnits: { Sandbox: ["sandbox"], Prod: [], "Prod/EU": [], Test: [], Mixed: [] },
  });
  expect(withUnits(json, found, false, [], 20)).toMatchObject({ accountQuota: 20 });
});

test("JSON has lists of plain values on one line while they fit", () => {
  const long = Array.from({ length: 20 }, (_, index) => `eu-west-${index}`);
  expect(jsonText({ a: ["x", "y, z"], b: [], c: [{ d: [1] }], long })).toBe(
    `{\n  "a": ["x", "y, z"],\n  "b": [],\n  "c": [\n    {\n      "d": [1]\n    }\n  ],\n  "long": [\n${long
      .map((region) => `    "${region}"`)
      .join(",\n")}\n  ]\n}\n`,
  );
});
