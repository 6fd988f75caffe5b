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
    const stale: string[] = [];
    for (const [account, result] of held) {
      const changed = await isStale(result);
      if (changed && !result.reviewed) {
        stale.push(account);
        continue;
      }
      held.delete(account);
      // Another plan is another review.
      yield changed ? { ...result, text: `${result.text}\n${toReviewAgain(result)}` } : result;
    }
    if (pass === maximumPasses) {
      for (const result of held.values()) {
        const text = `${result.text}\n${result.account}: outputs it awaits still change after ${maximumPasses} passes: ${Object.keys(result.awaited!).join(", ")}`;
        yield { ...result, success: false, text };
      }
      return;
    }
    next = names.filter((name) => stale.includes(name));
  }
}

function toReviewAgain({ account, awaited }: AccountResult): string {
  return `${account}: what it awaits has changed since (${Object.keys(awaited!).join(", ")}): plan it again, review, apply`;
}

function continued(before: AccountResult | undefined, result: AccountResult): AccountResult {
  if (!before) return result;
  return { ...result, text: `${before.text}\n${result.text}`, startTime: before.startTime };
}
