import { costs, costsBy, costsMarkdown, priceList, totals, type Costs } from "@archipelago/checks";
import { openSession, synthesizeOrganization } from "@archipelago/runner";
import { Option, type Command } from "commander";
import { findRoot } from "../root.ts";
import { columns } from "./columns.ts";

const groups = ["account", "product", "environment", "owner", "costCentre"] as const;

interface Flags {
  readonly by: (typeof groups)[number];
  readonly json?: boolean;
  readonly markdown?: boolean;
}

export function addShowCosts(show: Command, organization: () => string): void {
  show
    .command("costs")
    .description("budgets, and what the stacks cost a month for being there, in US dollars")
    .addOption(new Option("--by <what>", "a line for each").choices(groups).default("account"))
    .option("--json", "print it as JSON")
    .option("--markdown", "print docs/costs.md")
    .action(async (flags: Flags) => {
      const session = await openSession(findRoot(), [], { organization: organization() });
      try {
        process.stdout.write(costsText(costs(await synthesizeOrganization(session)), flags));
      } finally {
        await session.close();
      }
    });
}

/** What is printed, with its last line break. */
export function costsText(all: Costs, { by, json, markdown }: Flags): string {
  if (json) return `${JSON.stringify(all, null, 2)}\n`;
  if (markdown) return costsMarkdown(all);
  const { accounts, byUse, unknown } = all;
  const usd = (amount: number): string => amount.toFixed(2);
  const sum = totals(accounts);
  const rows =
    by === "account"
      ? accounts.map((each) => [
          each.account,
          each.product,
          each.environment,
          each.owner,
          each.costCentre,
          String(each.budgetUsd),
          usd(each.fixedUsd),
        ])
      : costsBy(by, accounts).map((each) => [
          each.name,
          String(each.accounts),
          String(each.budgetUsd),
          usd(each.fixedUsd),
        ]);
  const header =
    by === "account"
      ? ["ACCOUNT", "PRODUCT", "ENVIRONMENT", "OWNER", "COST CENTRE", "BUDGET", "FIXED"]
      : [by === "costCentre" ? "COST CENTRE" : by.toUpperCase(), "ACCOUNTS", "BUDGET", "FIXED"];
  return [
    ...columns(header, rows),
    "",
    `${usd(sum.fixedUsd)} of ${sum.budgetUsd} US dollars a month are fixed, at list prices of ${priceList.region} of ${priceList.written}.`,
    `On top, by use: ${byUse.map(({ what }) => what).join(", ")}.`,
    ...(unknown.length === 0 ? [] : [`No price is known of ${unknown.join(", ")}.`]),
    "Each price and what it is of: docs/costs.md, or --json",
    "",
  ].join("\n");
}
