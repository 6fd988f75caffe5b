import type { Octokit } from "@octokit/core";

/** What octokit throws. */
export interface Failure extends Error {
  readonly status?: number;
  readonly request: { request?: object };
  /** Undefined when there was no answer. */
  readonly response?: { readonly headers: Record<string, string | number | undefined>; readonly data: unknown };
}

/** Longer waits are left to whoever runs this. */
const longestWait = 120;
const tries = 3;

/** Without an answer for this long a request is tried again. */
const timeoutMs = 30_000;

/** With no word on how long: https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately */
const leastWait = 60;

/** Seconds until GitHub takes requests again; undefined when this is not about a rate limit. */
export function waitOf({ status, response }: Failure): number | undefined {
  if (response === undefined || (status !== 403 && status !== 429)) return undefined;
  const { headers, data } = response;
  if (headers["retry-after"] !== undefined) return Number(headers["retry-after"]) || leastWait;
  if (headers["x-ratelimit-remaining"] === "0") {
    const reset = Number(headers["x-ratelimit-reset"]) - Date.now() / 1000;
    return Number.isFinite(reset) ? Math.max(1, Math.ceil(reset)) : leastWait;
  }
  const message = (data as { message?: unknown } | null)?.message;
  return status === 429 || /rate limit/i.test(String(message)) ? leastWait : undefined;
}

/**
 * How long one try may take, and how long to wait before the next when a rate limit is used up. A plugin of octokit's,
 * to be put before its retry plugin: that one knows server errors, but not rate limits, and takes what is set here.
 */
export function everyTry(octokit: Octokit): void {
  octokit.hook.before("request", (options) => {
    options.request = { ...options.request, signal: AbortSignal.timeout(timeoutMs) };
  });
  octokit.hook.error("request", (error) => {
    const failure = error as unknown as Failure;
    const wait = waitOf(failure);
    if (wait !== undefined && wait <= longestWait)
      failure.request.request = { ...failure.request.request, retries: tries, retryAfter: wait };
    throw error;
  });
}
