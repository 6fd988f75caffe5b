import type { AccountReport, ReportedChange } from "./account-report.ts";
import { countChanges, planDocument, type PlanDocument, type ReportOptions } from "./document.ts";
import { html, visibleLines } from "./escape.ts";
import { changeLines, groupAccounts, type Group } from "./groups.ts";
import { code, names, number, page, table, text } from "./page/index.ts";
import type { PlanSummary } from "./summary.ts";

/** The same report as a page of its own: no script, nothing loaded, everything there. */
export function planHtml(accounts: readonly AccountReport[], options: ReportOptions): string {
  const document = planDocument(accounts, options);
  const { title, facts, failures, lookFirst, unchanged, notes } = document;
  return page({
    title,
    facts,
    body: [
      ...failures.flatMap(({ what, accounts: failed }) => [
        '<div class="notice bad">',
        `<h2 class="failed">${names(failed)} failed</h2>`,
        `<pre tabindex="0">${visibleLines(what).map(html).join("\n")}</pre>`,
        "</div>",
      ]),
      ...section("Look first", lookFirst.length === 0 ? [] : ["<ul>", ...lookFirst.map(dangerous), "</ul>"]),
      ...section("Accounts", accountTable(document)),
      ...unchanged.map(({ what, accounts: same }) => `<p class="soft">Unchanged (${text(what)}): ${names(same)}</p>`),
      ...section("Changes", groupAccounts(accounts, "full").map(diff)),
      ...notes.map((note) => `<p class="soft">${text(note)}</p>`),
      ...reviewedAt(document),
    ],
  });
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`<h2>${title}</h2>`, ...lines];
}

function dangerous({ what, accounts }: { what: ReportedChange; accounts: readonly string[] }): string {
  const { kind, title, forcedBy } = what;
  const forced = forcedBy.length === 0 ? "" : ` (${forcedBy.map(code).join(", ")} forces it)`;
  const verb = kind === "delete" ? "destroys" : "replaces";
  return `<li><span class="${kind}">${verb}</span> ${code(title)} in ${names(accounts)}${forced}</li>`;
}

function accountTable({ rows }: PlanDocument): string[] {
  if (rows.length === 0) return [];
  const columns = ["add", "change", "replace", "destroy", "import", "move", "forget"] as const;
  const used = columns.slice(0, rows.some(({ counts }) => counts.import + counts.move + counts.forget > 0) ? 7 : 4);
  const heads = used.map((name) => name[0]!.toUpperCase() + name.slice(1));
  return table(
    ["Account", "Environment", "Why", ...heads, "Status"],
    rows.map(({ account, environment, reasons, counts, placeholders, status }: PlanSummary) => [
      `${text(account)}${placeholders.length > 0 ? "*" : ""}`,
      text(environment),
      reasons.map(text).join("<br>"),
      ...used.map((name) => (status === "failed" ? '<td class="number"></td>' : number(counts[name]))),
      status === "failed" ? `<span class="failed">${status}</span>` : status,
    ]),
    "Accounts",
  );
}

function diff({ accounts, changes }: Group): string {
  const where = names(accounts.map(({ summary }) => summary.account));
  const title =
    accounts.length === 1
      ? `<b>${where}</b>: ${text(countChanges(changes))}`
      : `<b>The same ${text(countChanges(changes))} in ${accounts.length} accounts</b>: ${where}`;
  return `<details class="box"><summary>${title}</summary>\n<pre tabindex="0">${diffLines(changes).join("\n")}</pre></details>`;
}

/** Changes as lines of HTML. */
export function diffLines(changes: readonly ReportedChange[]): string[] {
  return changes.flatMap((change) => {
    const [head, ...attributes] = changeLines(change).map(text);
    return [`<span class="${change.kind}">${head}</span>`, ...attributes];
  });
}

function reviewedAt({ reviewed }: PlanDocument): string[] {
  const digests = Object.entries(reviewed);
  if (digests.length === 0) return [];
  return [
    "<h2>Reviewed at</h2>",
    "<p>Apply plans again and stops if anything above differs.</p>",
    ...table(
      ["Account", "Digest"],
      digests.map(([account, digest]) => [text(account), code(digest)]),
      "Reviewed at",
    ),
  ];
}
