import { Octokit } from "@octokit/core";
import { paginateRest } from "@octokit/plugin-paginate-rest";
import { retry } from "@octokit/plugin-retry";
import { UserError } from "@archipelago/account-stack/user-error";
import { everyTry, waitOf, type Failure } from "./github-tries.ts";

/** Where to write, and as whom. */
export interface GitHubOptions {
  readonly owner: string;
  readonly repo: string;
  readonly token: string;
  /** @default https://api.github.com */
  readonly apiUrl?: string;
  /** What a second of waiting before another try takes; for tests. @default 1000 */
  readonly secondMs?: number;
}

/** A comment or an issue, as far as one wants to know it. */
interface Post {
  readonly id: number | bigint;
  readonly body?: string | null;
  readonly html_url: string;
  readonly user: { readonly login: string; readonly type?: string } | null;
}

/** What became of a comment or an issue. */
export interface Upserted {
  readonly action: "created" | "updated" | "unchanged" | "closed" | "none";
  /** Empty when there is none. */
  readonly url: string;
}

const Client = Octokit.plugin(everyTry, retry, paginateRest);
type Client = InstanceType<typeof Client>;

/**
 * Writes the one comment of a pull request that begins with a marker: changes the one it wrote before, or makes it.
 * Somebody else's comment is never touched, whatever it begins with.
 *
 * @throws UserError for what GitHub refuses
 */
export async function upsertComment(
  options: GitHubOptions,
  pull: number,
  marker: string,
  text: string,
): Promise<Upserted> {
  const where = `pull request ${pull} of ${options.owner}/${options.repo}`;
  return explained(options, where, "pull-requests: write", async (client, { owner, repo }) => {
    const issue = { owner, repo, issue_number: pull };
    const body = `${marker}\n${text}`;
    const comments = await client.paginate("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", {
      ...issue,
      per_page: 100,
    });
    const [first, ...others] = await own(client, comments, marker);
    // Two runs at the same time, or an answer that was lost, leave more than one.
    for (const { id: comment_id } of others)
      await client.request("DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}", { owner, repo, comment_id });
    if (first === undefined) {
      const { data } = await client.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
        ...issue,
        body,
      });
      return { action: "created", url: data.html_url };
    }
    if (first.body === body) return { action: "unchanged", url: first.html_url };
    await client.request("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", {
      owner,
      repo,
      comment_id: first.id,
      body,
    });
    return { action: "updated", url: first.html_url };
  });
}

/**
 * Keeps the one open issue that begins with a marker: opens or changes it, or closes it when there is nothing to say.
 *
 * @param issue undefined closes it
 * @throws UserError for what GitHub refuses
 */
export async function upsertIssue(
  options: GitHubOptions,
  marker: string,
  issue: { readonly title: string; readonly text: string } | undefined,
): Promise<Upserted> {
  const where = `issues of ${options.owner}/${options.repo}`;
  return explained(options, where, "issues: write", async (client, repository) => {
    const open = await client.paginate("GET /repos/{owner}/{repo}/issues", {
      ...repository,
      state: "open",
      per_page: 100,
    });
    const issues = open.filter(({ pull_request }) => pull_request === undefined);
    const [first] = await own(client, issues, marker);
    const change = async (issue_number: number, what: object): Promise<void> => {
      await client.request("PATCH /repos/{owner}/{repo}/issues/{issue_number}", {
        ...repository,
        issue_number,
        ...what,
      });
    };
    if (issue === undefined) {
      if (first === undefined) return { action: "none", url: "" };
      await change(first.number, { state: "closed", state_reason: "completed" });
      return { action: "closed", url: first.html_url };
    }
    const { title } = issue;
    const body = `${marker}\n${issue.text}`;
    if (first === undefined) {
      const { data } = await client.request("POST /repos/{owner}/{repo}/issues", { ...repository, title, body });
      return { action: "created", url: data.html_url };
    }
    if (first.body === body && first.title === title) return { action: "unchanged", url: first.html_url };
    await change(first.number, { title, body });
    return { action: "updated", url: first.html_url };
  });
}

/** Posts that begin with the marker and that this token's owner wrote: anybody can write the marker. */
async function own<T extends Post>(client: Client, posts: readonly T[], marker: string): Promise<T[]> {
  const marked = posts.filter(({ body }) => body?.startsWith(marker));
  if (marked.length === 0) return [];
  // The REST API tells a GitHub App's token, such as that of Actions, nothing about itself.
  const { viewer } = await client.graphql<{ viewer: { login: string } }>("query { viewer { login } }");
  return marked.filter(
    ({ user }) => user?.login === viewer.login || (user?.type === "Bot" && user.login === `${viewer.login}[bot]`),
  );
}

async function explained<T>(
  { owner, repo, token, apiUrl = "https://api.github.com", secondMs = 1000 }: GitHubOptions,
  where: string,
  permission: string,
  work: (client: Client, repository: { owner: string; repo: string }) => Promise<T>,
): Promise<T> {
  const client = new Client({
    auth: token,
    baseUrl: apiUrl.replace(/\/+$/, ""),
    userAgent: "archipelago",
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    retry: { retryAfterBaseValue: secondMs, doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451] },
  });
  try {
    return await work(client, { owner, repo });
  } catch (error) {
    throw explanation(error as Failure, where, permission, apiUrl);
  }
}

function explanation(error: Failure, where: string, permission: string, apiUrl: string): unknown {
  const { status, response } = error;
  if (status === undefined) return error;
  const said = (response?.data as { message?: unknown } | undefined)?.message;
  const because = typeof said === "string" ? ` (GitHub says: ${said.slice(0, 200)})` : "";
  const again = "run the same command again later";
  if (response === undefined)
    return new UserError(`GitHub cannot be reached at ${apiUrl}: ${reason(error)}`, { where, next: again });
  const wait = waitOf(error);
  if (wait !== undefined)
    return new UserError(`GitHub's rate limit is used up for another ${wait} s${because}`, { where, next: again });
  if (status >= 500)
    return new UserError(`GitHub answers ${status}, again and again${because}`, { where, next: again });
  const known: Record<number, readonly [problem: string, next: string]> = {
    401: ["GitHub does not accept the token", "set GITHUB_TOKEN to a token that is valid"],
    403: [
      "the token may not do this",
      `give the job "permissions: ${permission}"; a pull request from a fork gets a token that only reads`,
    ],
    404: [
      "GitHub finds no such thing, or the token may not see it",
      `check the number and "permissions: ${permission}"`,
    ],
    410: ["GitHub has this turned off", "turn issues on in the repository's settings"],
    422: ["GitHub does not take this", "check that the pull request is not locked"],
  };
  const [problem, next] = known[status] ?? [`GitHub answers ${status}`, again];
  return new UserError(`${problem}${because}`, { where, next });
}

/** Node's fetch says "fetch failed" and keeps the reason to itself. */
function reason(error: Failure): string {
  const { cause } = error;
  const inner = cause instanceof Error ? (cause.cause instanceof Error ? cause.cause : cause) : error;
  return (inner as { code?: string }).code ?? inner.message;
}
