import type { AccountReport, ReportedChange } from "./account-report.ts";
import { count, countChanges, planDocument, type PlanDocument, type ReportOptions, type Shared } from "./document.ts";
import { markdownBlock, markdownCode, markdownHtml, markdownText, visible, visibleLines } from "./escape.ts";
import { changeLines, groupAccounts, type Detail, type Group } from "./groups.ts";
import type { PlanSummary } from "./summary.ts";

/** GitHub refuses a comment that is longer. */
export const githubLimit = 65_536;

/** How much is shown. Every step down leaves out what a reviewer misses least. */
interface Extent {
  readonly detail: Detail;
  /** Lines of one diff. */
  readonly lines: number;
  /** Diffs. */
  readonly diffs: number;
  /** Destroys and replacements, failures, rows, names in a list. */
  readonly entries: number;
}

const whole: Extent = { detail: "full", lines: Infinity, diffs: Infinity, entries: Infinity };

const extents: readonly Extent[] = [
  whole,
  { ...whole, lines: 200 },
  { ...whole, detail: "named" },
  { ...whole, detail: "named", lines: 100 },
  { ...whole, detail: "named", lines: 40 },
  { ...whole, detail: "named", lines: 15 },
  { detail: "named", lines: 15, diffs: 50, entries: 300 },
  { detail: "named", lines: 15, diffs: 25, entries: 150 },
  { detail: "named", lines: 10, diffs: 10, entries: 100 },
  { detail: "named", lines: 10, diffs: 5, entries: 40 },
  { detail: "named", lines: 5, diffs: 0, entries: 15 },
  { detail: "named", lines: 5, diffs: 0, entries: 5 },
];

/**
 * The plans of a run as Markdown: what is dangerous first, then a table, then every distinct diff.
 *
 * @param limit characters; what does not fit is left out, and the text says so and where it is
 */
export function planMarkdown(
  accounts: readonly AccountReport[],
  options: ReportOptions,
  limit: number = Infinity,
): string {
  const document = planDocument(accounts, options);
  let named: Group[] | undefined;
  const groups = {
    full: groupAccounts(accounts, "full"),
    // Most reports are not cut.
    get named() {
      return (named ??= groupAccounts(accounts, "named"));
    },
  };
  for (const extent of extents) {
    const text = render(document, groups, extent);
    if (text.length <= limit) return text;
  }
  throw new Error(`a report does not fit into ${limit} characters`);
}

function render(document: PlanDocument, groups: Readonly<Record<Detail, readonly Group[]>>, extent: Extent): string {
  const { facts, failures, lookFirst, rows, unchanged, notes, reviewed, details } = document;
  const left: string[] = [];
  const some = <T>(all: readonly T[], limit: number, what: string): readonly T[] => {
    if (all.length > limit) left.push(`${all.length - limit} of ${all.length} ${what}`);
    return all.slice(0, limit);
  };
  if (extent.detail === "named" && groups.full.some(spellsOut)) left.push("the values of new resources");
  const danger = some(lookFirst, extent.entries, "destroys and replacements");
  const body = [
    ...some(failures, extent.entries, "failures").flatMap((failure) => failed(failure, extent)),
    ...(danger.length === 0
      ? []
      : [`**Look first: ${lookFirstTitle(document)}**`, "", ...danger.map((one) => dangerous(one, extent)), ""]),
    ...table(some(rows, extent.entries, "rows")),
    ...some(unchanged, extent.entries, "reasons why nothing changes").map(
      ({ what, accounts: names }) => `Unchanged (${markdownText(cut(what, 200))}): ${list(names, extent)}`,
    ),
    ...(unchanged.length > 0 ? [""] : []),
    ...some(groups[extent.detail], extent.diffs, "diffs").flatMap((group) => diff(group, extent, left)),
    ...notes.flatMap((note) => [markdownText(note), ""]),
    ...reviewedAt(reviewed, extent, left),
  ];
  const where = details === undefined ? "plan.html in .archipelago/report" : details;
  const cutNote =
    left.length === 0
      ? []
      : [`**Cut** to what GitHub takes. Left out: ${[...new Set(left)].join("; ")}. All of it: ${where}`, ""];
  return [`### ${document.title}`, "", facts.map(markdownText).join(" · "), "", ...cutNote, ...body].join("\n");
}

function spellsOut({ changes }: Group): boolean {
  return changes.some(({ kind, attributes }) => kind === "create" && attributes.length > 0);
}

function lookFirstTitle({ lookFirst }: PlanDocument): string {
  const number = (kind: ReportedChange["kind"]): number =>
    lookFirst.filter(({ what }) => what.kind === kind).reduce((sum, { accounts }) => sum + accounts.length, 0);
  return [
    ...(number("delete") > 0 ? [count(number("delete"), "destroy")] : []),
    ...(number("replace") > 0 ? [count(number("replace"), "replacement")] : []),
  ].join(" and ");
}

function dangerous({ what, accounts }: Shared<ReportedChange>, extent: Extent): string {
  const forced = what.forcedBy.length === 0 ? "" : ` (${list(what.forcedBy, extent, ", ")} forces it)`;
  const verb = what.kind === "delete" ? "destroys" : "replaces";
  return `- ${verb} ${markdownCode(cut(what.title, 300))} in ${list(accounts, extent)}${forced}`;
}

function failed({ what, accounts }: Shared<string>, extent: Extent): string[] {
  const title = `<b>${list(accounts, extent, ", ", markdownHtml)} failed</b>`;
  const lines = visibleLines(cut(what, extent === whole ? Infinity : 2000));
  return [`<details open><summary>${title}</summary>`, "", ...markdownBlock(lines), "", "</details>", ""];
}

function table(rows: readonly PlanSummary[]): string[] {
  if (rows.length === 0) return [];
  const others = rows.some(({ counts }) => counts.import + counts.move + counts.forget > 0);
  return [
    `| account | environment | why | + | ~ | ± | - |${others ? " ← | → | ∅ |" : ""} status |`,
    `| --- | --- | --- | ---: | ---: | ---: | ---: |${others ? " ---: | ---: | ---: |" : ""} --- |`,
    ...rows.map((summary) => row(summary, others)),
    "",
  ];
}

function row({ account, environment, reasons, counts, placeholders, status }: PlanSummary, others: boolean): string {
  const numbers = [counts.add, counts.change, counts.replace, counts.destroy];
  if (others) numbers.push(counts.import, counts.move, counts.forget);
  const why = reasons.slice(0, 3).map((reason) => markdownText(cutStart(reason, 100)));
  if (reasons.length > 3) why.push(`and ${reasons.length - 3} more`);
  return `| ${[
    `${markdownText(cut(account, 80))}${placeholders.length > 0 ? "\\*" : ""}`,
    markdownText(cut(environment, 40)),
    why.join("<br>"),
    ...numbers.map((number) => (status === "failed" ? "" : number)),
    status,
  ].join(" | ")} |`;
}

function diff({ accounts, changes, valuesDiffer }: Group, extent: Extent, left: string[]): string[] {
  const names = accounts.map(({ summary }) => summary.account);
  const title =
    names.length === 1
      ? `<b>${markdownHtml(names[0]!)}</b>: ${countChanges(changes)}`
      : `<b>The same ${countChanges(changes)} in ${names.length} accounts</b>: ${list(names, extent, ", ", markdownHtml)}`;
  const lines = changes.flatMap(changeLines).map(visible);
  if (lines.length > extent.lines) left.push("lines of long diffs");
  const shown = lines.length > extent.lines ? lines.slice(0, extent.lines) : lines;
  return [
    `<details><summary>${title}</summary>`,
    "",
    ...(valuesDiffer ? ["The values of what is new differ between these accounts.", ""] : []),
    ...markdownBlock(shown, "diff"),
    ...(lines.length > shown.length ? ["", `… and ${count(lines.length - shown.length, "more line")}`] : []),
    "",
    "</details>",
    "",
  ];
}

function reviewedAt(reviewed: PlanDocument["reviewed"], { entries }: Extent, left: string[]): string[] {
  const digests = Object.entries(reviewed);
  if (digests.length === 0) return [];
  const promise = "Apply plans again and stops if anything above differs.";
  if (digests.length > entries) {
    left.push("the digests that apply compares with (reviewed.json)");
    return [promise, ""];
  }
  return [
    `<details><summary>Reviewed at ${digests.length === 1 ? digests[0]![1].slice(0, 12) : `${digests.length} digests`}. ${promise}</summary>`,
    "",
    ...markdownBlock(JSON.stringify(reviewed, null, 1).split("\n").map(visible), "json"),
    "",
    "</details>",
    "",
  ];
}

/** Names in a list, as many as there is room for. */
function list(
  names: readonly string[],
  { entries }: Extent,
  separator = ", ",
  escape: (text: string) => string = markdownText,
): string {
  const limit = Math.min(entries, Math.max(12, Math.floor(entries / 4)));
  const shown = names.slice(0, limit).map((name) => escape(cut(name, 200)));
  return [...shown, ...(names.length > limit ? [`and ${names.length - limit} more`] : [])].join(separator);
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** A path's end says more than its beginning. */
function cutStart(text: string, length: number): string {
  return text.length > length ? `…${text.slice(1 - length)}` : text;
}
