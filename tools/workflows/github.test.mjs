import { execFile, execFileSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const script = (name) => path.join(import.meta.dirname, name);
const directory = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-workflows-")));
const git = (...args) => execFileSync("git", args, { cwd: directory, encoding: "utf8" }).trim();
const commit = (message) => {
  git("commit", "--quiet", "--allow-empty", "--message", message);
  return git("rev-parse", "HEAD");
};
git("init", "--quiet", "--initial-branch=main");
git("config", "user.name", "Archipelago");
git("config", "user.email", "archipelago@acme.example");
const [before, first, second] = ["Before", "First", "Second"].map(commit);

/** What GitHub answers, by path after /repos/acme/archipelago/ and without the page. */
let answers = {};
const asked = [];
const server = http.createServer(({ url, headers }, response) => {
  const [, route] = url.split("/repos/acme/archipelago/");
  const [name, page = "1"] = route.split(/[?&]per_page=100&page=/);
  asked.push({ name, page, authorization: headers.authorization });
  const answer = answers[name];
  if (answer === undefined) response.writeHead(404).end('{"message":"Not Found"}');
  else if (typeof answer === "number") response.writeHead(answer).end('{"message":"no"}');
  else response.end(JSON.stringify(page === "1" ? answer : (answer.next?.[page] ?? [])));
});
beforeAll(() => new Promise((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => {
  fs.rmSync(directory, { recursive: true });
  return new Promise((resolve) => server.close(resolve));
});
beforeEach(() => asked.splice(0));

const run = async (name, env) => {
  const output = path.join(directory, "output");
  fs.writeFileSync(output, "");
  const environment = {
    PATH: process.env.PATH,
    GITHUB_API_URL: `http://127.0.0.1:${server.address().port}`,
    GITHUB_REPOSITORY: "acme/archipelago",
    GITHUB_TOKEN: "token-of-the-job",
    GITHUB_OUTPUT: output,
    ...env,
  };
  const { code, stdout, stderr } = await promisify(execFile)(process.execPath, [script(name)], {
    cwd: directory,
    env: environment,
  }).then(
    (done) => ({ code: 0, ...done }),
    (error) => error,
  );
  return { code, stdout, stderr, output: fs.readFileSync(output, "utf8") };
};

const pull = (number, sha, more = {}) => ({
  number,
  merged_at: "2026-11-20T12:00:00Z",
  base: { ref: "main" },
  head: { sha },
  ...more,
});
const planned = (id, more = {}) => ({
  id,
  run_number: id,
  conclusion: "success",
  repository: { id: 1 },
  head_repository: { id: 1 },
  ...more,
});
const runsOf = (sha) => `actions/workflows/pull-request.yml/runs?event=pull_request&head_sha=${sha}`;
const artifacts = (...names) => ({ artifacts: names.map((name) => ({ name, expired: false })) });
/** A push of two merged pull requests. */
const merged = () => ({
  [`commits/${first}/pulls`]: [pull(11, "aaa")],
  [`commits/${second}/pulls`]: [pull(12, "bbb")],
  [runsOf("aaa")]: { workflow_runs: [planned(101)] },
  [runsOf("bbb")]: { workflow_runs: [planned(102), planned(103)] },
  "actions/runs/101/artifacts": artifacts("selected", "plan-1", "plan-2"),
  "actions/runs/103/artifacts": artifacts("plan-1", "selected"),
});
const reviewed = (env = {}) => run("reviewed-runs.mjs", { BEFORE: before, GITHUB_SHA: second, ...env });

describe("reviewed-runs", () => {
  test("every pull request of a push, and the newest run of each, asked with the job's token", async () => {
    answers = merged();
    const { code, output, stdout } = await reviewed();
    expect({ code, output }).toEqual({ code: 0, output: "runs=103 101\nallow-destroy=\nbecause=\n" });
    expect(stdout).toContain("#12, #11");
    expect(new Set(asked.map(({ authorization }) => authorization))).toEqual(new Set(["Bearer token-of-the-job"]));
  });

  test("after a forced push, or on a new branch, only the last commit counts", async () => {
    answers = merged();
    expect((await reviewed({ BEFORE: "0".repeat(40) })).output).toBe("runs=103\nallow-destroy=\nbecause=\n");
  });

  test("a pull request that changes no account left no plan, and there is nothing to apply", async () => {
    answers = { ...merged(), "actions/runs/103/artifacts": artifacts("selected") };
    expect((await reviewed()).output).toBe("runs=101\nallow-destroy=\nbecause=\n");
  });

  test("a label allows more destroys, and is the reason that is given", async () => {
    const labels = ["allow-destroy:7", "allow-destroy:many", "urgent"].map((name) => ({ name }));
    answers = {
      ...merged(),
      [`commits/${first}/pulls`]: [pull(11, "aaa", { labels: [{ name: "allow-destroy:3" }] })],
      [`commits/${second}/pulls`]: [pull(12, "bbb", { labels })],
    };
    expect((await reviewed()).output).toBe("runs=103 101\nallow-destroy=7\nbecause=label allow-destroy:7 of #12\n");
  });

  test("runs are read from every page", async () => {
    const foreign = Array.from({ length: 100 }, (_, index) => planned(index, { head_repository: { id: 2 } }));
    answers = {
      ...merged(),
      [runsOf("bbb")]: { workflow_runs: foreign, next: { 2: { workflow_runs: [planned(103)] } } },
    };
    expect((await reviewed()).output).toBe("runs=103 101\nallow-destroy=\nbecause=\n");
  });

  test.each([
    ["a commit without a pull request", { [`commits/${first}/pulls`]: [] }, /without a pull request/],
    [
      "a pull request that is only open",
      { [`commits/${first}/pulls`]: [pull(11, "aaa", { merged_at: null })] },
      /without/,
    ],
    [
      "a pull request into another branch",
      { [`commits/${first}/pulls`]: [pull(11, "aaa", { base: { ref: "old" } })] },
      /without a pull request/,
    ],
    ["no run", { [runsOf("bbb")]: { workflow_runs: [] } }, /#12 was not planned with credentials/],
    [
      "a run of a fork, whatever it left",
      { [runsOf("bbb")]: { workflow_runs: [planned(103, { head_repository: { id: 2 } })] } },
      /#12 was not planned with credentials \(is it from a fork\?\)/,
    ],
    [
      "a run whose fork is gone",
      { [runsOf("bbb")]: { workflow_runs: [planned(103, { head_repository: null })] } },
      /#12 was not planned/,
    ],
    [
      "a newest run that failed",
      { [runsOf("bbb")]: { workflow_runs: [planned(102), planned(103, { conclusion: "failure" })] } },
      /the plan of #12 ended with "failure"/,
    ],
    ["plans that are gone", { "actions/runs/103/artifacts": artifacts() }, /the plans of #12 have expired/],
    [
      "plans that have expired",
      { "actions/runs/103/artifacts": { artifacts: [{ name: "selected", expired: true }] } },
      /the plans of #12 have expired/,
    ],
    ["GitHub refuses", { [`commits/${first}/pulls`]: 403 }, /GitHub answers 403 to commits/],
  ])("%s: stops, says what to do, and hands nothing on", async (_name, change, message) => {
    answers = { ...merged(), ...change };
    const { code, stdout, stderr, output } = await reviewed();
    expect({ code, stderr, output }).toEqual({ code: 1, stderr: "", output: "" });
    expect(stdout).toMatch(/^::error::[^\n]+\n$/);
    expect(stdout).toMatch(message);
  });
});

describe("require-environments", () => {
  const rounds = JSON.stringify([{ include: [{ account: "network" }] }, { include: [{ account: "shop-dev" }] }]);

  test("passes when every account has one", async () => {
    answers = { "environments/network": {}, "environments/shop-dev": {} };
    expect(await run("require-environments.mjs", { ROUNDS: rounds })).toMatchObject({ code: 0, stdout: "" });
  });

  test("names the accounts that have none", async () => {
    answers = { "environments/network": {} };
    const { code, stdout } = await run("require-environments.mjs", { ROUNDS: rounds });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^::error::no GitHub environment: shop-dev\. /);
  });

  test("new accounts need their own, and the one in which they are bootstrapped", async () => {
    answers = { "environments/network": {} };
    const fresh = JSON.stringify([{ include: [{ account: "checkout-dev" }] }]);
    const old = JSON.stringify([{ include: [{ account: "network" }] }]);
    const run1 = await run("require-environments.mjs", { ROUNDS: old, NEW_ROUNDS: fresh });
    expect(run1.stdout).toMatch(/^::error::no GitHub environment: checkout-dev, new_accounts\. /);
    const run2 = await run("require-environments.mjs", { ROUNDS: old, NEW_ROUNDS: "[]", BOOTSTRAP: "true" });
    expect(run2.stdout).toMatch(/^::error::no GitHub environment: new_accounts\. /);
  });
});
