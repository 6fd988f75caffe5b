import type { AccountResult } from "./outcome.ts";

/** More passes than the longest chain of awaited outputs anybody should make. */
const maximumPasses = 5;

/**
 * Applies accounts again until no output that one of them awaits changes any more: accounts that need each other both
 * ways come to rest like that. Not those whose plan was reviewed: the next plan is another one. The result of an account that awaits something is yielded when it is final.
 *
 * @param names accounts in the order they are worked on
 * @param runPass one pass over some accounts, in dependency order
 * @param isStale whether a value that was awaited has changed since `result` was planned
 */
export async function* untilSettled(
  names: readonly string[],
  runPass: (names: readonly string[]) => AsyncGenerator<AccountResult>,
  isStale: (result: AccountResult) => Promise<boolean>,
): AsyncGenerator<AccountResult> {
  const held = new Map<string, AccountResult>();
  let next = names;
  for (let pass = 1; next.length > 0; pass++) {
    for await (const result of runPass(next)) {
      const whole = continued(held.get(result.account), result);
      if (whole.success && whole.awaited !== undefined) held.set(result.account, whole);
      else {
        held.delete(result.account);
        yield whole;
      }
    }
    // All of them: what one awaits may come from another that is only now applied again.
    const stale = new Set<string>();
    for (const [account, result] of held) if (await isStale(result)) stale.add(account);
    next = names.filter((name) => stale.has(name) && !held.get(name)!.reviewed);
    if (next.length > 0 && pass < maximumPasses) continue;
    for (const [account, result] of held) yield stale.has(account) ? unsettled(result) : result;
    return;
  }
}

function unsettled(result: AccountResult): AccountResult {
  const { account, text, reviewed } = result;
  const outputs = Object.keys(result.awaited!).join(", ");
  if (reviewed) {
    // Another plan is another review.
    const next = `${account}: what it awaits has changed since (${outputs}): plan it again, review, apply`;
    return { ...result, text: `${text}\n${next}` };
  }
  const message = `${account}: outputs it awaits still change after ${maximumPasses} passes: ${outputs}`;
  return { ...result, success: false, text: `${text}\n${message}` };
}

function continued(before: AccountResult | undefined, result: AccountResult): AccountResult {
  if (!before) return result;
  return { ...result, text: `${before.text}\n${result.text}`, startTime: before.startTime };
}
