/** Something that exists, in the words of Terraform. */
export interface Found {
  readonly type: string;
  /** What `import` takes. */
  readonly importId: string;
  /** Attributes that are known, `id` among them if other resources refer to it. */
  readonly values: Readonly<Record<string, string>>;
  /** Attributes by which a resource of a configuration is known to be this one. Without any it is the only one of its type. */
  readonly keys: readonly string[];
}

/** Parts of a synthesised stack that are matched. */
export interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly import?: readonly { readonly to: string; readonly id: string }[];
}

/** An attribute that is a reference and nothing else: `${aws_vpc.vpc.id}`. */
const reference = /^\$\{([a-z0-9_]+\.[A-Za-z0-9_-]+)\.([^}]+)\}$/;

/** What {@link matchResources} found out. */
export interface Matched {
  /** Import ids by address, in the stack's order. */
  readonly ids: Readonly<Record<string, string>>;
  /** What exists once and could be several resources of the stack. */
  readonly ambiguous: readonly { readonly found: Found; readonly addresses: readonly string[] }[];
}

/**
 * Which resources of a stack exist already: those whose keys have the same values. References count once what they refer to
 * is matched; and what a matched resource refers to is matched by it, since it exists with that very value. What could be two
 * things is left out.
 */
export function matchResources(stack: StackJson, existing: readonly Found[]): Matched {
  const resources = Object.entries(stack.resource ?? {}).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, attributes]) => ({ address: `${type}.${name}`, type, attributes })),
  );
  const matched = new Map<string, Found>();
  const taken = new Set<Found>();
  const match = (address: string, found: Found): void => {
    matched.set(address, found);
    taken.add(found);
  };
  for (const { to, id } of stack.import ?? []) {
    const type = to.slice(0, to.indexOf("."));
    const found = existing.find((each) => each.type === type && each.importId === id);
    match(to, found ?? { type, importId: id, values: { id }, keys: [] });
  }
  const resolve = (value: unknown): string | undefined => {
    if (typeof value !== "string") return undefined;
    const [, address, attribute] = reference.exec(value) ?? [];
    if (address === undefined) return value.includes("${") ? undefined : value;
    return matched.get(address)?.values[attribute!];
  };
  const byKeys = (): void => {
    for (const { address, type, attributes } of resources) {
      if (matched.has(address)) continue;
      const candidates = existing.filter(
        (found) =>
          found.type === type &&
          !taken.has(found) &&
          found.keys.every((key) => key in found.values && found.values[key] === resolve(attributes[key])),
      );
      if (candidates.length === 1) match(address, candidates[0]!);
    }
  };
  /** What matched resources refer to and is not matched itself: each with the addresses it is known by. */
  const referred = (): Map<Found, Set<string>> => {
    const wanted = new Map<Found, Set<string>>();
    for (const { address, attributes } of resources) {
      for (const [attribute, value] of Object.entries(matched.get(address)?.values ?? {})) {
        const [, target, of] = reference.exec(String(attributes[attribute])) ?? [];
        if (target === undefined || of !== "id" || matched.has(target)) continue;
        const type = target.slice(0, target.indexOf("."));
        const found = existing.find((each) => each.type === type && each.values["id"] === value && !taken.has(each));
        if (found) wanted.set(found, (wanted.get(found) ?? new Set()).add(target));
      }
    }
    return wanted;
  };
  for (let before = -1; before < matched.size;) {
    before = matched.size;
    byKeys();
    // Only when nothing else can be told: a later match may be the surer one.
    if (matched.size > before) continue;
    for (const [found, addresses] of referred()) {
      const [address, other] = addresses;
      if (other === undefined && !matched.has(address!)) match(address!, found);
    }
  }
  const own = new Set((stack.import ?? []).map(({ to }) => to));
  return {
    ids: Object.fromEntries(
      resources.flatMap(({ address }) => {
        const found = matched.get(address);
        return found === undefined || own.has(address) ? [] : [[address, found.importId]];
      }),
    ),
    ambiguous: [...referred()].map(([found, addresses]) => ({ found, addresses: [...addresses] })),
  };
}
