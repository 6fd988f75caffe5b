// Which runs of pull-request.yml planned what has just reached main: their reviews are what apply.yml may apply.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { fail, github } from "./github.mjs";

const workflow = "pull-request.yml";

/**
 * The pull requests behind the commits of a push, and of each the newest run that planned its last commit.
 *
 * A run counts only when it came from a branch of this repository: a fork's run can leave artifacts of any name and
 * content.
 *
 * @param {string[]} commits newest first
 * @returns {Promise<{ pulls: number[], runs: number[] }>} `runs`: those that planned something
 * @throws Error when a commit came without a pull request, or the plans of one are not to be had
 */
export async function reviewedRuns(commits, { list }) {
  const pulls = new Map();
  for (const commit of commits) {
    const merged = (await list(`commits/${commit}/pulls`)).filter((pull) => pull.merged_at && pull.base.ref === "main");
    if (merged.length === 0)
      throw new Error(
        `${commit} reached main without a pull request, so nobody has reviewed its plans: run plan.yml, then apply.yml with the digests`,
      );
    for (const pull of merged) pulls.set(pull.number, pull);
  }
  const runs = [];
  for (const { number, head } of pulls.values()) {
    const candidates = await list(
      `actions/workflows/${workflow}/runs?event=pull_request&head_sha=${head.sha}`,
      "workflow_runs",
    );
    const [run] = candidates
      .filter(({ repository, head_repository }) => head_repository?.id === repository.id)
      .sort((one, other) => other.run_number - one.run_number);
    const again = "run plan.yml, then apply.yml with the digests";
    if (!run) throw new Error(`#${number} was not planned with credentials (is it from a fork?): ${again}`);
    if (run.conclusion !== "success")
      throw new Error(`the plan of #${number} ended with "${run.conclusion}": ${again}`);
    const artifacts = (await list(`actions/runs/${run.id}/artifacts`, "artifacts")).filter(({ expired }) => !expired);
    if (!artifacts.some(({ name }) => name === "selected"))
      throw new Error(`the plans of #${number} have expired: ${again}`);
    if (artifacts.some(({ name }) => name.startsWith("plan-"))) runs.push(run.id);
  }
  return { pulls: [...pulls.keys()], runs, allowance: allowanceOf([...pulls.values()]) };
}

/**
 * What the label `allow-destroy:<n>` of a pull request allows: more destroys than maxDestroy of an environment.
 *
 * @returns {{ count: number, because: string } | undefined} the most that one of them allows
 */
export function allowanceOf(pulls) {
  return pulls
    .flatMap(({ number, labels = [] }) =>
      labels.flatMap(({ name }) => {
        const [, count] = /^allow-destroy:(\d{1,6})$/.exec(name) ?? [];
        return count === undefined ? [] : [{ count: Number(count), because: `label ${name} of #${number}` }];
      }),
    )
    .sort((one, other) => other.count - one.count)[0];
}

/** Commits of main between two, newest first; only the last when the first is not known (a new branch, a forced push). */
export function commitsOf(before, after, cwd = process.cwd()) {
  const git = (...args) => execFileSync("git", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  try {
    git("merge-base", "--is-ancestor", before, after);
  } catch {
    return [after];
  }
  return git("rev-list", "--first-parent", `${before}..${after}`).split("\n").filter(Boolean);
}

if (process.argv[1] === import.meta.filename) {
  const { BEFORE, GITHUB_SHA, GITHUB_OUTPUT } = process.env;
  try {
    const { pulls, runs, allowance } = await reviewedRuns(commitsOf(BEFORE, GITHUB_SHA), github(process.env));
    console.log(
      `Pull requests: ${pulls.map((number) => `#${number}`).join(", ")}; runs that planned: ${runs.join(", ") || "none"}`,
    );
    const { count = "", because = "" } = allowance ?? {};
    fs.appendFileSync(GITHUB_OUTPUT, `runs=${runs.join(" ")}\nallow-destroy=${count}\nbecause=${because}\n`);
  } catch (error) {
    fail(error);
  }
}
