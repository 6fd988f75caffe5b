import type { Dependencies } from "@archipelago/account-stack/workspace";
import type { AccountResult } from "./outcome.ts";

/**
 * Runs `work` over accounts, at most `size` at a time, each after those it depends on. What depends on a failed
 * account is not started and fails with that reason. Dependencies outside `names` count as done.
 *
 * @param canaries accounts that wait for another one only because it goes first
 */
export async function* inOrder(
  names: readonly string[],
  dependencies: Dependencies | undefined,
  size: number,
  work: (name: string) => Promise<AccountResult>,
  canaries?: ReadonlyMap<string, string>,
): AsyncGenerator<AccountResult> {
  const waiting = new Set(names);
  const running = new Map<string, Promise<AccountResult>>();
  const failed = new Set<string>();
  const blockers = (name: string): string[] =>
    (dependencies?.get(name) ?? []).filter((other) => waiting.has(other) || running.has(other) || failed.has(other));
  while (waiting.size > 0 || running.size > 0) {
    for (const name of waiting) {
      const blocking = blockers(name);
      const broken = blocking.find((other) => failed.has(other));
      if (broken !== undefined) {
        waiting.delete(name);
        failed.add(name);
        const time = Date.now();
        yield {
          account: name,
          success: false,
          text: `${name}: not started, because ${broken}${canaries?.get(name) === broken ? ", which goes first in its wave," : ""} failed`,
          startTime: time,
          endTime: time,
        };
      } else if (blocking.length === 0 && running.size < size) {
        waiting.delete(name);
        running.set(name, work(name));
      }
    }
    if (running.size === 0) {
      if (waiting.size === 0) return;
      if ([...waiting].every((name) => blockers(name).every((other) => !failed.has(other)))) {
        throw new Error(`accounts wait for each other: ${[...waiting].join(", ")}`);
      }
      continue;
    }
    const result = await Promise.race(running.values());
    running.delete(result.account);
    if (!result.success) failed.add(result.account);
    yield result;
  }
}
