import { names, table, text } from "@archipelago/report/page";
import { arrow, treeLines } from "./drawing.mjs";
import { rowsOf, type Row } from "./hierarchy.ts";
import { link } from "./links.ts";
import { bar, count, sign, stateMark, usd } from "./marks.ts";
import type { MapAccount, OrganizationMap } from "./model.ts";
import { planInShort } from "./plan-section.ts";
import { states } from "./state.ts";

/** Pixels: the style sheet has the same. The page measures them again, since a reader's font may be larger. */
const rowHeight = 32;
/** Pixels beside the table where arrows are. */
const room = 96;

/** The organisation as a table that is drawn as a tree, with the open paths between its rows. */
export function mapTable(map: OrganizationMap): string[] {
  const rows = rowsOf(map);
  const most = Math.max(...map.accounts.map(({ budget }) => budget), 1);
  const drawn = rows.map((row, index) => ({ ...row, y: (index + 1.5) * rowHeight }));
  const middle = new Map(drawn.map(({ id, y }) => [id, y]));
  const height = (rows.length + 1) * rowHeight;
  const arrows = map.paths.flatMap(({ from, to, bothWays, kind, name }) => {
    const [start, end] = [from, to].map((account) => middle.get(`account=${account}`));
    if (start === undefined || end === undefined) return [];
    const title = `${from} ${bothWays ? "and" : "to"} ${to}: ${[kind, name].join(" ").trim()}`;
    return [
      `<path data-from="${text(from)}" data-to="${text(to)}"${bothWays ? " data-both" : ""} d="${arrow(start, end, room, bothWays)}"><title>${text(title)}</title></path>`,
    ];
  });
  const heads = ["Account", "State", "Environment", "Owner", "Network", "Budget a month", "Controls", "Last plan"];
  return [
    `<div class="scroll map${arrows.length > 0 ? " with-paths" : ""}" tabindex="0" role="group" aria-label="The organisation">`,
    '<div class="canvas">',
    "<table>",
    `<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead>`,
    "<tbody>",
    ...rows.map((row) => (row.account === undefined ? unitRow(row) : accountRow(row, row.account, most))),
    "</tbody>",
    "</table>",
    `<svg class="tree" width="160" height="${height}" aria-hidden="true"><path d="${treeLines(drawn)}"/></svg>`,
    ...(arrows.length === 0
      ? []
      : [`<svg class="arrows" width="${room}" height="${height}" aria-hidden="true">${arrows.join("")}</svg>`]),
    "</div>",
    "</div>",
    '<p class="none" hidden>No account is like that.</p>',
  ];
}

function unitRow({ id, parent, depth, label, accounts }: Row): string {
  const found = states.filter(({ name }) => accounts.some(({ state }) => state === name));
  const tally = found.map(
    ({ name }) =>
      `${sign(name)} ${accounts.filter(({ state }) => state === name).length}<span class="hidden"> ${name}</span>`,
  );
  const budget = accounts.reduce((sum, account) => sum + account.budget, 0);
  const many = accounts.length === 0 ? "no accounts" : `${count(accounts.length, "account")} · ${usd(budget)}`;
  const title = id === "Root" ? text(label) : link("unit", id, text(label));
  return [
    `<tr class="unit" data-id="${text(id)}" data-parent="${text(parent ?? "")}">`,
    `<th scope="row" class="name d${Math.min(depth, 6)}">${title}</th>`,
    `<td class="state-cell">${tally.join(" ")}</td>`,
    `<td colspan="6">${many}</td>`,
    "</tr>",
  ].join("");
}

function accountRow({ id, parent, depth }: Row, account: MapAccount, most: number): string {
  const { name, state, environment, owner, networks, budget, compliance } = account;
  const { missing, proven } = compliance;
  const controls =
    missing.length > 0
      ? `<span class="bad">✗ ${missing.length}</span> of ${missing.length + proven.length}`
      : `${proven.length}`;
  // What may be cut is said in full.
  const cell = (content: string): string =>
    `<td${content.length > 24 ? ` title="${text(content)}"` : ""}>${text(content)}</td>`;
  return [
    `<tr data-id="${text(id)}" data-parent="${text(parent ?? "")}" data-account="${text(name)}">`,
    `<th scope="row" class="name d${Math.min(depth, 6)}">${link("account", name, text(name), ` title="${text(name)}"`)}</th>`,
    `<td class="state-cell">${stateMark(state)}</td>`,
    cell(environment),
    cell(owner),
    cell(networks.flatMap(({ cidrs }) => cidrs).join(", ")),
    `<td class="budget">${bar(budget / most)} <span>${usd(budget)}</span></td>`,
    `<td>${controls}</td>`,
    `<td>${planInShort(account.plan)}</td>`,
    "</tr>",
  ].join("");
}

/** Every open path, as a table. */
export function pathTable({ paths }: OrganizationMap): string[] {
  if (paths.length === 0)
    return ['<p class="soft">No account declares a connection to another: nothing crosses but published outputs.</p>'];
  return table(
    ["From", "Way", "To", "Kind", "Name", "Details", "Declared by"],
    paths.map(({ from, to, bothWays, kind, name, details, declaredBy }) => [
      link("account", from, text(from)),
      bothWays ? "↔" : "→",
      link("account", to, text(to)),
      text(kind),
      text(name),
      names(details),
      declaredBy.length > 1 ? "both" : `<span class="bad">${names(declaredBy)} only</span>`,
    ]),
    "Paths between accounts",
  );
}
