import { s3ServerInstalled } from "@archipelago/state/test-s3-server";
import { killProcesses, until } from "./processes.ts";
import { newestJournal, useUnappliedAccount } from "./remote-states.ts";

/** Who is killed, by command line. */
const victims: Readonly<Record<string, RegExp>> = {
  "the command": /archipelago.* apply/,
  Terraform: /terraform apply/,
  "the provider": /offline-aws\.mjs/,
  everything: /archipelago.* apply|terraform apply|offline-aws\.mjs/,
};

/** A small generator of random numbers in [0, 1): the same seed, the same rounds (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Rounds, each of which kills somebody at a random moment of an apply whose state is on S3. One more apply must put all
 * right: every resource exists once, and is in the state.
 *
 * @param account one that no other depends on
 */
export function randomKills(account: string, seed: number, rounds: number): void {
  const next = random(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!;
  const table = Array.from({ length: rounds }, (_, round) => ({
    // Each of them in turn, so that no seed leaves one out.
    victim: Object.keys(victims)[round % Object.keys(victims).length]!,
    events: Math.floor(next() * 60),
    delay: pick([60, 150, 300]),
    later: Math.floor(next() * 200),
  }));

  (s3ServerInstalled() ? describe : describe.skip)(`${account}, seed ${seed} (needs an S3 server)`, () => {
    const one = useUnappliedAccount(account);

    test.each(table)("$victim, after $events events and $later ms", async ({ victim, events, delay, later }) => {
      const { workspace, reset, applyCompletely } = one();
      await reset();
      const { ended } = workspace.start(workspace.command("archipelago", "apply", account, "--yes"), {
        env: { ARCHIPELAGO_OFFLINE_APPLY_DELAY_MS: String(delay) },
      });
      const happened = (): number =>
        newestJournal(workspace, account).filter(({ type }) => type.startsWith("apply_")).length;
      await until("under way", () => happened() >= events + 1, happened);
      await new Promise((resolve) => setTimeout(resolve, later));
      killProcesses(workspace, victims[victim]!);

      await applyCompletely();
      await ended;
    });

    test("after the last of them nothing is left to change", async () => {
      expect(await one().workspace.succeed(["plan", account, "--full"])).toMatch(/as applied +0 +0 +0 /);
    });
  });
}
