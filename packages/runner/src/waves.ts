import { applyOrder, loadWorkspace, waves, type Account, type Workspace } from "@archipelago/account-stack/workspace";

/** Accounts that nothing keeps from being applied once those of earlier waves are. */
export interface Wave {
  /** From 1. */
  readonly wave: number;
  /** Applied alone before the others, which wait for it; null when the wave has one account only. */
  readonly canary: string | null;
  /** The canary first, then by name. */
  readonly accounts: readonly string[];
}

/** `status --waves --json`. */
export interface WavesStatus {
  readonly waves: readonly Wave[];
  /** What keeps accounts out of every wave: why they are not valid. */
  readonly problems: Readonly<Record<string, string>>;
}

/**
 * The waves of some accounts: after what they depend on, and after what their code is promoted from. What is not among
 * `names` counts as done.
 *
 * @param names default: every valid account; others are left out
 */
export function wavesOf(
  { accounts, environments }: Pick<Workspace, "accounts" | "environments">,
  names: readonly string[] = [...accounts.keys()],
): Wave[] {
  const order = applyOrder(accounts);
  // What waits for an account that cannot be applied is in no wave, least of all as the one that goes first.
  const startable = (name: string): boolean =>
    accounts.has(name) && (order.get(name) ?? []).every((before) => !names.includes(before) || startable(before));
  const valid = names.filter(startable);
  const criticality = ({ canary, environment }: Account): number => {
    if (canary === true) return 0;
    const later = canary === false ? 2 : 0;
    return 1 + later + (environments.get(environment)?.deletionProtection === false ? 0 : 1);
  };
  return waves(valid, order).map((wave, index) => {
    const [first, ...others] = [...wave].sort(
      (one, other) => criticality(accounts.get(one)!) - criticality(accounts.get(other)!) || (one < other ? -1 : 1),
    );
    return { wave: index + 1, canary: others.length === 0 ? null : first!, accounts: [first!, ...others.sort()] };
  });
}

/** What each account waits for in one run of apply: the canary of its wave, besides what orders the waves. */
export function applyConstraints(workspace: Workspace, names: readonly string[]) {
  const canaries = new Map(
    wavesOf(workspace, names).flatMap(({ canary, accounts }) =>
      accounts.flatMap((name) => (canary === null || name === canary ? [] : [[name, canary] as const])),
    ),
  );
  const order = applyOrder(workspace.accounts);
  return {
    dependencies: new Map(
      [...order].map(([name, before]) => {
        const canary = canaries.get(name);
        return [name, canary === undefined ? before : [...before, canary]] as const;
      }),
    ),
    /** By account, where it is another one. */
    canaries: canaries as ReadonlyMap<string, string>,
  };
}

/**
 * The waves of an apply of every account, or of some.
 *
 * @throws UserError when the organisation's file is invalid
 */
export function wavesStatus(root: string, organization?: string, names?: readonly string[]): WavesStatus {
  const workspace = loadWorkspace(root, organization);
  const problems = [...workspace.problems]
    .filter(([name]) => names?.includes(name) ?? true)
    .map(([name, problem]) => [name, problem.format()]);
  return { waves: wavesOf(workspace, names), problems: Object.fromEntries(problems) as Record<string, string> };
}
