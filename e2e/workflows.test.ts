import http from "node:http";
import type { AddressInfo } from "node:net";
import fs from "node:fs";
import path from "node:path";
import { GitHubActions, type JobResult } from "./support/github-actions.ts";
import { Workspace } from "./support/workspace.ts";

// The workflows, their commands run in their order by a real shell with the real Terraform. GitHub is a server on this
// machine, AWS the simulated one: it outlasts the jobs, everything else of a job is gone when it ends.

const workspace = new Workspace(["management", "log-archive", "security", "network", "shop-dev", "shop-staging"]);
let actions: GitHubActions;

/** What GitHub answers, by method and path. */
const answers = new Map<string, unknown>();
const received: { request: string; body: string }[] = [];
const server = http.createServer((request, response) => {
  const route = `${request.method} ${request.url!.replace(/[?&]per_page=.*$/, "")}`;
  let body = "";
  request.on("data", (chunk: Buffer) => (body += chunk.toString()));
  request.on("end", () => {
    received.push({ request: route, body });
    const answer = answers.get(route);
    response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? { message: `nothing at ${route}` }));
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  actions = new GitHubActions(workspace, {
    environment: { GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    pretend: { cloud: "aws" },
  });
  await workspace.succeed(["apply", "--all", "--yes"]);
});
afterAll(async () => {
  actions.remove();
  workspace.remove();
  await new Promise((resolve) => server.close(resolve));
});

const repository = "acme/archipelago";
const ran = (results: Readonly<Record<string, JobResult>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(results)
      .filter(([, { result }]) => result !== "skipped")
      .map(([name, { result }]) => [name, result]),
  );

const number = 7;
let head: string;

/** A pull request of a branch that edits a file; its workflow has run. */
async function pullRequest(runId: number, edit: () => void, headRepository = repository) {
  const base = workspace.git("rev-parse", "main");
  workspace.git("checkout", "--quiet", "main");
  workspace.git("update-ref", "refs/remotes/origin/main", base);
  workspace.git("checkout", "--quiet", "-B", "feature");
  edit();
  workspace.git("add", "--all");
  workspace.git("commit", "--quiet", "--message", "Feature");
  head = workspace.git("rev-parse", "HEAD");
  return actions.run("pull-request.yml", {
    runId,
    github: {
      repository,
      sha: head,
      base_ref: "main",
      workspace: workspace.root,
      token: "token",
      event_name: "pull_request",
      event: {
        pull_request: { number, head: { sha: head, repo: { full_name: headRepository } }, user: { login: "ada" } },
      },
    },
  });
}

/** Squashes the branch into main, as GitHub does; returns what the push is to apply.yml. */
function merge(runId: number) {
  const before = workspace.git("rev-parse", "main");
  workspace.git("checkout", "--quiet", "main");
  workspace.git("merge", "--quiet", "--squash", "feature");
  workspace.git("commit", "--quiet", "--message", "Feature (#7)");
  const sha = workspace.git("rev-parse", "HEAD");
  const api = `GET /repos/${repository}`;
  answers.set(`${api}/commits/${sha}/pulls`, [
    { number, merged_at: "now", base: { ref: "main" }, head: { sha: head } },
  ]);
  answers.set(`${api}/actions/workflows/pull-request.yml/runs?event=pull_request&head_sha=${head}`, {
    workflow_runs: [
      { id: runId, run_number: 1, conclusion: "success", repository: { id: 1 }, head_repository: { id: 1 } },
    ],
  });
  answers.set(`${api}/actions/runs/${runId}/artifacts`, {
    artifacts: fs.readdirSync(path.join(actions.artifacts, String(runId))).map((name) => ({ name, expired: false })),
  });
  for (const account of fs.readdirSync(workspace.path("accounts"))) answers.set(`${api}/environments/${account}`, {});
  return { repository, sha, ref: "refs/heads/main", event_name: "push", event: { before }, workspace: workspace.root };
}

const vpc = "modules/vpc-baseline/src/vpc-baseline.ts";
const withNetwork = ["network", "shop-dev", "shop-staging"];

test("a pull request is planned, merged and applied, account by account, as it was reviewed", async () => {
  const planned = await pullRequest(101, () =>
    workspace.replace(
      vpc,
      "enableDnsHostnames: true",
      "enableDnsHostnames: true,\n      enableNetworkAddressUsageMetrics: true",
    ),
  );
  expect({ ...ran(planned), comment: "success" }).toEqual({
    select: "success",
    check: "success",
    plan: "success",
    comment: "success",
  });
  expect(planned["select"]!.outputs["matrix"]).toBe(`{"include":[{"shard":1,"accounts":"${withNetwork.join(" ")}"}]}`);

  const applied = await actions.run("apply.yml", { runId: 102, github: { ...merge(101), token: "token" } });
  expect(ran(applied)).toEqual({
    select: "success",
    "round-1": "success",
    "round-1 / ready": "success",
    "round-1 / apply": "success",
    "round-2": "success",
    "round-2 / ready": "success",
    "round-2 / apply": "success",
  });
  expect(applied["round-1 / apply"]!.log).toMatch(/^network: applied, as reviewed, .*1 changed/m);
  expect(applied["round-2 / apply"]!.log).toMatch(/^shop-dev: applied, as reviewed, .*1 changed/m);
  expect(applied["round-2 / apply"]!.log).toMatch(/^shop-staging: applied, as reviewed, .*1 changed/m);
  expect(actions.summary()).toMatch(/### shop-dev\n- update `aws_vpc\./);
});
