/** A connection as an account.json declares it, whatever its kind: `with` and `kind` are all that kinds have in common. */
interface Declaration {
  readonly kind: string;
  readonly with: string;
  readonly side?: string;
  readonly name?: string;
}

/** A way that is open between two accounts. */
export interface Path {
  readonly kind: string;
  /** Empty where the kind has none. */
  readonly name: string;
  /** Who reaches. */
  readonly from: string;
  /** Who is reached. */
  readonly to: string;
  readonly bothWays: boolean;
  /** What else the declarations say: `role jobs/report`. */
  readonly details: readonly string[];
  /** One of them only: the other account has not declared it, and `check` refuses it. */
  readonly declaredBy: readonly string[];
}

/** Which way a side looks. A side that is not here, or none, is a way in both directions. */
const directions: ReadonlyMap<string | undefined, "out" | "in"> = new Map([
  ["consumer", "out"],
  ["requester", "out"],
  ["client", "out"],
  ["source", "out"],
  ["provider", "in"],
  ["accepter", "in"],
  ["server", "in"],
  ["target", "in"],
]);

/** What every account declares, each way once. In order of the accounts' names. */
export function pathsOf(
  accounts: readonly { readonly name: string; readonly connections: readonly Declaration[] }[],
): Path[] {
  const found = new Map<string, Path>();
  for (const { name, connections } of accounts) {
    for (const declaration of connections) {
      const { kind, with: other, side, name: called = "", ...rest } = declaration;
      const direction = directions.get(side);
      const bothWays = direction === undefined;
      const out = bothWays ? name < other : direction === "out";
      const [from, to] = out ? [name, other] : [other, name];
      const key = JSON.stringify([kind, called, from, to]);
      const before = found.get(key);
      const details = Object.entries(rest).map(([detail, value]) => `${detail} ${inWords(value)}`);
      found.set(key, {
        kind,
        name: called,
        from,
        to,
        bothWays,
        details: [...new Set([...(before?.details ?? []), ...details])],
        declaredBy: [...(before?.declaredBy ?? []), name],
      });
    }
  }
  return [...found.values()].sort((a, b) =>
    [a.from, a.to, a.kind, a.name].join("\0") < [b.from, b.to, b.kind, b.name].join("\0") ? -1 : 1,
  );
}

function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(inWords).join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
