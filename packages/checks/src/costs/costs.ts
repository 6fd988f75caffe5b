import type { Account } from "@archipelago/account-stack/workspace";
import { resourcesOf, type SynthesizedOrganization } from "../synthesized.ts";
import { covers, fixedPrices, free, usagePrices, type FixedPrice, type UsagePrice } from "./prices.ts";

/** Some of one thing in an account, and what they cost in US dollars a month. */
export interface FixedCost {
  readonly unit: string;
  readonly count: number;
  readonly monthlyUsd: number;
}

export interface AccountCosts extends Pick<Account, "product" | "environment" | "owner" | "costCentre"> {
  readonly account: string;
  readonly budgetUsd: number;
  /** What its stack costs for being there. */
  readonly fixedUsd: number;
  readonly fixed: readonly FixedCost[];
}

export interface Costs {
  readonly accounts: readonly AccountCosts[];
  /** What is charged by use among what the stacks hold: it comes on top, and nobody can say how much. */
  readonly byUse: readonly UsagePrice[];
  /** Types of resource in the stacks that the price table does not know. */
  readonly unknown: readonly string[];
}

/** What the organisation may spend, and what its stacks cost at least. */
export function costs({ stacks }: SynthesizedOrganization): Costs {
  const types = [...new Set(stacks.flatMap((stack) => resourcesOf(stack).map(({ type }) => type)))].sort();
  return {
    accounts: stacks
      .map((stack): AccountCosts => {
        const { name: account, product, environment, owner, costCentre, budget } = stack.account;
        const fixed = fixedPrices.flatMap((price) => fixedCost(price, resourcesOf(stack, ...price.types)));
        return {
          account,
          product,
          environment,
          owner,
          costCentre,
          budgetUsd: budget.monthlyUsd,
          fixedUsd: cents(fixed.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0)),
          fixed,
        };
      })
      .sort((a, b) => (a.account < b.account ? -1 : 1)),
    byUse: usagePrices.filter((price) => types.some((type) => covers(price.types, type))),
    unknown: types.filter((type) => !isKnown(type)),
  };
}

/** Whether the price table says anything of the type. */
function isKnown(type: string): boolean {
  return [...fixedPrices.map((price) => price.types), ...usagePrices.map((price) => price.types), free].some((all) =>
    covers(all, type),
  );
}

function fixedCost({ unit, monthlyUsd, units }: FixedPrice, resources: ReturnType<typeof resourcesOf>): FixedCost[] {
  const count = resources.reduce((sum, { properties }) => sum + (units?.(properties) ?? 1), 0);
  return count === 0 ? [] : [{ unit, count, monthlyUsd: cents(count * monthlyUsd) }];
}

/** Accounts added up by what they have in common. */
export function costsBy(
  key: "product" | "environment" | "owner" | "costCentre",
  accounts: readonly AccountCosts[],
): { readonly name: string; readonly accounts: number; readonly budgetUsd: number; readonly fixedUsd: number }[] {
  return [...new Set(accounts.map((each) => each[key]))].sort().map((name) => {
    const these = accounts.filter((each) => each[key] === name);
    return { name, accounts: these.length, ...totals(these) };
  });
}

export function totals(accounts: readonly Pick<AccountCosts, "budgetUsd" | "fixedUsd">[]): {
  budgetUsd: number;
  fixedUsd: number;
} {
  return {
    budgetUsd: accounts.reduce((sum, { budgetUsd }) => sum + budgetUsd, 0),
    fixedUsd: cents(accounts.reduce((sum, { fixedUsd }) => sum + fixedUsd, 0)),
  };
}

function cents(usd: number): number {
  return Math.round(usd * 100) / 100;
}
