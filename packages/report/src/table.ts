import { stripVTControlCharacters } from "node:util";
import { cloudName } from "./cloud-name.ts";
import { terraformName } from "./terraform-name.ts";
import { paint } from "./colour.ts";
import { visible, visibleLines } from "./escape.ts";
import { withoutSecrets } from "./secrets.ts";
import type { PlanSummary } from "./summary.ts";

/** How a table is drawn. */
export interface TableOptions {
  /** @default false */
  readonly colour?: boolean;
  /** Wall time of the whole run, in milliseconds. */
  readonly durationMs: number;
  /** Last line: what to try next. */
  readonly next?: string;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)}s`;

/** The table at the end of a run, as lines without a final newline. */
export function planTable(
  summaries: readonly PlanSummary[],
  { colour = false, durationMs, next }: TableOptions,
): string {
  const replaces = summaries.some(({ counts }) => counts.replace > 0);
  const others = summaries.some(({ counts }) => counts.import + counts.move + counts.forget > 0);
  const header = [
    "ACCOUNT",
    "ENVIRONMENT",
    "WHY",
    "ADD",
    "CHANGE",
    "DESTROY",
    ...(replaces ? ["REPLACE"] : []),
    ...(others ? ["OTHER"] : []),
    "TIME",
  ];
  const rows = summaries.map((summary) => {
    const { add, change, destroy, replace, import: imports, move, forget } = summary.counts;
    const { status, terraformVersion } = summary;
    // A pending account has been planned too, against the simulated cloud.
    const planned =
      status === "changed" || status === "no-changes" || (status === "pending" && terraformVersion !== null);
    const count = (value: number): string => (planned ? String(value) : "-");
    return [
      summary.account + (summary.placeholders.length > 0 ? "*" : ""),
      summary.environment,
      why(summary),
      count(add),
      count(change),
      count(destroy),
      ...(replaces ? [count(replace)] : []),
      ...(others ? [planned ? otherCounts(imports, move, forget) : "-"] : []),
      seconds(summary.durationMs),
    ].map(visible);
  });
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column < 3 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join("  ")
      .trimEnd();
  const drawn = rows.map((row, index) => {
    const { status, counts } = summaries[index]!;
    const text = line(row);
    return status === "failed"
      ? paint("red", text, colour)
      : counts.destroy + counts.replace > 0
        ? paint("yellow", text, colour)
        : text;
  });
  // What stops many accounts for the same reason is said once.
  const failed = new Map<string, string[]>();
  for (const { account, status, error = "no reason was recorded" } of summaries)
    if (status === "failed") failed.set(error, [...(failed.get(error) ?? []), account]);
  const terraform = summaries.find(({ terraformVersion }) => terraformVersion !== null)?.terraformVersion;
  const { cloud } = summaries.find(({ status }) => status !== "pending") ?? summaries[0] ?? {};
  const title = [
    "Archipelago",
    `${summaries.length} ${summaries.length === 1 ? "account" : "accounts"}`,
    cloud && cloudName(cloud),
    terraform && terraformName(terraform),
  ];
  return [
    paint("bold", title.filter(Boolean).join(" · "), colour),
    "",
    line(header),
    ...drawn,
    "",
    `${tally(summaries)}, ${seconds(durationMs)} · nothing was applied`,
    ...(summaries.some(({ placeholders }) => placeholders.length > 0)
      ? ["* uses values that accounts above publish once applied"]
      : []),
    ...[...failed].map(
      ([error, accounts]) => `\n${paint("red", `${accounts.join(", ")} failed`, colour)}\n${readable(error)}`,
    ),
    ...(next === undefined ? [] : [next]),
  ].join("\n");
}

/** "8 planned, 1 skipped, 0 failed" */
export function tally(summaries: readonly PlanSummary[]): string {
  const count = (...statuses: PlanSummary["status"][]): number =>
    summaries.filter(({ status }) => statuses.includes(status)).length;
  const optional = (["skipped", "pending"] as const)
    .filter((status) => count(status) > 0)
    .map((status) => `${count(status)} ${status}`);
  return [`${count("changed", "no-changes")} planned`, ...optional, `${count("failed")} failed`].join(", ");
}

function why({ status, reasons }: PlanSummary): string {
  // What an account waits for is a consequence; the report has it.
  const [first = status, ...more] = reasons.filter((reason) => !reason.startsWith("waits for "));
  const text = more.length === 0 ? first : `${first} +${more.length}`;
  return status === "failed" ? "failed, see below" : text.length > 44 ? `…${text.slice(-43)}` : text;
}

function otherCounts(imports: number, moves: number, forgets: number): string {
  const parts = [imports > 0 && `${imports} import`, moves > 0 && `${moves} move`, forgets > 0 && `${forgets} forget`];
  return parts.filter(Boolean).join(" ") || "0";
}

/** What somebody else wrote: in its lines, but without colours, secrets or anything that moves the cursor. */
function readable(text: string): string {
  return visibleLines(withoutSecrets(stripVTControlCharacters(text))).join("\n");
}
