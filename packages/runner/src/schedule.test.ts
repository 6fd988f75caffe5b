import type { AccountResult } from "./outcome.ts";
import { inOrder } from "./schedule.ts";

const result = (account: string, success = true): AccountResult => ({
  account,
  success,
  text: account,
  startTime: 0,
  endTime: 0,
});

async function collect(results: AsyncGenerator<AccountResult>): Promise<AccountResult[]> {
  const all: AccountResult[] = [];
  for await (const one of results) all.push(one);
  return all;
}

test("never runs more than the size at once, and yields in order of completion", async () => {
  let running = 0;
  let most = 0;
  const gates = new Map<string, () => void>();
  const done: string[] = [];
  const finished = (async () => {
    const work = (name: string) =>
      new Promise<AccountResult>((resolve) => {
        most = Math.max(most, ++running);
        gates.set(name, () => {
          running--;
          resolve(result(name));
        });
      });
    for await (const { account } of inOrder(["a", "b", "c", "d"], undefined, 2, work)) done.push(account);
  })();
  for (const name of ["b", "a", "d", "c"]) {
    while (!gates.has(name)) await new Promise((resolve) => setImmediate(resolve));
    gates.get(name)!();
    while (!done.includes(name)) await new Promise((resolve) => setImmediate(resolve));
  }
  await finished;
  expect(done).toEqual(["b", "a", "d", "c"]);
  expect(most).toBe(2);
});

test("an account starts after those it depends on", async () => {
  const started: string[] = [];
  const ended = new Set<string>();
  const dependencies = new Map([
    ["app", ["network", "logs"]],
    ["network", ["logs"]],
  ]);
  await collect(
    inOrder(["app", "network", "logs", "other"], dependencies, 4, async (name) => {
      started.push(name);
      for (const dependency of dependencies.get(name) ?? []) expect(ended).toContain(dependency);
      await Promise.resolve();
      ended.add(name);
      return result(name);
    }),
  );
  expect(started.sort()).toEqual(["app", "logs", "network", "other"]);
});

test("what depends on a failed account is not started; the rest goes on", async () => {
  const started: string[] = [];
  const dependencies = new Map([
    ["app", ["network"]],
    ["network", ["logs"]],
  ]);
  const results = await collect(
    inOrder(["app", "network", "logs", "other"], dependencies, 1, async (name) => {
      started.push(name);
      return result(name, name !== "logs");
    }),
  );
  expect(started.sort()).toEqual(["logs", "other"]);
  expect(results.filter(({ success }) => !success).map(({ text }) => text)).toEqual([
    "logs",
    "network: not started, because logs failed",
    "app: not started, because network failed",
  ]);
});

test("what waits for the canary of its wave only is told so", async () => {
  const results = await collect(
    inOrder(["a", "b"], new Map([["b", ["a"]]]), 1, async (name) => result(name, false), new Map([["b", "a"]])),
  );
  expect(results.map(({ text }) => text)).toEqual([
    "a",
    "b: not started, because a, which goes first in its wave, failed",
  ]);
});

test("a dependency that is not part of the run does not hold it up", async () => {
  expect(
    await collect(inOrder(["app"], new Map([["app", ["network"]]]), 2, async (name) => result(name))),
  ).toHaveLength(1);
});
