import fs from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { openAccounts, UserError } from "@archipelago/account-stack/light";
import {
  driftIssue,
  expiryIssue,
  githubLimit,
  planHtml,
  planMarkdown,
  type DriftResult,
  type ExpiryResult,
} from "@archipelago/report";
import type { GitHubOptions, Upserted } from "@archipelago/report/github";
import { collectReports } from "@archipelago/runner";
import { findRoot } from "../root.ts";

interface Flags {
  readonly html?: boolean;
  readonly comment?: boolean;
  readonly driftIssue?: readonly string[] | true;
  readonly expiryIssue?: string | true;
  readonly repo?: string;
  readonly pull?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

export function addReport(program: Command): void {
  program
    .command("report")
    .description("the last run's plans as Markdown, a page, or the one comment of a pull request")
    .argument("[account...]", "accounts that must be in it: one that left nothing is reported as failed")
    .option("--html", "print the page")
    .option("--comment", "write the pull request's comment; takes GITHUB_TOKEN, and GITHUB_API_URL")
    .option("--drift-issue [file...]", "open, change or close the issue about drift; files of `drift --all --json`")
    .option("--expiry-issue [file]", "open, change or close the issue about last days; `status --expiring --json`")
    .option("--repo <owner/name>", "repository on GitHub (default: GITHUB_REPOSITORY)")
    .option("--pull <number>", "pull request (default: the one this workflow runs for)")
    .action(async (accounts: string[], flags: Flags) => {
      const { organization } = program.opts<{ organization: string }>();
      process.stdout.write(await report(findRoot(), accounts, flags, organization));
    });
}

/** Does what the flags say. Returns what is printed. */
export async function report(
  root: string,
  accounts: readonly string[],
  flags: Flags,
  organization: string,
  env: Environment = process.env,
): Promise<string> {
  // Two organisations in one repository have a comment and an issue each.
  const marker = (what: string): string => `<!-- archipelago ${what} ${organization.replaceAll(/[^\w./-]/g, "_")} -->`;
  if (flags.driftIssue !== undefined) {
    const files: readonly (string | 0)[] = flags.driftIssue === true ? [0] : flags.driftIssue;
    const results = files.flatMap((file) => resultsOf<DriftResult>(file, "drift --all --json"));
    return keepIssue(gitHub(flags, env), marker("drift"), driftIssue(results, openAccounts(root)));
  }
  if (flags.expiryIssue !== undefined) {
    const file = flags.expiryIssue === true ? 0 : flags.expiryIssue;
    const results = resultsOf<ExpiryResult>(file, "status --expiring --json");
    return keepIssue(gitHub(flags, env), marker("expiry"), expiryIssue(results));
  }
  const reports = collectReports(root, accounts);
  const run = runUrl(env);
  const options = { total: openAccounts(root).length, ...(run === undefined ? {} : { details: run }) };
  if (flags.html) return planHtml(reports, options);
  if (!flags.comment) return planMarkdown(reports, options);
  const target = gitHub(flags, env);
  const pull = pullRequest(flags, env);
  const begin = marker("plan");
  const text = planMarkdown(reports, options, githubLimit - begin.length - 1);
  const { upsertComment } = await import("@archipelago/report/github");
  return said("comment", await upsertComment(target, pull, begin, text));
}

async function keepIssue(
  target: GitHubOptions,
  marker: string,
  issue: { readonly title: string; readonly text: string } | undefined,
): Promise<string> {
  const { upsertIssue } = await import("@archipelago/report/github");
  return said("issue", await upsertIssue(target, marker, issue));
}

function said(what: string, { action, url }: Upserted): string {
  return action === "none" ? `no ${what}: all is well\n` : `${what} ${action}: ${url}\n`;
}

function gitHub(flags: Flags, env: Environment): GitHubOptions {
  const where = "archipelago report";
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(flags.repo ?? env["GITHUB_REPOSITORY"] ?? "") ?? [];
  if (owner === undefined || repo === undefined)
    throw new UserError("which repository on GitHub?", { where, allowed: "owner/name", next: "--repo owner/name" });
  const token = env["GITHUB_TOKEN"];
  if (!token)
    throw new UserError("GITHUB_TOKEN is not set", {
      where,
      next: "in a workflow: env: GITHUB_TOKEN: ${{ github.token }}",
    });
  const apiUrl = env["GITHUB_API_URL"];
  return { owner, repo, token, ...(apiUrl ? { apiUrl } : {}) };
}

function pullRequest({ pull }: Flags, env: Environment): number {
  const text = pull ?? /^refs\/pull\/(\d+)\//.exec(env["GITHUB_REF"] ?? "")?.[1] ?? "";
  if (!/^[1-9]\d*$/.test(text))
    throw new UserError(pull === undefined ? "which pull request?" : `"${pull}" is not a pull request`, {
      where: "archipelago report --comment",
      allowed: "a number",
      next: "--pull <number>",
    });
  return Number(text);
}

/** The page of the workflow's run, where its artifacts are. */
function runUrl(env: Environment): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env;
  if (!server || !repository || !run) return undefined;
  return `plan.html in the artifacts of ${server}/${repository}/actions/runs/${run}`;
}

/** What a command printed about accounts, from a file or standard input. */
function resultsOf<Result extends { readonly account: string }>(file: string | 0, command: string): Result[] {
  const where = file === 0 ? "standard input" : path.relative(process.cwd(), file) || file;
  let results: unknown;
  try {
    results = JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (error) {
    throw new UserError((error as Error).message, { where, next: `npm run archipelago -- ${command} > ${where}` });
  }
  if (Array.isArray(results) && results.every((each) => typeof (each as Result | null)?.account === "string"))
    return results as Result[];
  throw new UserError(`is not what ${command.split(" ")[0]} prints`, {
    where,
    allowed: `the output of archipelago ${command}`,
  });
}
