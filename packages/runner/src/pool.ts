/**
 * Runs `work` over `items`, at most `size` at a time, and yields results as they come.
 * A failing `work` fails the iteration: report failures as values.
 */
export async function* pool<T, R>(items: Iterable<T>, size: number, work: (item: T) => Promise<R>): AsyncGenerator<R> {
  const running = new Set<Promise<{ done: Promise<unknown>; value: R }>>();
  const start = (item: T): void => {
    const done: Promise<{ done: Promise<unknown>; value: R }> = work(item).then((value) => ({ done, value }));
    running.add(done);
  };
  const queue = items[Symbol.iterator]();
  for (;;) {
    while (running.size < size) {
      const next = queue.next();
      if (next.done) break;
      start(next.value);
    }
    if (running.size === 0) return;
    const { done, value } = await Promise.race(running);
    running.delete(done as Promise<{ done: Promise<unknown>; value: R }>);
    yield value;
  }
}
