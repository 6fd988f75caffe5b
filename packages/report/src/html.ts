import type { AccountReport, ReportedChange } from "./account-report.ts";
import { countChanges, planDocument, type PlanDocument, type ReportOptions } from "./document.ts";
import { html, visible, visibleLines } from "./escape.ts";
import { changeLines, groupAccounts, type Group } from "./groups.ts";
import type { PlanSummary } from "./summary.ts";

const text = (value: string): string => html(visible(value));
const code = (value: string): string => `<code>${text(value)}</code>`;
const names = (values: readonly string[]): string => values.map(text).join(", ");

// Colours pass WCAG AA on their background in both themes; a sign, never colour alone, says what a line does.
const style = `
:root { color-scheme: light dark; --text: #1b1f24; --soft: #57606a; --line: #d0d7de; --back: #fff; --block: #f6f8fa;
  --add: #116329; --change: #7d4e00; --remove: #a40e26; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --soft: #9da7b3; --line: #3d444d; --back: #0d1117;
  --block: #161b22; --add: #56d364; --change: #e3b341; --remove: #ff7b72; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); max-width: 75rem;
  margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
p.facts { color: var(--soft); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; } th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left;
  vertical-align: top; overflow-wrap: anywhere; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
details { border: 1px solid var(--line); border-radius: 6px; margin: .6rem 0; padding: .5rem .8rem; }
summary { cursor: pointer; }
pre { background: var(--block); padding: .7rem; overflow-x: auto; border-radius: 6px; font-size: 13px; }
.create { color: var(--add); } .update, .move, .import { color: var(--change); }
.delete, .replace, .forget { color: var(--remove); font-weight: 600; }
`;

/** The same report as a page of its own: no script, nothing loaded, everything there. */
export function planHtml(accounts: readonly AccountReport[], options: ReportOptions): string {
  const document = planDocument(accounts, options);
  const { title, facts, failures, lookFirst, unchanged, notes } = document;
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${text(title)}</title>`,
    `<style>${style}</style>`,
    "</head>",
    "<body>",
    "<main>",
    `<h1>${text(title)}</h1>`,
    `<p class="facts">${facts.map(text).join(" · ")}</p>`,
    ...failures.flatMap(({ what, accounts: failed }) => [
      `<h2>${names(failed)} failed</h2>`,
      `<pre>${visibleLines(what).map(html).join("\n")}</pre>`,
    ]),
    ...(lookFirst.length === 0
      ? []
      : [
          "<h2>Look first</h2>",
          "<ul>",
          ...lookFirst.map(({ what, accounts: where }) => dangerous(what, where)),
          "</ul>",
        ]),
    ...table(document),
    ...unchanged.map(({ what, accounts: same }) => `<p>Unchanged (${text(what)}): ${names(same)}</p>`),
    ...section("Changes", groupAccounts(accounts, "full").map(diff)),
    ...notes.map((note) => `<p>${text(note)}</p>`),
    ...reviewedAt(document),
    "</main>",
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`<h2>${title}</h2>`, ...lines];
}

function dangerous({ kind, title, forcedBy }: ReportedChange, accounts: readonly string[]): string {
  const forced = forcedBy.length === 0 ? "" : ` (${forcedBy.map(code).join(", ")} forces it)`;
  const verb = kind === "delete" ? "destroys" : "replaces";
  return `<li><span class="${kind}">${verb}</span> ${code(title)} in ${names(accounts)}${forced}</li>`;
}

function table({ rows }: PlanDocument): string[] {
  if (rows.length === 0) return [];
  const columns = ["add", "change", "replace", "destroy", "import", "move", "forget"] as const;
  const used = columns.slice(0, rows.some(({ counts }) => counts.import + counts.move + counts.forget > 0) ? 7 : 4);
  const heads = [
    "Account",
    "Environment",
    "Why",
    ...used.map((name) => name[0]!.toUpperCase() + name.slice(1)),
    "Status",
  ];
  const row = ({ account, environment, reasons, counts, placeholders, status }: PlanSummary): string =>
    [
      "<tr>",
      `<th scope="row">${text(account)}${placeholders.length > 0 ? "*" : ""}</th>`,
      `<td>${text(environment)}</td>`,
      `<td>${reasons.map(text).join("<br>")}</td>`,
      ...used.map((name) => `<td class="number">${status === "failed" ? "" : counts[name]}</td>`),
      `<td>${status}</td>`,
      "</tr>",
    ].join("");
  return [
    "<h2>Accounts</h2>",
    '<div class="scroll"><table>',
    `<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead>`,
    "<tbody>",
    ...rows.map(row),
    "</tbody>",
    "</table></div>",
  ];
}

function diff({ accounts, changes }: Group): string {
  const where = names(accounts.map(({ summary }) => summary.account));
  const title =
    accounts.length === 1
      ? `<b>${where}</b>: ${text(countChanges(changes))}`
      : `<b>The same ${text(countChanges(changes))} in ${accounts.length} accounts</b>: ${where}`;
  const lines = changes.flatMap((change) => {
    const [head, ...attributes] = changeLines(change).map(text);
    return [`<span class="${change.kind}">${head}</span>`, ...attributes];
  });
  return `<details><summary>${title}</summary>\n<pre>${lines.join("\n")}</pre></details>`;
}

function reviewedAt({ reviewed }: PlanDocument): string[] {
  const digests = Object.entries(reviewed);
  if (digests.length === 0) return [];
  return [
    "<h2>Reviewed at</h2>",
    "<p>Apply plans again and stops if anything above differs.</p>",
    '<div class="scroll"><table>',
    '<thead><tr><th scope="col">Account</th><th scope="col">Digest</th></tr></thead>',
    "<tbody>",
    ...digests.map(([account, digest]) => `<tr><th scope="row">${text(account)}</th><td>${code(digest)}</td></tr>`),
    "</tbody>",
    "</table></div>",
  ];
}
