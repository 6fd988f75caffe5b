import { diffLines, visibleLines, type ReportedChange } from "@archipelago/report";
import { text } from "@archipelago/report/page";
import { count } from "./marks.ts";
import type { LastPlan } from "./model.ts";

/** Lines of a diff that are shown; the plan's own page has the rest. */
const shown = 40;

/** `+31 ~2`, or the word for a plan without a count. */
export function planInShort(plan: LastPlan | null): string {
  if (plan === null) return '<span class="soft">–</span>';
  const { status, counts } = plan.report.summary;
  if (plan.applied) return '<span class="soft">applied</span>';
  if (status === "failed") return '<span class="bad">failed</span>';
  if (status !== "changed" && status !== "pending")
    return `<span class="soft">${text(status.replace("-", " "))}</span>`;
  const parts = [
    ["create", "+", counts.add],
    ["update", "~", counts.change],
    ["replace", "±", counts.replace],
    ["delete", "−", counts.destroy],
  ] as const;
  const said = parts
    .filter(([, , number]) => number > 0)
    .map(([kind, mark, number]) => `<span class="${kind}">${mark}${number}</span>`);
  return said.join(" ") || "other changes";
}

/** The last plan of an account with its diff: what takes something away first, new resources by name. */
export function planSection(account: string, plan: LastPlan | null): string[] {
  if (plan === null)
    return [`<p class="soft">Not planned on this machine: <code>npx nx plan ${text(account)}</code></p>`];
  const { summary, changes } = plan.report;
  const why = summary.reasons.length === 0 ? "" : ` Why: ${summary.reasons.map(text).join(", ")}.`;
  const applied = plan.applied ? " It has been applied since." : "";
  const head = `<p>${planInShort({ ...plan, applied: false })}.${why}${applied}</p>`;
  if (summary.error !== undefined)
    return [head, `<pre tabindex="0">${visibleLines(summary.error).map(text).join("\n")}</pre>`];
  if (changes.length === 0) return [head];
  const created = changes.filter(({ kind }) => kind === "create").map(({ title }) => text(`+ ${title}`));
  const others = diffLines(
    changes.filter(({ kind }) => kind !== "create").sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)),
  );
  const left = Math.max(shown - others.length, 0);
  const rest = others.length + created.length - shown;
  const lines = [
    ...others.slice(0, shown),
    ...(created.length > 0 && left > 0 ? [`<span class="create">${created.slice(0, left).join("\n")}</span>`] : []),
    ...(rest > 0 ? [`<span class="soft">… ${count(rest, "more line")}: .archipelago/report/plan.html</span>`] : []),
  ];
  return [
    head,
    `<details class="box"><summary>${count(changes.length, "change")}</summary>`,
    `<pre tabindex="0">${lines.join("\n")}</pre></details>`,
  ];
}

const order: readonly ReportedChange["kind"][] = ["delete", "replace", "forget", "update", "import", "move"];
