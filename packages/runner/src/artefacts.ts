import fs from "node:fs";
import path from "node:path";
import writeFileAtomic from "write-file-atomic";
import type { AccountReport, PlanSummary } from "@archipelago/report";
import { paths } from "./paths.ts";

/** Files of one account's plan. */
export function planFiles(root: string, account: string) {
  const directory = paths(root).plans(account);
  return {
    directory,
    /** Terraform's plan: holds secrets, never leaves the machine. */
    plan: path.join(directory, "plan.tfplan"),
    /** `terraform show -json` of it: holds secrets in clear text. Only there when the plan changes something. */
    json: path.join(directory, "plan.json"),
    /** What a reviewer agrees to, without secrets: it may travel with the pull request. */
    review: path.join(directory, "review.json"),
    summary: path.join(directory, "summary.json"),
    /** What a report of the run says of the plan, without secrets. Only there when the plan changes something. */
    report: path.join(directory, "report.json"),
  };
}

/** Removes what an earlier, or a failed, plan of the account left. */
export function removePlan(root: string, account: string): void {
  const { directory: _, ...files } = planFiles(root, account);
  for (const file of Object.values(files)) fs.rmSync(file, { force: true });
}

export function writeSummary(root: string, summary: PlanSummary): void {
  const { directory, summary: file } = planFiles(root, summary.account);
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  // A summary is made again at any time: it need not survive a power cut.
  writeFileAtomic.sync(file, `${JSON.stringify(summary, null, 2)}\n`, { fsync: false });
}

/** Undefined when the account has not been planned. */
export function readSummary(root: string, account: string): PlanSummary | undefined {
  return read(planFiles(root, account).summary) as PlanSummary | undefined;
}

/** Written beside the plan, while Terraform plans other accounts: at the end of a run only one core would be at it. */
export function writeReport(root: string, report: AccountReport): void {
  writeFileAtomic.sync(planFiles(root, report.summary.account).report, JSON.stringify(report), { fsync: false });
}

/** Undefined when the account has no plan, or one that changes nothing. */
export function readReport(root: string, account: string): AccountReport | undefined {
  return read(planFiles(root, account).report) as AccountReport | undefined;
}

function read(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
