import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { FakeGitHub } from "@archipelago/testing/fake-github";
import type { GitHubOptions, Upserted } from "./github.ts";

const marker = "<!-- archipelago:plan -->";
let child: ChildProcess;
let github: FakeGitHub;
let options: GitHubOptions;

beforeAll(() => {
  child = fork(path.join(import.meta.dirname, "github-process.fixture.mjs"), { serialization: "advanced" });
});
afterAll(() => child.kill());

/** What a function of github.ts answers, or the message it throws. */
async function call(name: "upsertComment" | "upsertIssue", ...args: readonly unknown[]): Promise<Upserted> {
  child.send({ name, args });
  const [{ value, error }] = (await once(child, "message")) as [{ value: Upserted; error?: string }];
  if (error !== undefined) throw new Error(error);
  return value;
}

beforeEach(async () => {
  github = new FakeGitHub();
  options = { owner: "acme", repo: "aws", token: github.token, apiUrl: await github.listen(), secondMs: 0 };
});
afterEach(() => github.close());

const comment = (text: string, more: Partial<GitHubOptions> = {}) =>
  call("upsertComment", { ...options, ...more }, 7, marker, text);
const bodies = (): string[] => github.comments.map(({ body }) => body);

test("the first run writes a comment, the next ones change it, and an equal text is not written again", async () => {
  expect(await comment("one")).toEqual({ action: "created", url: expect.stringContaining("issuecomment") });
  expect((await comment("two")).action).toBe("updated");
  expect((await comment("two")).action).toBe("unchanged");
  expect(bodies()).toEqual([`${marker}\ntwo`]);
});

test("the comment is found among hundreds", async () => {
  for (let n = 0; n < 250; n++) github.post(github.comments, `discussion ${n}`);
  github.post(github.comments, `${marker}\nold`, github.viewer);
  expect((await comment("new")).action).toBe("updated");
  expect(bodies()[250]).toBe(`${marker}\nnew`);
});

test("what somebody else wrote is not touched, whatever it begins with", async () => {
  github.post(github.comments, `${marker}\nforged`, "mallory");
  github.post(github.comments, `${marker}\nforged`, "other-app[bot]");
  github.post(github.comments, `> ${marker}\nquoted`, github.viewer);
  expect((await comment("real")).action).toBe("created");
  expect(bodies()).toEqual([`${marker}\nforged`, `${marker}\nforged`, `> ${marker}\nquoted`, `${marker}\nreal`]);
});

test("of several of ours one stays", async () => {
  for (const text of ["a", "b", "c"]) github.post(github.comments, `${marker}\n${text}`, github.viewer);
  await comment("d");
  expect(bodies()).toEqual([`${marker}\nd`]);
});

test.each([
  ["a server error", { status: 502 }],
  ["a cut connection", undefined],
  ["a secondary rate limit", { status: 403, body: { message: "You have exceeded a secondary rate limit" } }],
  ["a rate limit that says how long", { status: 429, headers: { "retry-after": "7" } }],
])("%s is tried again", async (_what, failure) => {
  github.failures.push(failure, failure);
  expect((await comment("text")).action).toBe("created");
  expect(github.requests).toHaveLength(4);
});

test.each([
  [401, {}, "GitHub does not accept the token", "GITHUB_TOKEN"],
  [403, {}, "the token may not do this", "permissions: pull-requests: write"],
  [404, {}, "GitHub finds no such thing", "check the number"],
  [422, {}, "GitHub does not take this", "locked"],
  [500, {}, "GitHub answers 500, again and again", "later"],
  [403, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "99999999999" }, "rate limit is used up", "later"],
])("%i %j is one clear message", async (status, headers, problem, next) => {
  github.failures.push(...(Array<object>(10).fill({ status, headers, body: { message: "Nope." } }) as never[]));
  const error = await comment("text").then(String, (thrown: Error) => thrown.message);
  expect(error).toContain(problem);
  expect(error).toContain("pull request 7 of acme/aws");
  expect(error).toContain("(GitHub says: Nope.)");
  expect(error).toMatch(new RegExp(`next: .*${next}`));
  expect(error).not.toContain(github.token);
});

test("nobody there is one clear message", async () => {
  const apiUrl = github.url;
  await github.close();
  const error = await comment("text", { apiUrl }).then(String, (thrown: Error) => thrown.message);
  expect(error).toContain(`GitHub cannot be reached at ${apiUrl}: `);
  expect(error).toContain("ECONNREFUSED");
  await github.listen();
});

test("one issue is opened, kept current, closed, and opened anew", async () => {
  github.post(github.issues, `${marker}\npull request`, github.viewer, { pull_request: {} });
  github.post(github.issues, `${marker}\nforged`, "mallory");
  const issue = (text: string | undefined) =>
    call("upsertIssue", options, marker, text === undefined ? undefined : { title: `Drift: ${text}`, text });
  const actions: string[] = [];
  for (const text of [undefined, "one", "one", "two", undefined, undefined, "three"])
    actions.push((await issue(text)).action);
  expect(actions).toEqual(["none", "created", "unchanged", "updated", "closed", "none", "created"]);
  expect(github.issues.map(({ title, state = "open" }) => [title, state]).slice(2)).toEqual([
    ["Drift: two", "closed"],
    ["Drift: three", "open"],
  ]);
});
