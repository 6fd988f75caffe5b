import type { Workspace } from "@archipelago/account-stack/workspace";
import { applyConstraints, wavesOf, type Wave } from "./waves.ts";

/**
 * Jobs that GitHub starts for one matrix. Source: GitHub Docs, "Actions limits" ("Job Matrix: 256 jobs per workflow
 * run"), read November 2026.
 */
export const jobsPerMatrix = 256;

/** What a workflow's `strategy.matrix` takes; one job for each entry. */
export interface Matrix<Job> {
  readonly include: readonly Job[];
}

/** One machine that plans, or looks for drift in, some accounts. */
export interface ShardJob {
  /** From 1: part of the names of what the job leaves behind. */
  readonly shard: number;
  /** Names, separated by spaces. */
  readonly accounts: string;
}

/** One machine that applies one account: the account's GitHub environment has the approvals, and a job has one environment. */
export interface ApplyJob {
  readonly account: string;
  /** From 1. */
  readonly wave: number;
  /** Accounts of the same run that it waits for, separated by spaces: when one fails, this one is not started. */
  readonly after: string;
}

/**
 * Accounts shared out to machines: as few as there may be, and never more than a matrix holds. One machine starts Node,
 * the provider and the synthesis once, so more machines pay off only when there is much to wait for.
 *
 * @param size accounts that one machine should get
 */
export function shardMatrix(accounts: readonly string[], size = 25, limit = jobsPerMatrix): Matrix<ShardJob> {
  const shards = Math.min(Math.ceil(accounts.length / size), limit);
  return {
    include: Array.from({ length: shards }, (_, index) => ({
      shard: index + 1,
      accounts: accounts
        .slice(Math.floor((index * accounts.length) / shards), Math.floor(((index + 1) * accounts.length) / shards))
        .join(" "),
    })),
  };
}

/**
 * Accounts in the rounds in which a workflow applies them: of each wave first the canary alone, then the others, in
 * as many rounds as the limit of a matrix demands.
 *
 * @param dependencies what each account waits for, canaries included
 */
export function applyRounds(
  waves: readonly Pick<Wave, "wave" | "canary" | "accounts">[],
  dependencies: ReadonlyMap<string, readonly string[]>,
  limit = jobsPerMatrix,
): Matrix<ApplyJob>[] {
  const all = new Set(waves.flatMap(({ accounts }) => accounts));
  return waves.flatMap(({ wave, canary, accounts }) => {
    const others = accounts.filter((name) => name !== canary);
    const rounds = canary === null ? [] : [[canary]];
    for (let from = 0; from < others.length; from += limit) rounds.push(others.slice(from, from + limit));
    return rounds.map((names) => ({
      include: names.map((account) => ({
        account,
        wave,
        after: (dependencies.get(account) ?? []).filter((other) => all.has(other)).join(" "),
      })),
    }));
  });
}

/**
 * The rounds in which some accounts of a repository are applied.
 *
 * @throws UserError for an account that is not valid
 */
export function roundsOf(workspace: Workspace, names: readonly string[]): Matrix<ApplyJob>[] {
  for (const name of names) {
    const problem = workspace.problems.get(name);
    if (problem) throw problem;
  }
  return applyRounds(wavesOf(workspace, names), applyConstraints(workspace, names).dependencies);
}
