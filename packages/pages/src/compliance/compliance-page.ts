import fs from "node:fs";
import path from "node:path";
import { benchmark, complianceTotals, evidenceGroups, type JudgedControl } from "@archipelago/checks";
import { code, names, page, table, text } from "@archipelago/report/page";

export interface CompliancePageOptions {
  /** Every account of the organisation, in the order they are shown. */
  readonly accounts: readonly { readonly name: string; readonly environment: string }[];
  /** `simulated AWS` */
  readonly cloud: string;
}

/** How a status is marked, so that its colour says nothing alone. */
const marks = { met: "✓", unmet: "✗", manual: "?", off: "–" } as const;

/** The compliance table as a page of its own: what is not met, every account, every control with what proves it. */
export function compliancePage(judged: readonly JudgedControl[], { accounts, cloud }: CompliancePageOptions): string {
  const unmet = judged.filter(({ status }) => status === "unmet");
  return page({
    title: "Compliance",
    facts: [
      benchmark,
      complianceTotals(judged),
      `${accounts.length} ${accounts.length === 1 ? "account" : "accounts"}`,
      cloud,
    ],
    style: fs.readFileSync(path.join(import.meta.dirname, "compliance.css"), "utf8"),
    body: [
      ...(unmet.length === 0
        ? []
        : [
            '<div class="notice bad">',
            '<h2 class="unmet">Not met</h2>',
            `<ul>${unmet.map(({ id, title, reason }) => `<li><a href="#control-${text(id)}">${text(id)}</a> ${text(title)}: ${text(reason)}</li>`).join("")}</ul>`,
            "</div>",
          ]),
      "<p>Judged over the configuration of every account: what a plan would apply, not what AWS reports. Manual is what no configuration can prove; off is what nothing here is subject to, or what was decided against.</p>",
      ...byAccount(judged, accounts),
      "<h2>Controls</h2>",
      ...table(
        ["Control", "What holds", "Scope", "Status", "Proof or reason"],
        judged.map((control) => [
          `<th scope="row" id="control-${text(control.id)}">${text(control.id)}</th>`,
          text(control.title),
          text(control.scope),
          `<span class="${control.status}">${marks[control.status]} ${control.status}</span>`,
          [...(control.reason === "" ? [] : [text(control.reason)]), evidence(control, accounts.length)].join(" "),
        ]),
        "Controls",
      ),
    ],
  });
}

/** Accounts down, the controls that accounts have to prove across; a cell counts the resources that do. */
function byAccount(judged: readonly JudgedControl[], accounts: CompliancePageOptions["accounts"]): string[] {
  const columns = judged.filter(
    ({ scope, status, evidence }) =>
      scope === "account" || (scope === "application" && (evidence.length > 0 || status === "unmet")),
  );
  if (columns.length === 0 || accounts.length === 0) return [];
  const cells = columns.map(({ evidence, missing }) => {
    const proving = new Map<string, number>();
    for (const { account } of evidence) proving.set(account, (proving.get(account) ?? 0) + 1);
    const lacking = new Set(missing.map(({ account }) => account));
    return (name: string): string => {
      if (lacking.has(name)) return '<td class="unmet">✗</td>';
      const count = proving.get(name) ?? 0;
      return count === 0 ? '<td class="zero">·</td>' : `<td>${count}</td>`;
    };
  });
  const heads = columns.map(
    ({ id, title }) => `<th scope="col"><a href="#control-${text(id)}" title="${text(title)}">${text(id)}</a></th>`,
  );
  return [
    "<h2>By account</h2>",
    '<p>Resources that prove a control in an account; <span class="unmet">✗</span> where one is missing, · where nothing has to be proven.</p>',
    '<div class="scroll" tabindex="0" role="group" aria-label="By account"><table class="matrix">',
    `<thead><tr><th scope="col">Account</th><th scope="col">Environment</th>${heads.join("")}</tr></thead>`,
    "<tbody>",
    ...accounts.map(
      ({ name, environment }) =>
        `<tr><th scope="row">${text(name)}</th><td>${text(environment)}</td>${cells.map((cell) => cell(name)).join("")}</tr>`,
    ),
    "</tbody>",
    "</table></div>",
  ];
}

/** All of it: one resource at once, more of them folded. */
function evidence({ evidence }: JudgedControl, total: number): string {
  const [first] = evidence;
  if (first === undefined) return "";
  if (evidence.length === 1) return `<p>${text(first.account)}: ${code(first.address)}</p>`;
  const groups = evidenceGroups(evidence);
  const accounts = new Set(evidence.map(({ account }) => account)).size;
  const where = accounts === 1 ? first.account : accounts === total ? "every account" : `${accounts} accounts`;
  const items = groups.map(
    ({ accounts: same, addresses }) =>
      `<dt>${same.length === total && total > 1 ? "every account" : names(same)}</dt>${addresses.map((address) => `<dd>${code(address)}</dd>`).join("")}`,
  );
  return `<details><summary>${evidence.length} resources in ${text(where)}</summary><dl>${items.join("")}</dl></details>`;
}
