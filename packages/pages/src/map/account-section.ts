import { code, names, table, text } from "@archipelago/report/page";
import { accountId, accountLink, guardrailLink, link } from "./links.ts";
import { count, stateMark, usd } from "./marks.ts";
import type { MapAccount, OrganizationMap } from "./model.ts";
import type { Network } from "./networks.ts";
import { pathDrawing } from "./path-drawing.ts";
import { planSection } from "./plan-section.ts";
import { stateNamed } from "./state.ts";

/** Everything about one account. */
export function accountSection(account: MapAccount, map: OrganizationMap, known: ReadonlySet<string>): string[] {
  const { name, state, reasons, unit, compliance } = account;
  const links = (accounts: readonly string[]): string => accounts.map((each) => accountLink(each, known)).join(", ");
  const facts: [string, string][] = [
    ["Owner", link("owner", account.owner, text(account.owner))],
    ["Product", text(account.product)],
    ["Environment", text(account.environment)],
    ["Organizational unit", unit === "Root" ? "Root" : link("unit", unit, text(unit))],
    ["Part", names(account.parts.map(inWords))],
    ["Budget", `${usd(account.budget)} a month, booked on ${text(account.costCentre)}`],
    ["Regions", names(account.regions)],
    ["Last day", text(account.expires ?? "")],
    ["Last applied", applied(account)],
    ["After", links(account.dependsOn)],
    ["Promoted from", account.promoteFrom === null ? "" : accountLink(account.promoteFrom, known)],
  ];
  return [
    `<section class="account" id="${accountId(name)}" data-account="${text(name)}" aria-label="${text(name)}">`,
    `<h2 tabindex="-1">${text(name)}</h2>`,
    `<p>${stateMark(state)}<span class="soft">: ${text(reasons.length > 0 ? reasons.join("; ") : stateNamed(state).meaning)}</span></p>`,
    `<dl class="facts">${facts
      .filter(([, value]) => value !== "")
      .map(([term, value]) => `<div><dt>${term}</dt><dd>${value}</dd></div>`)
      .join("")}</dl>`,
    "<h3>Last plan</h3>",
    ...planSection(name, account.plan),
    "<h3>Paths in and out</h3>",
    ...pathsSection(account, map, known),
    "<h3>Network</h3>",
    ...(account.networks.length === 0 ? ['<p class="soft">No network.</p>'] : account.networks.flatMap(networkSection)),
    "<h3>Modules</h3>",
    `<p>${account.modules.map(code).join(" ") || '<span class="soft">None.</span>'}</p>`,
    "<h3>Guardrails</h3>",
    ...guardrailSection(account),
    "<h3>Access</h3>",
    ...accessSection(account),
    "<h3>Compliance</h3>",
    ...(compliance.missing.length === 0
      ? []
      : [
          `<ul>${compliance.missing.map(({ id, title, text: what }) => `<li><span class="bad">✗ ${text(id)}</span> ${text(title)}: ${text(what)}</li>`).join("")}</ul>`,
        ]),
    `<p>${compliance.missing.length === 0 ? "Nothing is missing. " : ""}Resources here prove ${count(compliance.proven.length, "control")}: <span class="soft">${names(compliance.proven)}</span></p>`,
    "</section>",
  ];
}

/** `logArchive` as words. */
const inWords = (part: string): string => part.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function applied({ applied: last }: MapAccount): string {
  if (last === null) return "";
  const time = `${last.time.slice(0, 16).replace("T", " ")} UTC`;
  return last.commit === null ? text(time) : `${text(time)}, ${code(last.commit.slice(0, 7))}`;
}

function pathsSection({ name, reads }: MapAccount, { paths }: OrganizationMap, known: ReadonlySet<string>): string[] {
  const own = paths.filter(({ from, to }) => from === name || to === name);
  const read = Object.entries(reads);
  return [
    ...(own.length === 0
      ? ['<p class="soft">No other account reaches this one, and this one reaches no other.</p>']
      : [pathDrawing(name, own, known)]),
    ...(read.length === 0
      ? []
      : [
          `<p>May read what is published by ${read.map(([account, outputs]) => `${accountLink(account, known)} <span class="soft">(${names(outputs)})</span>`).join(", ")}.</p>`,
        ]),
  ];
}

function networkSection({ name, region, cidrs, zones, tiers, gateways }: Network): string[] {
  return [
    `<p>${text(name)} in ${text(region)}: ${names(cidrs)}. <span class="soft">${names(gateways)}</span></p>`,
    ...(tiers.length === 0
      ? []
      : table(
          ["Tier", ...zones],
          tiers.map((tier) => [
            text(tier.name),
            ...tier.blocks.map((block) => (block === null ? '<td class="zero">–</td>' : text(block))),
          ]),
          `Subnets of ${name}`,
        )),
  ];
}

function guardrailSection({ name, guardrails }: MapAccount): string[] {
  if (guardrails.length === 0) return ['<p class="soft">None apply here.</p>'];
  const levels = [...new Set(guardrails.map(({ from }) => from))];
  return levels.map((level) => {
    const rules = guardrails
      .filter(({ from }) => from === level)
      .map(
        ({ rule, exception }) =>
          `${guardrailLink(rule)}${exception === undefined ? "" : ` <span class="warn">(exempt until ${text(exception.expires)}: ${text(exception.reason)})</span>`}`,
      );
    const from =
      level === name ? "On this account" : level === "Root" ? "Inherited from Root" : `Inherited from ${text(level)}`;
    return `<p><b>${from}</b>: ${rules.join(", ")}</p>`;
  });
}

function accessSection({ access }: MapAccount): string[] {
  if (access.length === 0) return ['<p class="soft">No group has access.</p>'];
  return table(
    ["Group", "Permission sets"],
    access.map(({ group, permissionSets }) => [text(group), names(permissionSets)]),
    "Access",
  );
}
