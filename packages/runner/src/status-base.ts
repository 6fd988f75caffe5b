import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { UserError } from "@archipelago/account-stack/workspace";
import { causes } from "./causes.ts";
import { changedFiles } from "./changed-files.ts";
import type { Session } from "./session.ts";
import { statusOfAll, type AccountStatus } from "./status.ts";

/** An account that one of the two looks is about. */
export interface AffectedAccount extends AccountStatus {
  /** Files that put it in the list, then published outputs. */
  readonly because: readonly string[];
  /** Whether Nx's graph selects it; otherwise an output it reads has changed. */
  readonly selected: boolean;
}

/** Both looks at what changed since a commit. */
export interface AffectedStatus {
  /** The commit that was compared with: where the base and HEAD parted. */
  readonly base: string;
  /** Number of accounts there are. */
  readonly total: number;
  /** Number the graph selects. */
  readonly selected: number;
  /** Names of those that the second look drops. */
  readonly dropped: readonly string[];
  readonly accounts: readonly AffectedAccount[];
}

/**
 * The accounts that differ from a commit, with the reason for each, and those of them that a plan would skip.
 *
 * @param base anything git knows a commit by
 * @throws UserError when base and HEAD have no common ancestor in this clone
 */
export async function affectedStatus(session: Session, base: string): Promise<AffectedStatus> {
  const { workspace } = session;
  const ancestor = await mergeBase(workspace.root, base);
  const selecting = affectedByGraph(workspace.root, ancestor); // in a process of its own, at the same time
  selecting.catch(() => undefined); // thrown below
  const names = [...workspace.accounts.keys(), ...workspace.problems.keys()].sort();
  const all = await statusOfAll(session, names);
  const selected = new Set(await selecting);
  const changed = changedFiles(workspace.root, ancestor) ?? [];
  const accounts = all.flatMap(({ differences, ...status }): AffectedAccount[] => {
    const outputs = differences.flatMap(({ kind, text }) => (kind === "inputs" ? [text] : []));
    const account = workspace.accounts.get(status.account);
    const isSelected = selected.has(status.account);
    if (!isSelected && outputs.length === 0) return [];
    const files = account && isSelected ? causes(workspace, account, changed) : [];
    return [{ ...status, selected: isSelected, because: [...files, ...outputs] }];
  });
  return {
    base: ancestor,
    total: names.length,
    selected: accounts.filter((account) => account.selected).length,
    dropped: accounts.flatMap(({ account, planned }) => (planned ? [] : [account])),
    accounts,
  };
}

async function mergeBase(root: string, base: string): Promise<string> {
  try {
    return (await promisify(execFile)("git", ["merge-base", "--", base, "HEAD"], { cwd: root })).stdout.trim();
  } catch {
    throw new UserError(`${base} and HEAD have no common ancestor in this clone: what changed cannot be told`, {
      where: "archipelago status --base",
      next: "git fetch --unshallow, git fetch origin, or name another commit",
    });
  }
}

/** Accounts that `nx affected --target=plan` would select. */
async function affectedByGraph(root: string, base: string): Promise<string[]> {
  const folder = path.join(root, "node_modules/nx");
  const { bin } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8")) as { bin: { nx: string } };
  const { NX_BASE: _base, NX_HEAD: _head, ...env } = process.env;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [path.join(folder, bin.nx), "show", "projects", "--affected", `--base=${base}`, "--with-target=plan", "--json"],
    { cwd: root, env, maxBuffer: 1 << 26 },
  );
  return JSON.parse(stdout) as string[];
}
