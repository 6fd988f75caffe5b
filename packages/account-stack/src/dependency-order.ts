/** Accounts and what each depends on directly. */
export type Dependencies = ReadonlyMap<string, readonly string[]>;

/** The first dependency cycle through `start`, as a path that begins and ends with the same name; undefined when there is none. */
export function findCycle(dependencies: Dependencies, start: string): string[] | undefined {
  const visited = new Set<string>();
  const search = (name: string, path: string[]): string[] | undefined => {
    for (const next of dependencies.get(name) ?? []) {
      if (next === start) return [...path, next];
      if (visited.has(next)) continue;
      visited.add(next);
      const found = search(next, [...path, next]);
      if (found) return found;
    }
    return undefined;
  };
  return search(start, [start]);
}

/**
 * Waves: each holds the accounts whose dependencies are all in earlier waves; names are sorted within a wave.
 * Dependencies outside `names` count as done. Accounts on a cycle, or behind one, are in no wave.
 */
export function waves(names: readonly string[], dependencies: Dependencies): string[][] {
  const wanted = new Set(names);
  const done = new Set<string>();
  const result: string[][] = [];
  for (;;) {
    const wave = [...wanted].filter(
      (name) =>
        (dependencies.get(name) ?? []).every((dependency) => !wanted.has(dependency) || done.has(dependency)) &&
        !done.has(name),
    );
    if (wave.length === 0) return result;
    result.push(wave.sort());
    for (const name of wave) done.add(name);
  }
}
