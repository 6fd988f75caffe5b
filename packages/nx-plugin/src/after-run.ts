import { stripVTControlCharacters } from "node:util";
import type { TaskResults } from "@nx/devkit";
import { defaultBase, inDependencyOrder, openAccounts } from "@archipelago/account-stack/light";
import { readSummary, reportPlans } from "@archipelago/runner/report-plans";
import { option } from "./before-run.ts";

const reported = ["plan", "drift", "apply", "destroy"];

/** Nx hides what successful tasks print, so the table of a run is printed here, when all of it has ended. */
export function reportRun(root: string, argv: readonly string[], results: TaskResults): void {
  const planned = inDependencyOrder(
    root,
    Object.values(results)
      .filter(({ task }) => task.target.target === "plan")
      .map(({ task }) => task.target.project),
  );
  if (planned.length > 0) {
    // A task that failed before its account could be planned has said why, and left no summary, or that of another run.
    const failed = new Set(
      Object.values(results).flatMap((each) => (each.status === "failure" ? [each.task.target.project] : [])),
    );
    const shown = planned.filter((name) => !failed.has(name) || readSummary(root, name)?.status === "failed");
    const unplanned = new Map(
      Object.values(results).flatMap(({ task, terminalOutput }) =>
        shown.includes(task.target.project) || task.target.target !== "plan"
          ? []
          : [[task.target.project, stripVTControlCharacters(terminalOutput ?? "").trim() || "it did not run"] as const],
      ),
    );
    const times = Object.values(results).flatMap(({ task }) =>
      task.startTime !== undefined && task.endTime !== undefined ? [task] : [],
    );
    const durationMs =
      Math.max(0, ...times.map(({ endTime }) => endTime!)) - Math.min(...times.map(({ startTime }) => startTime!));
    const table = reportPlans(root, shown, {
      durationMs: Number.isFinite(durationMs) ? durationMs : 0,
      selectedBy: argv.includes("affected") ? "graph" : "name",
      unplanned,
    });
    if (table !== "") process.stdout.write(`\n${table}\n`);
    return;
  }
  const targets = (
    option(argv, "target") ??
    option(argv, "targets") ??
    option(argv, "t") ??
    shortTarget(argv) ??
    ""
  ).split(",");
  if (argv.includes("affected") && targets.some((target) => reported.includes(target))) {
    const base = option(argv, "base") ?? (process.env["NX_BASE"] || defaultBase(root));
    // What an earlier run planned must not be taken for the result of this one.
    if (targets.includes("plan")) reportPlans(root, [], { durationMs: 0 });
    process.stdout.write(
      `\nArchipelago · 0 of ${openAccounts(root).length} accounts differ from ${base}: nothing to plan\n` +
        "Next: edit modules/vpc-baseline, then npx nx affected --target=plan; or plan every account: npm run plan\n",
    );
  }
}

function shortTarget(argv: readonly string[]): string | undefined {
  const at = argv.indexOf("-t");
  return at === -1 ? undefined : argv[at + 1];
}
