import { costsBy, totals, type Costs } from "./costs.ts";
import { fixedPrices, priceList } from "./prices.ts";

const usd = (amount: number): string => amount.toFixed(2);

const priceOf = (type: string): number => fixedPrices.find(({ types }) => types.includes(type))!.monthlyUsd;

/** What the choices of a network cost, by number of zones. */
function networkRows(): string[][] {
  const gateway = priceOf("aws_nat_gateway") + priceOf("aws_eip");
  const choices: Readonly<Record<string, (zones: number) => number>> = {
    "`nat: none`": () => 0,
    "`nat: one`": () => gateway,
    "`nat: per-zone`": (zones) => zones * gateway,
    "each interface endpoint": (zones) => zones * priceOf("aws_vpc_endpoint"),
    "endpoints of S3 and DynamoDB, IPv6": () => 0,
  };
  return Object.entries(choices).map(([what, cost]) => [what, ...[1, 2, 3].map((zones) => usd(cost(zones)))]);
}

/** docs/costs.md: generated, held against the stacks by a test. */
export function costsMarkdown({ accounts, byUse, unknown }: Costs): string {
  const all = totals(accounts);
  const table = (header: string[], rows: string[][]): string[] => [
    `| ${header.join(" | ")} |`,
    `| ${header.map(() => "---").join(" | ")} |`,
    ...rows.map((row) => `| ${row.join(" | ")} |`),
  ];
  return [
    "<!-- Generated: npm run archipelago -- show costs --markdown > docs/costs.md -->",
    "",
    "# What the organisation costs",
    "",
    `What the stacks of this repository cost a month for being there, before anything uses them: **${usd(all.fixedUsd)} US dollars**, of budgets of ${all.budgetUsd}.`,
    `List prices without taxes of ${priceList.region}, written down on ${priceList.written}, most of them from memory: AWS's page beside each row\nis what holds. Asked of the synthesised stacks:`,
    "`npm run archipelago -- show costs`.",
    "",
    "## By account",
    "",
    ...table(
      ["account", "environment", "owner", "budget", "fixed", "of which"],
      accounts.map(({ account, environment, owner, budgetUsd, fixedUsd, fixed }) => [
        account,
        environment,
        owner,
        String(budgetUsd),
        usd(fixedUsd),
        fixed.map(({ unit, count, monthlyUsd }) => `${count} × ${unit} ${usd(monthlyUsd)}`).join("<br>"),
      ]),
    ),
    "",
    "## By product",
    "",
    ...table(
      ["product", "accounts", "budget", "fixed"],
      costsBy("product", accounts).map((row) => [
        row.name,
        String(row.accounts),
        String(row.budgetUsd),
        usd(row.fixedUsd),
      ]),
    ),
    "",
    "## A network",
    "",
    "What an environment's `nat` and `network.interfaceEndpoints` cost a month, by zones. One NAT gateway for all zones is",
    "lost with its zone, and traffic of the others crosses zones on its way to it, at 0.01 a GB each way.",
    "",
    ...table(["of one network", "1 zone", "2 zones", "3 zones"], networkRows()),
    "",
    "## Prices",
    "",
    ...table(
      ["one", "US dollars a month", "source"],
      fixedPrices.map(({ unit, monthlyUsd, source }) => [unit, usd(monthlyUsd), source]),
    ),
    "",
    "The first three dashboards of an account and the first two budgets with an action are free; they are counted here.",
    "",
    "## On top, by use",
    "",
    "Nobody can say from the code how much of it there will be: watch the budgets.",
    "",
    ...table(
      ["what", "price", "source"],
      byUse.map(({ what, price, source }) => [what, price, source]),
    ),
    "",
    ...(unknown.length === 0 ? [] : [`No price is known of ${unknown.map((type) => `\`${type}\``).join(", ")}.`, ""]),
  ].join("\n");
}
