import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { noCounts, type AccountReport, type PlanSummary } from "@archipelago/report";
import { FakeGitHub } from "@archipelago/testing/fake-github";

// The command as a workflow runs it, against a GitHub of this machine.

const program = path.resolve(import.meta.dirname, "../../bin/archipelago.mjs");
let root: string;
let github: FakeGitHub;

beforeEach(async () => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-report-"));
  write("nx.json", {});
  for (const name of ["network", "shop"]) write(`accounts/${name}/account.json`, {});
  github = new FakeGitHub();
  await github.listen();
});
afterEach(async () => {
  await github.close();
  fs.rmSync(root, { recursive: true });
});

function write(file: string, content: unknown): void {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), JSON.stringify(content));
}

/** What a plan of an account leaves. */
function planned(account: string, more: Partial<PlanSummary> = {}): void {
  const summary: PlanSummary = {
    account,
    accountId: "123456789012",
    environment: "shared",
    cloud: "aws",
    status: "changed",
    reasons: ["never applied"],
    counts: { ...noCounts, add: 1 },
    placeholders: [],
    digests: { configuration: null, inputs: null, code: null, plan: null, review: "ab".repeat(32) },
    state: null,
    durationMs: 1,
    terraformVersion: "1.11.4",
    ...more,
  };
  const address = "aws_vpc.vpc";
  const changes = [{ kind: "create", title: address, address, forcedBy: [], attributes: [] }] as const;
  const report: AccountReport = { summary, selectedBy: "graph", changes, ownIds: {} };
  write(`.archipelago/report/accounts/${account}.json`, report);
}

/** Of a workflow that runs for pull request 7. */
const workflow = (): Record<string, string> => ({
  GITHUB_TOKEN: github.token,
  GITHUB_API_URL: github.url,
  GITHUB_REPOSITORY: "acme/aws",
  GITHUB_REF: "refs/pull/7/merge",
});

function archipelago(args: readonly string[], env: Readonly<Record<string, string>> = workflow()) {
  return new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    const options = { cwd: root, env: { PATH: process.env["PATH"]!, ...env } };
    execFile(process.execPath, [program, "report", ...args], options, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

test("the comment is made of what every machine left, and one that left nothing is reported as failed", async () => {
  planned("network");
  const first = await archipelago(["--comment", "network", "shop"]);
  expect(first).toMatchObject({ code: 0, stderr: "", stdout: expect.stringMatching(/^comment created: http/) });
  const [comment] = github.comments;
  expect(comment!.body).toMatch(
    /^<!-- archipelago plan organization.json -->\n### Plan: 1 of 2 accounts change, 1 failed\n/,
  );
  expect(comment!.body).toContain("<b>shop failed</b>");
  const files = fs.readdirSync(path.join(root, ".archipelago/report")).sort();
  expect(files).toEqual(["accounts", "plan.html", "plan.json", "plan.md", "reviewed.json"]);
  expect(JSON.parse(fs.readFileSync(path.join(root, ".archipelago/report/reviewed.json"), "utf8"))).toEqual({
    network: "ab".repeat(32),
  });
  planned("shop");
  expect((await archipelago(["--comment", "network", "shop"])).stdout).toMatch(/^comment updated: /);
  expect(github.comments).toHaveLength(1);
  expect(comment!.body).toContain("<b>The same 1 change (+1) in 2 accounts</b>: network, shop");
});

test("what would be written outside of the report is refused: a report of another account, a name that is a path", async () => {
  planned("network");
  const file = ".archipelago/report/accounts/network.json";
  const stored = JSON.parse(fs.readFileSync(path.join(root, file), "utf8")) as AccountReport;
  write(file, { ...stored, summary: { ...stored.summary, account: "../../../package" } });
  const refusals: [string[], string][] = [
    [["network"], "it is of another account"],
    [["../../../package"], "is not the name of an account"],
  ];
  for (const [names, message] of refusals)
    expect(await archipelago(["--comment", "--", ...names])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(message),
    });
  expect(fs.existsSync(path.join(root, "package.json"))).toBe(false);
  expect(github.comments).toEqual([]);
});

test("an account that the code which writes the comment does not have yet is in it, and counted", async () => {
  const names = ["network", "shop", "checkout-dev"];
  for (const name of names) planned(name);
  expect((await archipelago(["--comment", "--", ...names])).code).toBe(0);
  expect(github.comments[0]!.body).toContain("### Plan: 3 of 3 accounts change\n");
});

test("without a flag it prints Markdown, with --html the page, and talks to nobody", async () => {
  planned("network");
  expect((await archipelago([])).stdout).toMatch(/^### Plan: 1 of 2 accounts change\n/);
  expect((await archipelago(["--html"])).stdout).toMatch(/^<!doctype html>\n/);
  expect(github.requests).toEqual([]);
});

test("the issue about drift is opened from what drift printed, and closed when all is well", async () => {
  const drift = [{ address: "aws_vpc.vpc", kind: "delete", attributes: [] }];
  write("1.json", [{ account: "network", success: false, drift }]);
  write("2.json", [{ account: "shop", success: true, drift: [] }]);
  expect((await archipelago(["--drift-issue", "1.json", "2.json"])).stdout).toMatch(/^issue created: /);
  expect(github.issues[0]).toMatchObject({ title: "Drift: 1 account drifted" });
  write("1.json", [{ account: "network", success: true, drift: [] }]);
  expect((await archipelago(["--drift-issue", "1.json", "2.json"])).stdout).toMatch(/^issue closed: /);
  expect((await archipelago(["--drift-issue", "1.json", "2.json"])).stdout).toBe("no issue: all is well\n");
});

test.each<[string, string[], Record<string, string>, string]>([
  ["nothing was planned", [], {}, "nothing has been planned"],
  ["no repository", ["--comment", "shop"], { GITHUB_REPOSITORY: "" }, "which repository on GitHub?"],
  ["no token", ["--comment", "shop"], { GITHUB_TOKEN: "" }, "GITHUB_TOKEN is not set"],
  ["no pull request", ["--comment", "shop"], { GITHUB_REF: "refs/heads/main" }, "which pull request?"],
  ["no such pull request", ["--comment", "shop", "--pull", "8"], {}, "GitHub finds no such thing"],
  ["a token that is not valid", ["--comment", "shop"], { GITHUB_TOKEN: "x" }, "GitHub does not accept the token"],
  ["a file that is not there", ["--drift-issue", "nowhere.json"], {}, "no such file"],
  ["a file of something else", ["--drift-issue", "nx.json"], {}, "is not what drift prints"],
])("%s: says so, and what to do", async (_what, args, env, message) => {
  const { code, stdout, stderr } = await archipelago(args, { ...workflow(), ...env });
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toContain(message);
  expect(stderr).toMatch(/\n {2}(next|allowed): /);
  expect(stderr).not.toMatch(/^ +at /m);
});

test("the issue about last days is opened, left as it is, and closed", async () => {
  const lab = { account: "lab", owner: "@acme/lab", environment: "sandbox", expires: "2027-03-31", state: "expired" };
  write("expiring.json", [lab]);
  const keep = () => archipelago(["--expiry-issue", "expiring.json"]);
  expect((await keep()).stdout).toMatch(/^issue created: http/);
  expect((await keep()).stdout).toMatch(/^issue unchanged: http/);
  expect(github.issues).toMatchObject([{ title: "Expiry: 1 account expired" }]);
  write("expiring.json", []);
  expect((await keep()).stdout).toMatch(/^issue closed: http/);
  write("expiring.json", {});
  expect(await keep()).toMatchObject({ code: 1, stderr: expect.stringContaining("is not what status prints") });
});
