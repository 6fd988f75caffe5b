import { execFile, execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { proposal, withClosing } from "./close-expired.mjs";

describe("the edit of account.json", () => {
  test.each([
    ["expires last", '{\n  "a": 1,\n  "expires": "2027-03-31"\n}\n', '"2027-03-31",\n  "lifecycle": "closing"\n}\n'],
    [
      "expires first, by tabs",
      '{\n\t"expires": "2027-03-31",\n\t"a": 1 }',
      '"2027-03-31",\n\t"lifecycle": "closing",\n\t"a"',
    ],
    ["one line", '{"a":[{}],"expires":"2027-03-31"}', '"2027-03-31","lifecycle":"closing"}'],
    ["Windows", '{\r\n  "expires": "2027-03-31"\r\n}', '"2027-03-31",\r\n  "lifecycle": "closing"\r\n}'],
    ["active", '{ "lifecycle":  "active", "expires": "2027-03-31" }', '{ "lifecycle":  "closing", "expires"'],
    [
      "the same names elsewhere",
      '{ "access": { "expires": ["x"], "lifecycle": ["active"] }, "owner": "\\"lifecycle", "expires": "2027-03-31" }',
      '{ "access": { "expires": ["x"], "lifecycle": ["active"] }, "owner": "\\"lifecycle", "expires": "2027-03-31", "lifecycle": "closing" }',
    ],
  ])("%s: nothing else changes", (_name, text, expected) => {
    const closing = withClosing(text);
    expect(closing).toContain(expected);
    expect(JSON.parse(closing)).toEqual({ ...JSON.parse(text), lifecycle: "closing" });
    expect(closing.length - text.length).toBeLessThan(30);
    expect(withClosing(closing)).toBe(closing);
  });

  test.each([
    ["last", '{\n  "a": 1,\n  "expires": "2027-03-31"\n}\n'],
    ["first", '{\n  "expires": "2027-03-31",\n  "a": 1\n}\n'],
  ])("with a later last day on main, git does not merge it: expires %s", (_name, text) => {
    const folder = fs.mkdtempSync(path.join(directory, "merge-"));
    const files = [text.replace("2027", "2028"), text, withClosing(text)].map((content, at) => {
      const file = path.join(folder, String(at));
      fs.writeFileSync(file, content);
      return file;
    });
    expect(spawnSync("git", ["merge-file", "-p", ...files]).status).toBe(1);
  });

  test("without a last day there is none", () => {
    expect(() => withClosing('{ "access": { "expires": ["x"] } }')).toThrow(/has no expires/);
  });
});

/** As much of GitHub as keeps branches and pull requests. */
class Repository {
  branches = new Map();
  pulls = [];
  /** Requests that change something. */
  changes = [];
  #objects = [];

  answer(method, route, query, body) {
    if (method === "GET" && route === "git/matching-refs/heads/close/")
      return [...this.branches.keys()].map((ref) => ({ ref }));
    if (method === "GET" && route === "pulls")
      return this.pulls.filter(({ head }) => `acme:${head}` === query.get("head")).reverse();
    this.changes.push(`${method} ${route}`);
    if (/^git\/(trees|commits)$/.test(route)) return { sha: `object-${this.#objects.push(body) - 1}` };
    if (method === "POST" && route === "git/refs") {
      if (this.branches.has(body.ref)) return undefined;
      return this.branches.set(body.ref, body.sha);
    }
    const ref = route.replace("git/refs/", "refs/");
    if (method === "PATCH" && this.branches.has(ref)) return this.branches.set(ref, body.sha);
    if (method === "POST" && route === "pulls") {
      if (this.pulls.some(({ head, state }) => head === body.head && state === "open")) return undefined;
      const pull = { ...body, number: this.pulls.length + 1, state: "open" };
      this.pulls.push(pull);
      return pull;
    }
    const pull = this.pulls.find(({ number }) => `pulls/${number}` === route);
    return method === "PATCH" && pull !== undefined ? Object.assign(pull, body) : undefined;
  }

  /** What a branch adds to main: the files of its one commit. */
  filesOf(branch) {
    const commit = this.#object(this.branches.get(`refs/heads/${branch}`));
    return { parents: commit.parents, message: commit.message, ...this.#object(commit.tree) };
  }

  #object(sha) {
    return this.#objects[Number(sha.replace("object-", ""))];
  }
}

let repository;
const server = http.createServer(async (request, response) => {
  let text = "";
  for await (const chunk of request) text += chunk;
  const { pathname, searchParams } = new URL(request.url, "http://127.0.0.1");
  const route = pathname.replace("/repos/acme/archipelago/", "");
  const allowed = request.headers.authorization === "Bearer token-of-the-job";
  const body = text === "" ? {} : JSON.parse(text);
  const answer = allowed ? repository.answer(request.method, route, searchParams, body) : undefined;
  response.writeHead(answer === undefined ? 422 : 200).end(JSON.stringify(answer ?? { message: "no" }));
});
const directory = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-expired-")));
const git = (...args) => execFileSync("git", args, { cwd: directory, encoding: "utf8" }).trim();
const text = '{\n  "owner": "@acme/lab",\n  "expires": "2027-03-31"\n}\n';
beforeAll(async () => {
  fs.mkdirSync(path.join(directory, "accounts/lab"), { recursive: true });
  fs.writeFileSync(path.join(directory, "accounts/lab/account.json"), text);
  git("init", "--quiet", "--initial-branch=main");
  git("add", ".");
  git("-c", "user.name=A", "-c", "user.email=a@acme.example", "commit", "--quiet", "--message", "Lab");
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  fs.rmSync(directory, { recursive: true });
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  repository = new Repository();
});

const lab = { account: "lab", owner: "@acme/lab", environment: "sandbox", expires: "2027-03-31", state: "expired" };
/** Runs the script as the workflow does; returns what it printed and the requests that changed something. */
const run = async (...accounts) => {
  repository.changes = [];
  const env = {
    PATH: process.env.PATH,
    GITHUB_API_URL: `http://127.0.0.1:${server.address().port}`,
    GITHUB_REPOSITORY: "acme/archipelago",
    GITHUB_TOKEN: "token-of-the-job",
    EXPIRING: JSON.stringify(accounts),
  };
  const script = path.join(import.meta.dirname, "close-expired.mjs");
  const { code, stdout } = await promisify(execFile)(process.execPath, [script], { cwd: directory, env }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error) => error,
  );
  return { code, stdout, changes: repository.changes };
};

test("what has expired gets a branch with one edit, and a pull request; a second run changes nothing", async () => {
  const near = { ...lab, account: "near", state: "expiring" };
  expect(await run(lab, near)).toMatchObject({ code: 0, stdout: "lab: #1 opened\n" });
  expect(repository.pulls).toEqual([{ ...proposal(lab), number: 1, state: "open", head: "close/lab", base: "main" }]);
  expect(repository.filesOf("close/lab")).toEqual({
    message: "Close lab",
    parents: [git("rev-parse", "HEAD")],
    base_tree: git("rev-parse", "HEAD^{tree}"),
    tree: [{ path: "accounts/lab/account.json", mode: "100644", type: "blob", content: withClosing(text) }],
  });
  expect(await run(lab, near)).toEqual({ code: 0, stdout: "lab: #1 is open\n", changes: [] });
});

test("the pull request mentions the owner, and says how to keep the account", () => {
  const { title, body } = proposal(lab);
  expect(title).toBe("Close lab: its last day was 2027-03-31");
  expect(body).toContain("@acme/lab: is it still needed?");
  expect(body).toContain("set a later `expires` in accounts/lab/account.json");
});

test("commits that somebody added stay; the text is brought up to date", async () => {
  await run(lab);
  repository.branches.set("refs/heads/close/lab", "of somebody");
  expect(await run({ ...lab, owner: "@acme/others" })).toEqual({
    code: 0,
    stdout: "lab: #1 updated\n",
    changes: ["PATCH pulls/1"],
  });
  expect(repository.pulls[0].body).toContain("@acme/others");
});

test("closed without merging, it is not opened again for the same day, but for another", async () => {
  await run(lab);
  repository.pulls[0].state = "closed";
  expect(await run(lab)).toEqual({ code: 0, stdout: "lab: #1 was closed, and is not opened again\n", changes: [] });
  const later = await run({ ...lab, expires: "2027-04-30" });
  expect(later.stdout).toBe("lab: #2 opened\n");
  expect(later.changes).toContain("PATCH git/refs/heads/close/lab");
});

test("an open one follows to another last day that is past too", async () => {
  await run(lab);
  expect((await run({ ...lab, expires: "2027-03-30" })).stdout).toBe("lab: #1 updated\n");
  expect(repository.pulls).toMatchObject([{ title: "Close lab: its last day was 2027-03-30" }]);
});

test("an account that is kept: its pull request is closed, and nobody else's", async () => {
  await run(lab);
  repository.branches.set("refs/heads/close/window", "of somebody");
  repository.pulls.push({ number: 2, head: "close/window", state: "open", body: "The window was open." });
  expect((await run({ ...lab, state: "expiring" })).stdout).toBe("lab: #1 closed, it has not expired\n");
  expect(repository.pulls.map(({ state }) => state)).toEqual(["closed", "open"]);
  expect(await run()).toEqual({ code: 0, stdout: "", changes: [] });
});

test("a branch without a pull request, of a run that was cut, is used", async () => {
  repository.branches.set("refs/heads/close/lab", "of the run before");
  expect((await run(lab)).stdout).toBe("lab: #1 opened\n");
  expect(repository.filesOf("close/lab").message).toBe("Close lab");
});

test.each([
  ["a name that leads elsewhere", { ...lab, account: "../lab" }, /"..\/lab" is no account/],
  ["an account without a file", { ...lab, account: "gone" }, /no such file/],
])("%s: one error, and nothing is changed", async (_name, account, message) => {
  const { code, stdout, changes } = await run(account);
  expect({ code, changes }).toEqual({ code: 1, changes: [] });
  expect(stdout).toMatch(/^::error::[^\n]+\n$/);
  expect(stdout).toMatch(message);
});

test("what GitHub refuses is an error", async () => {
  repository.answer = () => undefined;
  expect(await run(lab)).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^::error::GitHub answers 422 to git/),
  });
});
