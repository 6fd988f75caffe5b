import fs from "node:fs";
import path from "node:path";
import { synthesizedRepository } from "../repository.fixture.ts";
import type { SynthesizedOrganization } from "../synthesized.ts";
import { costs, costsBy, totals } from "./costs.ts";
import { costsMarkdown } from "./costs-page.ts";
import { fixedPrices, usagePrices } from "./prices.ts";

const root = path.resolve(import.meta.dirname, "../../../..");
const repository = synthesizedRepository();

/** The repository's organisation with other resources in one account's stack, and nothing in the others. */
function withResources(resource: Record<string, Record<string, object>>): SynthesizedOrganization {
  const stacks = repository.stacks.map((stack) => ({
    ...stack,
    template: stack.account.name === "network" ? ({ resource } as (typeof stack)["template"]) : {},
  }));
  return { ...repository, stacks };
}
const fixedOf = (resource: Record<string, Record<string, object>>) =>
  costs(withResources(resource)).accounts.find(({ account }) => account === "network")!.fixed;

test("docs/costs.md is what the stacks cost: npm run archipelago -- show costs --markdown > docs/costs.md", () => {
  expect(fs.readFileSync(path.join(root, "docs/costs.md"), "utf8")).toBe(costsMarkdown(costs(repository)));
});

test.each([...fixedPrices.map(({ types }) => types), ...usagePrices.map(({ types }) => types)])(
  "%s is priced once",
  (type) => {
    const all = [...fixedPrices, ...usagePrices].flatMap(({ types }) => types);
    expect(all.filter((each) => each === type)).toHaveLength(1);
  },
);

test.each(fixedPrices)("a price of one $unit", ({ monthlyUsd, source }) => {
  expect(monthlyUsd).toBeGreaterThan(0);
  expect(source).toMatch(/^aws\.amazon\.com\/.+\/pricing$/);
});

test.each([
  ["NAT gateways by the hour", { aws_nat_gateway: { a: {}, b: {} } }, [["NAT gateway", 2, 70.08]]],
  [
    "interface endpoints by zone, gateways nothing",
    {
      aws_vpc_endpoint: {
        a: { vpc_endpoint_type: "Interface", subnet_ids: ["s-1", "s-2", "s-3"] },
        b: { vpc_endpoint_type: "Gateway" },
      },
    },
    [["interface endpoint in a zone", 3, 24.09]],
  ],
  [
    "transit gateway attachments",
    { aws_ec2_transit_gateway: { a: {} }, aws_ec2_transit_gateway_vpc_attachment: { a: {} } },
    [["transit gateway attachment", 1, 36.5]],
  ],
  ["keys", { aws_kms_key: { a: {} }, aws_kms_alias: { a: {} } }, [["KMS key", 1, 1]]],
  [
    "alarms by metric",
    {
      aws_cloudwatch_metric_alarm: {
        a: {},
        b: {
          metric_query: [
            { id: "e", expression: "m" },
            { id: "m", metric: [{}] },
          ],
        },
      },
    },
    [["alarm (a metric of it)", 2, 0.2]],
  ],
])("%s", (_, resource, expected) => {
  expect(fixedOf(resource).map(({ unit, count, monthlyUsd }) => [unit, count, monthlyUsd])).toEqual(expected);
});

test("what has no price is said", () => {
  expect(costs(withResources({ aws_medialive_channel: { a: {} } })).unknown).toEqual(["aws_medialive_channel"]);
  expect(costs(repository).unknown).toEqual([]);
});

test("accounts add up by what they have in common", () => {
  const { accounts } = costs(repository);
  const byOwner = costsBy("owner", accounts);
  expect(byOwner.map(({ name }) => name)).toContain("@acme/team-shop");
  expect(byOwner.reduce((sum, each) => sum + each.accounts, 0)).toBe(accounts.length);
  expect(totals(byOwner)).toEqual(totals(accounts));
});
