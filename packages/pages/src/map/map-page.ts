import fs from "node:fs";
import path from "node:path";
import { cloudName, visible } from "@archipelago/report";
import { names, page, table, text } from "@archipelago/report/page";
import { accountSection } from "./account-section.ts";
import { guardrailId, link } from "./links.ts";
import { mapTable, pathTable } from "./map-table.ts";
import { count, sign, signs, usd } from "./marks.ts";
import type { MapAccount, OrganizationMap } from "./model.ts";
import { states } from "./state.ts";

const file = (name: string): string => fs.readFileSync(path.join(import.meta.dirname, name), "utf8");

/** The map as a page of its own: readable without a script, filtered and opened with one. */
export function mapPage(map: OrganizationMap): string {
  const { accounts, controls, cloud, today } = map;
  const known = new Set(accounts.map(({ name }) => name));
  const judged = controls.filter(({ status }) => status === "met" || status === "unmet");
  return page({
    title: map.organization,
    facts: [
      count(accounts.length, "account"),
      count(map.units.length, "organizational unit"),
      `${usd(accounts.reduce((sum, { budget }) => sum + budget, 0))} a month budgeted`,
      count(map.paths.length, "open path"),
      `${judged.filter(({ status }) => status === "met").length} of ${judged.length} controls met`,
      cloudName(cloud),
      `as of ${today}`,
    ],
    style: file("map.css"),
    script: [
      file("drawing.mjs").replaceAll(/^export /gm, ""),
      file("page-script.mjs").replace(/^import .*$/m, ""),
    ].join(""),
    data: { accounts: accounts.map(searched) },
    body: [
      signs(),
      ...tally(accounts),
      ...filters(map),
      ...mapTable(map),
      '<div class="accounts">',
      '<p class="close" hidden><button type="button">Close</button></p>',
      ...accounts.flatMap((account) => accountSection(account, map, known)),
      "</div>",
      "<h2>Paths</h2>",
      ...pathTable(map),
      "<h2>Guardrails</h2>",
      ...guardrailTable(map),
      `<p class="soft">States are what the records of applies say; nothing was planned for this page and ${cloudName(cloud)} was not asked.</p>`,
    ],
  });
}

/** What the filters look at. */
function searched(account: MapAccount): Record<string, string> {
  const { name, owner, product, environment, unit, state, costCentre, networks, modules, access, parts } = account;
  const facts = Object.entries({ name, owner, product, environment, unit, state }).map(
    ([key, value]) => [key, visible(value)] as const,
  );
  const more = [
    costCentre,
    ...parts,
    ...modules,
    ...networks.flatMap(({ cidrs }) => cidrs),
    ...access.map(({ group }) => group),
  ].map(visible);
  const words = [...facts.map(([, value]) => value), ...more].join(" ");
  return { ...Object.fromEntries(facts), text: words.toLowerCase() };
}

function tally(accounts: readonly MapAccount[]): string[] {
  const items = states.flatMap(({ name, meaning }) => {
    const number = accounts.filter(({ state }) => state === name).length;
    return number === 0
      ? []
      : [`<li>${link("state", name, `${sign(name)} ${number} ${text(name)}`, ` title="${text(meaning)}"`)}</li>`];
  });
  return items.length === 0 ? [] : [`<ul class="tally">${items.join("")}</ul>`];
}

function filters({ accounts, units }: OrganizationMap): string[] {
  const valuesOf = (key: "owner" | "product" | "environment" | "state"): string[] =>
    [...new Set(accounts.map((account) => account[key]))].sort();
  const select = (key: string, label: string, values: readonly string[]): string => {
    const options = values.map((value) => `<option value="${text(value)}">${text(value)}</option>`);
    return `<label>${label}<select name="${key}"><option value="">All</option>${options.join("")}</select></label>`;
  };
  return [
    '<form role="search" aria-label="Accounts" hidden>',
    '<label class="search">Search<input type="search" name="q" autocomplete="off" spellcheck="false" placeholder="Name, owner, network, module, group"></label>',
    select("owner", "Owner", valuesOf("owner")),
    select("product", "Product", valuesOf("product")),
    select("environment", "Environment", valuesOf("environment")),
    select("unit", "Organizational unit", units),
    select("state", "State", valuesOf("state")),
    '<button type="button" name="reset" hidden>Show all</button>',
    '<output aria-live="polite"></output>',
    "</form>",
  ];
}

/** AWS's names for types of policies, in short. */
const kinds: Readonly<Record<string, string>> = {
  SERVICE_CONTROL_POLICY: "service control",
  RESOURCE_CONTROL_POLICY: "resource control",
};
const kindOf = (type: string): string =>
  kinds[type] ??
  type
    .replace(/_POLICY$/, "")
    .replaceAll("_", " ")
    .toLowerCase();

function guardrailTable({ guardrails }: OrganizationMap): string[] {
  if (guardrails.length === 0) return ['<p class="soft">There are none.</p>'];
  return table(
    ["Guardrail", "Policy", "Attached to", "Why"],
    guardrails.map(({ rule, type, reason, targets }) => [
      `<th scope="row" id="${guardrailId(rule)}">${text(rule)}</th>`,
      text(kindOf(type)),
      names(targets),
      text(reason),
    ]),
    "Guardrails",
  );
}
