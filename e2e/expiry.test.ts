import { GitHubActions } from "./support/github-actions.ts";
import { GitHubServer } from "./support/github-server.ts";
import { Workspace } from "./support/workspace.ts";

// The workflow that runs every day: its commands, by a real shell. GitHub is a server on this machine.

const workspace = new Workspace(["management", "log-archive", "security", "sandbox"]);
const server = new GitHubServer();
const { repository, answers, issues } = server;
let actions: GitHubActions;

beforeAll(async () => {
  actions = new GitHubActions(workspace, { environment: { GITHUB_API_URL: await server.listen() } });
});
afterAll(async () => {
  actions.remove();
  workspace.remove();
  await server.close();
});

/** Commits another last day of the sandbox, and runs the workflow on it. */
async function dayOf(runId: number, from: string, to: string) {
  workspace.git("checkout", "--quiet", "main");
  workspace.replace("accounts/sandbox/account.json", `"expires": "${from}"`, `"expires": "${to}"`);
  workspace.git("commit", "--quiet", "--all", "--message", "Another last day");
  const sha = workspace.git("rev-parse", "main");
  const github = { repository, sha, token: "token", ref: "refs/heads/main", event_name: "schedule" };
  const results = await actions.run("expire.yml", { runId, github });
  return Object.fromEntries(Object.entries(results).map(([name, { result, log }]) => [name, `${result}: ${log}`]));
}

test("an account that has expired is in the issue and gets a pull request; one that is kept loses both", async () => {
  const { expires } = JSON.parse(workspace.read("accounts/sandbox/account.json")) as { readonly expires: string };
  answers.set("git/matching-refs/heads/close/", []);
  answers.set("pulls?state=all&base=main&head=acme:close/sandbox", []);
  for (const route of ["git/trees", "git/commits", "git/refs"]) answers.set(route, { sha: "0123abc" });
  answers.set("pulls", { number: 7 });
  expect(await dayOf(1, expires, "2020-01-31")).toEqual({
    select: "success: ",
    issue: expect.stringMatching(/^success: issue created: /),
    propose: "success: sandbox: #7 opened\n",
  });
  expect(issues).toMatchObject([{ title: "Expiry: 1 account expired" }]);
  expect(issues[0]!.body).toContain("| sandbox | sandbox | @acme/team-platform | 2020-01-31 | expired |");

  const body = "<!-- archipelago close sandbox 2020-01-31 -->";
  answers.set("git/matching-refs/heads/close/", [{ ref: "refs/heads/close/sandbox" }]);
  answers.set("pulls?state=all&base=main&head=acme:close/sandbox", [{ number: 7, state: "open", body }]);
  answers.set("pulls/7", { number: 7 });
  expect(await dayOf(2, "2020-01-31", "2999-12-31")).toEqual({
    select: "success: ",
    issue: expect.stringMatching(/^success: issue closed: /),
    propose: "success: sandbox: #7 closed, it has not expired\n",
  });
});

test("an account that is not valid fails the first job, and nothing is told or proposed", async () => {
  expect(await dayOf(3, "2999-12-31", "soon")).toEqual({
    select: expect.stringMatching(/^failure: .*account\.json:\d+:\d+.*expires: must be a date/s),
    issue: "skipped: ",
    propose: "skipped: ",
  });
});
