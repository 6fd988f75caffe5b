import fs from "node:fs";
import path from "node:path";
import writeFileAtomic from "write-file-atomic";
import { inDependencyOrder, openAccounts, UserError } from "@archipelago/account-stack/light";
import {
  accountReport,
  noCounts,
  planDocument,
  planHtml,
  planMarkdown,
  planTable,
  wantsColour,
  type AccountReport,
  type PlanSummary,
} from "@archipelago/report";
import { readPlan, type PlanJson } from "@archipelago/terraform";
import { planFiles, readReport, readSummary } from "./artefacts.ts";
import { paths } from "./paths.ts";

export { readSummary };

/** What a run of plans came to. */
export interface PlanRun {
  readonly durationMs: number;
  /** Whether `nx affected` chose the accounts. @default "name" */
  readonly selectedBy?: AccountReport["selectedBy"];
  /** Accounts that failed before they could be planned, with what was said. They are in the report, not in the table. */
  readonly unplanned?: ReadonlyMap<string, string>;
}

/**
 * Writes .archipelago/report for the accounts just planned: plan.json, plan.md, plan.html, reviewed.json, and what
 * {@link collectReports} reads.
 *
 * @param names in the order they are shown
 * @returns the table for the terminal, without a final newline
 * @throws Error when an account left no summary: a run that lost an account must not look complete
 */
export function reportPlans(root: string, names: readonly string[], run: PlanRun): string {
  const { durationMs, selectedBy = "name", unplanned = new Map<string, string>() } = run;
  const summaries = names.map((name) => {
    const summary = readSummary(root, name);
    if (!summary) throw new Error(`${name} was planned, but left no ${planFiles(root, name).summary}`);
    return summary;
  });
  writeReports(root, [
    ...summaries.map((summary) => ({
      ...(readReport(root, summary.account) ?? accountReport(summary, planOf(root, summary))),
      selectedBy,
    })),
    ...[...unplanned].map(([account, error]) => accountReport(unplannedSummary(account, error), undefined, selectedBy)),
  ]);
  if (summaries.length === 0) return "";
  return planTable(summaries, { durationMs, colour: wantsColour(process.stdout), next: nextStep(summaries) });
}

/** What {@link reportPlans} wrote of every account, in dependency order. */
function readReports(root: string): AccountReport[] {
  const directory = accountsDirectory(root);
  if (!fs.existsSync(directory))
    throw new UserError("nothing has been planned", {
      where: path.relative(root, directory),
      next: "npx nx affected --target=plan, or plan every account: npm run plan",
    });
  const reports = new Map(
    fs
      .readdirSync(directory)
      .filter((file) => file.endsWith(".json"))
      .map((file) => {
        const name = path.basename(file, ".json");
        const report = JSON.parse(fs.readFileSync(path.join(directory, file), "utf8")) as AccountReport;
        // In a workflow the file comes from code that nobody has reviewed yet, and its name is where it is written again.
        if (report.summary.account !== name)
          throw new UserError(`it is of another account, ${JSON.stringify(report.summary.account)}`, {
            where: path.relative(root, path.join(directory, file)),
            next: `plan the account again: npx nx plan ${name}`,
          });
        return [name, report] as const;
      }),
  );
  return inDependencyOrder(root, [...reports.keys()].sort()).map((name) => reports.get(name)!);
}

/**
 * The reports of the last run. Their files (.archipelago/report/accounts) hold no secrets: a run that is spread over
 * several machines collects them in one place, and this makes one report of them.
 *
 * @param expected accounts that must be there: one that left nothing is reported as failed
 * @throws UserError when nothing was planned, a file is of another account than its name says, or a name is none
 */
export function collectReports(root: string, expected: readonly string[] = []): AccountReport[] {
  for (const name of expected)
    if (name !== path.basename(name)) throw new UserError(`"${name}" is not the name of an account`);
  if (expected.length > 0) fs.mkdirSync(accountsDirectory(root), { recursive: true });
  const found = readReports(root);
  const missing = expected.filter((name) => !found.some(({ summary }) => summary.account === name));
  const lost = "its plan left no report: the log of the job that planned it says why";
  const reports = [...found, ...missing.map((name) => accountReport(unplannedSummary(name, lost), undefined))];
  writeReports(root, reports);
  return reports;
}

/** Writes what people and programs read of a run: plan.md, plan.html, plan.json and reviewed.json. */
function writeReports(root: string, reports: readonly AccountReport[]): void {
  const { report } = paths(root);
  const directory = accountsDirectory(root);
  fs.rmSync(directory, { recursive: true, force: true });
  fs.mkdirSync(directory, { recursive: true });
  const options = { total: openAccounts(root).length };
  const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
  const files: Record<string, string> = {
    "plan.json": json(reports.map(({ summary }) => summary)),
    "plan.md": planMarkdown(reports, options),
    "plan.html": planHtml(reports, options),
    "reviewed.json": json(planDocument(reports, options).reviewed),
    ...Object.fromEntries(
      reports.map((each) => [path.join("accounts", `${each.summary.account}.json`), json(each)] as const),
    ),
  };
  for (const [file, text] of Object.entries(files))
    writeFileAtomic.sync(path.join(report, file), text, { fsync: false });
}

function accountsDirectory(root: string): string {
  return path.join(paths(root).report, "accounts");
}

function planOf(root: string, { account, status }: PlanSummary) {
  const { json } = planFiles(root, account);
  // An account that does not exist yet has a simulated plan, if it could be made.
  if (status !== "changed" && !(status === "pending" && fs.existsSync(json))) return undefined;
  return readPlan(JSON.parse(fs.readFileSync(json, "utf8")) as PlanJson);
}

function unplannedSummary(account: string, error: string): PlanSummary {
  return {
    account,
    accountId: null,
    environment: "-",
    cloud: "aws",
    status: "failed",
    reasons: [],
    counts: noCounts,
    placeholders: [],
    digests: { configuration: null, inputs: null, code: null, plan: null, review: null },
    state: null,
    durationMs: 0,
    terraformVersion: null,
    error,
  };
}

function nextStep(summaries: readonly PlanSummary[]): string {
  const full = "Full plans: .archipelago/report/plan.md, plan.html";
  if (summaries.some(({ status }) => status === "failed"))
    return `Next: correct what failed, then plan again          ${full}`;
  if (summaries.some(({ status }) => status === "changed")) {
    return `Next: edit modules/vpc-baseline, then npx nx affected --target=plan          ${full}`;
  }
  return full;
}
