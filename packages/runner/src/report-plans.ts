import fs from "node:fs";
import path from "node:path";
import writeFileAtomic from "write-file-atomic";
import { accountFolders } from "@archipelago/account-stack/light";
import { planMarkdown, planTable, type PlanSummary } from "@archipelago/report";
import { readPlan, type PlanJson } from "@archipelago/terraform";
import { planFiles, readSummary } from "./artefacts.ts";
import { paths } from "./paths.ts";

export { readSummary };

/**
 * Writes .archipelago/report/plan.json and plan.md for the accounts just planned.
 *
 * @param names in the order they are shown
 * @returns the table for the terminal, without a final newline
 * @throws Error when an account left no summary: a run that lost an account must not look complete
 */
export function reportPlans(root: string, names: readonly string[], { durationMs }: { durationMs: number }): string {
  const summaries = names.map((name) => {
    const summary = readSummary(root, name);
    if (!summary) throw new Error(`${name} was planned, but left no ${planFiles(root, name).summary}`);
    return summary;
  });
  const { report } = paths(root);
  fs.mkdirSync(report, { recursive: true });
  writeFileAtomic.sync(path.join(report, "plan.json"), `${JSON.stringify(summaries, null, 2)}\n`);
  writeFileAtomic.sync(
    path.join(report, "plan.md"),
    planMarkdown(
      summaries.map((summary) => withPlan(root, summary)),
      accountFolders(root).length,
    ),
  );
  return planTable(summaries, {
    durationMs,
    colour: process.stdout.isTTY === true && process.env["NO_COLOR"] === undefined,
    next: nextStep(summaries),
  });
}

function withPlan(root: string, summary: PlanSummary) {
  const { json } = planFiles(root, summary.account);
  if (summary.status !== "changed") return { summary };
  return { summary, plan: readPlan(JSON.parse(fs.readFileSync(json, "utf8")) as PlanJson) };
}

function nextStep(summaries: readonly PlanSummary[]): string {
  const full = "Full plans: .archipelago/report/plan.md";
  if (summaries.some(({ status }) => status === "failed"))
    return `Next: correct what failed, then plan again          ${full}`;
  if (summaries.some(({ status }) => status === "changed")) {
    return `Next: edit modules/vpc-baseline, then npx nx affected --target=plan          ${full}`;
  }
  return full;
}
