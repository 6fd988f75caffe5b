import type { Costs } from "@archipelago/checks";
import { costsText } from "./show-costs.ts";

const account = { product: "shop", owner: "@acme/team-shop", costCentre: "CC-1" };
const costs: Costs = {
  accounts: [
    { ...account, account: "shop-dev", environment: "development", budgetUsd: 300, fixedUsd: 39.29, fixed: [] },
    { ...account, account: "shop-production", environment: "production", budgetUsd: 2500, fixedUsd: 116.67, fixed: [] },
  ],
  byUse: [{ types: ["aws_s3_"], what: "S3", price: "by GB", source: "x" }],
  unknown: [],
};

test("a line for each account", () => {
  expect(costsText(costs, { by: "account" })).toBe(`\
ACCOUNT          PRODUCT  ENVIRONMENT  OWNER            COST CENTRE  BUDGET  FIXED
shop-dev         shop     development  @acme/team-shop  CC-1         300     39.29
shop-production  shop     production   @acme/team-shop  CC-1         2500    116.67

155.96 of 2800 US dollars a month are fixed, at list prices of eu-west-1 of 2026-11-21.
On top, by use: S3.
Each price and what it is of: docs/costs.md, or --json
`);
});

test("a line for each owner, and what has no price", () => {
  const text = costsText({ ...costs, unknown: ["aws_new_thing"] }, { by: "owner" });
  expect(text).toContain("OWNER            ACCOUNTS  BUDGET  FIXED\n@acme/team-shop  2         2800    155.96\n");
  expect(text).toContain("No price is known of aws_new_thing.");
});

test("as JSON", () => {
  expect(JSON.parse(costsText(costs, { by: "account", json: true }))).toEqual(costs);
});
