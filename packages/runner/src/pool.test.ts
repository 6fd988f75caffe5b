import { pool } from "./pool.ts";

test("yields every result, in order of completion, and never runs more than the size at once", async () => {
  let running = 0;
  let most = 0;
  const gates = new Map<number, () => void>();
  const work = (item: number) =>
    new Promise<number>((resolve) => {
      most = Math.max(most, ++running);
      gates.set(item, () => {
        running--;
        resolve(item);
      });
    });
  const results: number[] = [];
  const finished = (async () => {
    for await (const result of pool([1, 2, 3, 4], 2, work)) results.push(result);
  })();
  for (const item of [2, 1, 4, 3]) {
    while (!gates.has(item)) await Promise.resolve();
    gates.get(item)!();
    while (!results.includes(item)) await new Promise((resolve) => setImmediate(resolve));
  }
  await finished;
  expect(results).toEqual([2, 1, 4, 3]);
  expect(most).toBe(2);
});

test("nothing to do ends at once", async () => {
  for await (const _ of pool([], 2, async () => 1)) throw new Error("unexpected");
});
