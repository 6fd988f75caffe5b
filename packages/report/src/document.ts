import { isDangerous, template } from "./groups.ts";
import { symbols, type AccountReport, type ReportedChange } from "./account-report.ts";
import { cloudName } from "./cloud-name.ts";
import { terraformName } from "./terraform-name.ts";
import type { PlanSummary } from "./summary.ts";

/** Where and of what a report is. */
export interface ReportOptions {
  /** Number of accounts there are, planned in this run or not. */
  readonly total: number;
  /** Where the uncut report is, for a comment that had to be cut. */
  readonly details?: string;
}

/** Something that happens in several accounts. */
export interface Shared<T> {
  readonly what: T;
  readonly accounts: readonly string[];
}

/** What a report says, before it is Markdown or HTML. Nothing in it is escaped. */
export interface PlanDocument {
  readonly title: string;
  /** How the accounts came to be here, what they came to, and which cloud it was. */
  readonly facts: readonly string[];
  /** Why plans failed. */
  readonly failures: readonly Shared<string>[];
  /** Destroys and replacements. */
  readonly lookFirst: readonly Shared<ReportedChange>[];
  /** Accounts that are worth a row: all but those where nothing changes. */
  readonly rows: readonly PlanSummary[];
  /** Accounts where nothing changes, with the reason. */
  readonly unchanged: readonly Shared<string>[];
  readonly notes: readonly string[];
  /** What `apply` compares with, by account: those that can be applied. */
  readonly reviewed: Readonly<Record<string, string>>;
  readonly accounts: readonly AccountReport[];
  readonly details: string | undefined;
}

/** Puts together what is said of a run. The same accounts give the same document. */
export function planDocument(accounts: readonly AccountReport[], { total, details }: ReportOptions): PlanDocument {
  const summaries = accounts.map(({ summary }) => summary);
  const having = (...statuses: PlanSummary["status"][]): PlanSummary[] =>
    summaries.filter(({ status }) => statuses.includes(status));
  const changed = having("changed").length;
  const pending = having("pending").length;
  const failed = having("failed").length;
  return {
    title: [
      // What counts them may be code that does not have the new ones yet.
      `Plan: ${changed} of ${count(Math.max(total, accounts.length), "account")} change`,
      ...(pending > 0 ? [`${pending} ${pending === 1 ? "does" : "do"} not exist yet`] : []),
      ...(failed > 0 ? [`${failed} failed`] : []),
    ].join(", "),
    facts: facts(accounts, summaries),
    failures: shared(having("failed"), ({ error }) => error ?? "no reason was recorded"),
    lookFirst: lookFirst(accounts),
    rows: having("changed", "pending", "failed"),
    unchanged: shared(having("no-changes", "skipped"), ({ status, reasons }) =>
      status === "skipped" ? `skipped: ${reasons.join(", ") || "same configuration as applied"}` : reasons.join(", "),
    ),
    notes: notes(summaries),
    reviewed: Object.fromEntries(
      having("changed", "no-changes").flatMap((summary) => {
        const digest = reviewedDigest(summary);
        return digest === null ? [] : [[summary.account, digest]];
      }),
    ),
    accounts,
    details,
  };
}

/** What `apply --reviewed` of an account takes. */
export function reviewedDigest({ digests }: PlanSummary): string | null {
  return digests.review;
}

/** `1 account`, `2 accounts` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** `4 changes: 1 added, 3 changed`, with outputs among them. */
export function countChanges(changes: readonly ReportedChange[]): string {
  const words = Object.keys(symbols) as (keyof typeof symbols)[];
  const parts = words.flatMap((kind) => {
    const number = changes.filter((change) => change.kind === kind).length;
    return number > 0 ? [`${symbols[kind]}${number}`] : [];
  });
  return `${count(changes.length, "change")} (${parts.join(" ")})`;
}

function facts(accounts: readonly AccountReport[], summaries: readonly PlanSummary[]): string[] {
  const graph = accounts.length > 0 && accounts.every(({ selectedBy }) => selectedBy === "graph");
  const selected =
    accounts.length === 0
      ? "None selected by the graph"
      : `${accounts.length} ${graph ? "selected by the graph" : "asked for"}`;
  const skipped = shared(
    summaries.filter(({ status }) => status === "skipped"),
    ({ reasons }) => reasons[0] ?? "same configuration as applied",
  ).map(({ what, accounts: names }) => `${names.length} dropped by the second look (${what})`);
  const same = summaries.filter(({ status }) => status === "no-changes").length;
  // What failed early knows no cloud.
  const clouds = [
    ...new Set(
      summaries.filter(({ terraformVersion }) => terraformVersion !== null).map(({ cloud }) => cloudName(cloud)),
    ),
  ].sort();
  const terraform = [...new Set(summaries.flatMap(({ terraformVersion }) => terraformVersion ?? []))].sort();
  return [
    selected,
    ...skipped,
    ...(same > 0 ? [`${same} planned without changes`] : []),
    ...(clouds.length > 0 ? [clouds.join(" and ")] : []),
    ...terraform.map(terraformName),
  ];
}

function notes(summaries: readonly PlanSummary[]): string[] {
  const placeholders = summaries.some((summary) => summary.placeholders.length > 0);
  const pending = summaries.filter(({ status }) => status === "pending");
  return [
    ...(summaries.some(({ cloud }) => cloud === "offline")
      ? ["Simulated AWS: these plans were made against the simulation, not against Amazon's cloud."]
      : []),
    ...(placeholders ? ["* uses values that other accounts publish once applied; apply refuses such a plan."] : []),
    ...(pending.length > 0
      ? [
          "Pending: the account does not exist yet. Its plan is simulated, to be read; what is agreed to is its configuration. Once the account is made, its first plan is applied if it comes of that very configuration and only creates.",
        ]
      : []),
  ];
}

function lookFirst(accounts: readonly AccountReport[]): Shared<ReportedChange>[] {
  const found = new Map<string, { own: ReportedChange; common: ReportedChange; names: string[] }>();
  for (const account of accounts) {
    const templates = template(account);
    for (const [index, own] of account.changes.entries()) {
      if (!isDangerous(own)) continue;
      const common = templates[index]!;
      const key = JSON.stringify([common.kind, common.title, common.forcedBy]);
      const entry = found.get(key) ?? { own, common, names: [] };
      entry.names.push(account.summary.account);
      found.set(key, entry);
    }
  }
  return [...found.values()].map(({ own, common, names }) => ({
    what: names.length === 1 ? own : common,
    accounts: names,
  }));
}

function shared(summaries: readonly PlanSummary[], of: (summary: PlanSummary) => string): Shared<string>[] {
  const found = new Map<string, string[]>();
  for (const summary of summaries) found.set(of(summary), [...(found.get(of(summary)) ?? []), summary.account]);
  return [...found].map(([what, accounts]) => ({ what, accounts }));
}
