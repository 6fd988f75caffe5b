import fs from "node:fs";
import path from "node:path";
import { resourcesOf } from "./support/cloud.ts";
import { GitHubActions, type JobResult, type Trigger } from "./support/github-actions.ts";
import { GitHubServer } from "./support/github-server.ts";
import { makeSmall } from "./support/small-stacks.ts";
import { Workspace } from "./support/workspace.ts";

// The workflows: their commands, run in their order by a real shell with the real Terraform. GitHub is a server on this
// machine, AWS the simulated one: it outlasts the jobs, everything else of a job is gone when it ends.

const workspace = new Workspace(["management", "log-archive", "security", "shop-dev", "shop-staging"]);
const server = new GitHubServer();
const { repository, answers } = server;
const pull = 7;
const minutes = 60_000;
let actions: GitHubActions;

beforeAll(async () => {
  const environment = { GITHUB_API_URL: await server.listen() };
  actions = new GitHubActions(workspace, { environment, pretend: { cloud: "aws" } });
  makeSmall(workspace);
  await workspace.succeed(["apply", "--all", "--yes"]);
}, 5 * minutes);
afterAll(async () => {
  actions.remove();
  workspace.remove();
  await server.close();
});

/** Jobs that ran, with what they came to. */
const ran = (results: Readonly<Record<string, JobResult>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(results)
      .filter(([, { result }]) => result !== "skipped")
      .map(([name, { result }]) => [name, result]),
  );
/** Expects these jobs to have run, and to have succeeded; shows what those that failed said. */
function expectSuccess(results: Readonly<Record<string, JobResult>>, ...jobs: string[]): void {
  const failures = Object.values(results).flatMap(({ result, log }) => (result === "failure" ? [log] : []));
  expect(failures.join("\n")).toBe("");
  expect(Object.keys(ran(results))).toEqual(jobs);
}
const round = (number: number): string[] =>
  ["", " / ready", " / apply"].map((job) => `reviewed / round-${number}${job}`);

/** Networks in which hosts have no names: what the pull request changes. */
const nameless = (): number =>
  resourcesOf(workspace).filter(
    ({ type, attributes }) => type === "aws_vpc" && attributes["enable_dns_hostnames"] === false,
  ).length;

const github = (sha: string, more: object): Trigger["github"] => ({
  repository,
  sha,
  token: "token",
  workspace: workspace.root,
  ...more,
});
const onMain = (sha: string, more: object): Trigger["github"] => github(sha, { ref: "refs/heads/main", ...more });
const mainNow = (): string => workspace.git("rev-parse", "main");
const dispatch = (file: string, runId: number, inputs: Readonly<Record<string, string>>) =>
  actions.run(file, { runId, inputs, github: onMain(mainNow(), { event_name: "workflow_dispatch" }) });

const module = "modules/vpc-baseline/src/vpc-baseline.ts";
const noNames = ["enableDnsHostnames: true", "enableDnsHostnames: false"] as const;
const noServer = ["enableDnsSupport: true", "enableDnsSupport: false"] as const;

/** A pull request with one edit, of the module unless it says otherwise: its workflow runs. */
async function pullRequest(runId: number, edit: readonly [string, string] | (() => void), from = repository) {
  workspace.git("checkout", "--quiet", "main");
  workspace.git("update-ref", "refs/remotes/origin/main", "main");
  workspace.git("checkout", "--quiet", "-B", "feature");
  if (typeof edit === "function") edit();
  else workspace.replace(module, ...edit);
  workspace.git("add", "--all");
  workspace.git("commit", "--quiet", "--message", "Edit");
  const head = workspace.git("rev-parse", "HEAD");
  const event = {
    pull_request: { number: pull, head: { sha: head, repo: { full_name: from } }, user: { login: "ada" } },
  };
  const results = await actions.run("pull-request.yml", {
    runId,
    github: github(head, { ref: `refs/pull/${pull}/merge`, base_ref: "main", event_name: "pull_request", event }),
  });
  return { head, results };
}

/** Squashes the branch into main, as GitHub does, and runs apply.yml for the push. */
async function merge(runId: number, planned: { readonly runId: number; readonly head: string }, edit = (): void => {}) {
  const before = mainNow();
  workspace.git("checkout", "--quiet", "main");
  workspace.git("merge", "--quiet", "--squash", "feature");
  edit();
  workspace.git("commit", "--quiet", "--all", "--message", `Hosts have no names (#${pull})`);
  const sha = mainNow();
  const names = fs.readdirSync(path.join(actions.artifacts, String(planned.runId)));
  const ours = { repository: { id: 1 }, head_repository: { id: 1 } };
  answers.set(`commits/${sha}/pulls`, [
    { number: pull, merged_at: "now", base: { ref: "main" }, head: { sha: planned.head } },
  ]);
  answers.set(`actions/workflows/pull-request.yml/runs?event=pull_request&head_sha=${planned.head}`, {
    workflow_runs: [{ id: planned.runId, run_number: 1, conclusion: "success", ...ours }],
  });
  answers.set(`actions/runs/${planned.runId}/artifacts`, {
    artifacts: names.map((name) => ({ name, expired: false })),
  });
  for (const account of fs.readdirSync(workspace.path("accounts"))) answers.set(`environments/${account}`, {});
  return actions.run("apply.yml", { runId, github: onMain(sha, { event_name: "push", event: { before } }) });
}

test(
  "a pull request is planned, refused when main has something else, applied as reviewed, and rolled back",
  async () => {
    const before = mainNow();
    const { head, results } = await pullRequest(11, noNames);
    expectSuccess(results, "select", "check", "plan", "comment");
    expect(results["select"]!.outputs["matrix"]).toBe('{"include":[{"shard":1,"accounts":"shop-dev shop-staging"}]}');
    expect(server.comments).toHaveLength(1);
    expect(server.comments[0]!.body).toMatch(/^### Plan: 2 of 5 accounts change/m);
    expect(fs.readdirSync(path.join(actions.artifacts, "11", "report"))).toEqual(["plan.html"]);

    const refused = await merge(12, { runId: 11, head }, () => workspace.replace(module, ...noServer));
    const [[, , first], [, ready, second]] = [round(1), round(2)] as [string[], string[]];
    expect(ran(refused)).toMatchObject({ [first!]: "failure", [ready!]: "success" });
    expect(refused[first!]!.log).toMatch(/^shop-dev: the plan is not the one that was reviewed/m);
    expect(refused[ready!]!.log).toBe("::error::shop-staging is not started: what it waits for was not applied\n");
    expect(refused[second!]!.result).toBe("skipped");
    expect(nameless()).toBe(0);
    workspace.git("checkout", "--quiet", "-B", "main", before);

    const applied = await merge(13, { runId: 11, head });
    expectSuccess(applied, "select", "reviewed", ...round(1), ...round(2));
    for (const [job, account] of Object.entries({ [first!]: "shop-dev", [second!]: "shop-staging" }))
      expect(applied[job]!.log).toMatch(new RegExp(`^${account}: applied, as reviewed, 0 added, 1 changed`, "m"));
    expect(actions.summary()).toMatch(/### shop-dev\n+- update `aws_vpc\./);
    expect(nameless()).toBe(2);

    const planned = await dispatch("plan.yml", 14, { accounts: "shop-staging", commit: before });
    expectSuccess(planned, "plan");
    const [reviewed] = /^shop-staging=\d{12}:[0-9a-f]{64}$/m.exec(actions.summary())!;
    const rolledBack = await dispatch("apply.yml", 15, { reviewed, commit: before });
    expectSuccess(rolledBack, "select", "reviewed", ...round(1));
    expect(nameless()).toBe(1);

    const foreign = await dispatch("apply.yml", 16, { reviewed, commit: head });
    expect(ran(foreign)).toEqual({ select: "failure" });
    expect(foreign["select"]!.log).toContain(`::error::${head} is no commit of main`);
  },
  10 * minutes,
);

test(
  "a fork's pull request is checked and planned against the simulated AWS; nothing is written to GitHub",
  async () => {
    const comments = server.comments.length;
    const { results } = await pullRequest(21, noServer, "eve/aws");
    expectSuccess(results, "select", "check", "plan-offline");
    expect(actions.summary()).toMatch(/^### Plan: \d of 5 accounts change/m);
    expect(server.comments).toHaveLength(comments);
  },
  5 * minutes,
);

test(
  "what is checked and changes no plan is checked: another owner of an account",
  async () => {
    const { results } = await pullRequest(31, () =>
      workspace.replace(".github/CODEOWNERS", "/shop-staging/ @acme/team-shop", "/shop-staging/ @eve"),
    );
    expect(ran(results)).toMatchObject({ select: "success", check: "failure" });
    expect(results["select"]!.outputs["count"]).toBe("0");
    expect(results["check"]!.log).toMatch(/CODEOWNERS: .*shop-staging.*@eve/);
  },
  5 * minutes,
);

test(
  "every night: an issue names what has drifted, and is closed when nothing has",
  async () => {
    const night = (runId: number) =>
      actions.run("drift.yml", { runId, github: onMain(mainNow(), { event_name: "schedule" }) });
    const vpc = resourcesOf(workspace).find(({ type }) => type === "aws_vpc")!;
    const asApplied = fs.readFileSync(vpc.file, "utf8");
    const stored = JSON.parse(asApplied) as { attributes: object };
    fs.writeFileSync(
      vpc.file,
      JSON.stringify({ ...stored, attributes: { ...stored.attributes, enable_dns_support: false } }),
    );
    expectSuccess(await night(31), "select", "drift", "issue");
    expect(server.issues).toMatchObject([{ title: "Drift: 1 account drifted" }]);
    expect(server.issues[0]!.body).toContain("enable_dns_support");
    fs.writeFileSync(vpc.file, asApplied);
    expectSuccess(await night(32), "select", "drift", "issue");
    expect(server.issues).toMatchObject([{ state: "closed" }]);
  },
  5 * minutes,
);

test(
  "one merge adds an account: a folder is planned with the management account, and the run that follows makes and applies it",
  async () => {
    const { head, results } = await pullRequest(41, () => {
      fs.cpSync(workspace.path("accounts/_template"), workspace.path("accounts/checkout-dev"), { recursive: true });
      const file = "accounts/checkout-dev/account.json";
      for (const value of ["checkout", "@acme/team-checkout", "CC-2001", "10.32.48.0/20", "team-checkout"])
        workspace.replace(file, /"@?REPLACE-ME"/.exec(workspace.read(file))![0], JSON.stringify(value));
    });
    expectSuccess(results, "select", "check", "plan", "comment");
    const { accounts } = (JSON.parse(results["select"]!.outputs["matrix"]!) as { include: [{ accounts: string }] })
      .include[0];
    expect(accounts.split(" ")).toEqual(expect.arrayContaining(["checkout-dev", "management"]));

    const applied = await merge(42, { runId: 41, head });
    const rounds = JSON.parse(applied["select"]!.outputs["rounds"]!) as {
      include: { account: string; after: string }[];
    }[];
    const jobs = rounds.flatMap(({ include }) => include);
    expect(jobs[0]!.account).toBe("management");
    expect(jobs.find(({ account }) => account === "checkout-dev")!.after.split(" ")).toContain("management");
    expectSuccess(applied, "select", "reviewed", ...rounds.flatMap((_, index) => round(index + 1)));
    const last = applied[round(rounds.length)[2]!]!;
    expect(last.log).toMatch(
      /^checkout-dev: applied, as reviewed, [1-9]\d* added, 0 changed, 0 replaced, 0 destroyed/m,
    );
    const members = resourcesOf(workspace).filter(({ type }) => type === "aws_organizations_account");
    expect(members.map(({ attributes }) => attributes["name"])).toContain("checkout-dev");
    expect(await workspace.succeed(["status", "checkout-dev"])).toMatch(/checkout-dev .*in sync/);
  },
  10 * minutes,
);
