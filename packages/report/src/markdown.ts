import { attributeChanges, titleOf, type Plan, type ResourceChange } from "@archipelago/terraform";
import type { PlanSummary } from "./summary.ts";
import { cloudName, tally } from "./table.ts";

/** One account in a report: its summary, and the plan behind it when it changes something. */
export interface PlannedAccount {
  readonly summary: PlanSummary;
  readonly plan?: Plan;
}

const symbols: Partial<Record<ResourceChange["kind"], string>> = {
  create: "+",
  update: "~",
  delete: "-",
  replace: "±",
  import: "←",
  move: "→",
  forget: "∅",
};

/**
 * The plans of a run as one Markdown document: what is dangerous first, then a table, then every account's changes.
 *
 * @param total number of accounts there are, planned in this run or not
 */
export function planMarkdown(accounts: readonly PlannedAccount[], total = accounts.length): string {
  const changed = accounts.filter(({ summary }) => summary.status === "changed");
  const cloud = accounts[0] && cloudName(accounts[0].summary.cloud);
  return [
    `### Plan: ${changed.length} of ${total} accounts change`,
    "",
    `${tally(accounts.map(({ summary }) => summary))}${cloud === undefined ? "" : ` · ${cloud}`}`,
    "",
    ...lookFirst(changed),
    "| account | environment | why | + | ~ | ± | - | status |",
    "| --- | --- | --- | ---: | ---: | ---: | ---: | --- |",
    ...accounts.map(({ summary }) => row(summary)),
    "",
    ...accounts.flatMap(details),
    ...(accounts.some(({ summary }) => summary.placeholders.length > 0)
      ? ["\\* uses values that other accounts publish once applied; apply refuses such a plan.", ""]
      : []),
  ].join("\n");
}

function lookFirst(changed: readonly PlannedAccount[]): string[] {
  const dangerous = changed.flatMap(({ summary, plan }) =>
    (plan?.changes ?? [])
      .filter(({ kind }) => kind === "delete" || kind === "replace")
      .map((change) => {
        const forced =
          change.replacePaths.length > 0 ? ` (${change.replacePaths.map(escape).join(", ")} forces it)` : "";
        return `- ${change.kind === "delete" ? "destroys" : "replaces"} \`${change.address}\` in ${summary.account}${forced}`;
      }),
  );
  return dangerous.length === 0 ? [] : ["**Look first**", "", ...dangerous, ""];
}

function row({ account, environment, reasons, counts, placeholders, status }: PlanSummary): string {
  const marked = placeholders.length > 0 ? `${account}\\*` : account;
  return `| ${[marked, environment, reasons.map(escape).join("<br>"), counts.add, counts.change, counts.replace, counts.destroy, status].join(" | ")} |`;
}

function details({ summary, plan }: PlannedAccount): string[] {
  if (summary.error !== undefined)
    return [
      `<details open><summary>${summary.account}: failed</summary>`,
      "",
      "```",
      fenced(summary.error),
      "```",
      "",
      "</details>",
      "",
    ];
  const changes = plan?.changes.filter(({ kind }) => kind in symbols) ?? [];
  if (changes.length + (plan?.outputs.length ?? 0) === 0) return [];
  return [
    `<details><summary>${summary.account}: ${changes.length} ${changes.length === 1 ? "change" : "changes"}</summary>`,
    "",
    "```diff",
    ...changes.flatMap(resource),
    ...(plan?.outputs ?? []).map(({ name }) => `~ output ${fenced(name)}`),
    "```",
    "",
    "</details>",
    "",
  ];
}

function resource(change: ResourceChange): string[] {
  const lines = [`${symbols[change.kind]} ${titleOf(change)}`];
  // A new or destroyed resource is named, not spelled out: the values are in the code under review.
  if (change.kind === "update" || change.kind === "replace") {
    for (const attribute of attributeChanges(change)) {
      const forced = attribute.forcesReplacement ? "  # forces replacement" : "";
      lines.push(`    ${attribute.path}: ${attribute.old ?? "(none)"} -> ${attribute.new ?? "(none)"}${forced}`);
    }
  }
  return lines.map(fenced);
}

/** Text inside a code fence cannot end the fence. */
function fenced(text: string): string {
  return text.replaceAll("```", "'''");
}

function escape(text: string): string {
  return text.replaceAll(/[|<>\\`*_[\]]/g, (character) => `\\${character}`).replaceAll("\n", " ");
}
