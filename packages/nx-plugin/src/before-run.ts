import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { accountFolders, defaultBase, UserError } from "@archipelago/account-stack/light";

/** Commits that `nx affected` compares; kept in the environment because executors run in processes of their own. */
export const baseVariable = "ARCHIPELAGO_BASE";

/**
 * Refuses a run of `nx affected` that would compare the wrong commits. Without a common ancestor Nx compares two
 * unrelated trees and reports what it finds: a plan that covered the wrong accounts, and looks like any other.
 *
 * @throws Error when base and head have no common ancestor in this clone, or when an account is no project
 */
export function prepareRun(root: string, argv: readonly string[]): void {
  delete process.env[baseVariable];
  if (argv.includes("affected") || argv.includes("run-many")) refuseUnseenAccounts(root);
  if (!argv.includes("affected") || argv.some((argument) => /^--(files|uncommitted|untracked|all)\b/.test(argument)))
    return;
  const base = option(argv, "base") ?? (process.env["NX_BASE"] || defaultBase(root));
  const head = option(argv, "head") ?? (process.env["NX_HEAD"] || "HEAD");
  const ancestor = git(root, "merge-base", base, head);
  if (ancestor === undefined) {
    const shallow = git(root, "rev-parse", "--is-shallow-repository") === "true";
    const problem = new UserError(
      `${base} and ${head} have no common ancestor in this clone${shallow ? ", which is shallow" : ""}: which accounts changed cannot be told`,
      {
        where: "nx affected",
        next: shallow
          ? "git fetch --unshallow (in GitHub Actions: actions/checkout with fetch-depth: 0)"
          : `git fetch origin ${base}, or name another --base`,
      },
    );
    throw new Error(problem.format()); // Nx prints the message only
  }
  process.env[baseVariable] = ancestor;
}

/**
 * Nx knows an account by its account.json: a folder without it is no project, and would be left out of every run.
 *
 * @throws Error naming the folder
 */
function refuseUnseenAccounts(root: string): void {
  const unseen = accountFolders(root).find((name) => !fs.existsSync(path.join(root, "accounts", name, "account.json")));
  if (unseen === undefined) return;
  const problem = new UserError("is missing, so Nx would leave the account out", {
    where: `accounts/${unseen}/account.json`,
    next: `git checkout ${defaultBase(root)} -- accounts/${unseen}, or copy accounts/_template/account.json; accounts are closed, not deleted`,
  });
  throw new Error(problem.format());
}

/** The value of `--name=value` or `--name value`. */
export function option(argv: readonly string[], name: string): string | undefined {
  const joined = argv.find((argument) => argument.startsWith(`--${name}=`));
  if (joined !== undefined) return joined.slice(name.length + 3);
  const at = argv.indexOf(`--${name}`);
  return at === -1 ? undefined : argv[at + 1];
}

function git(root: string, ...args: string[]): string | undefined {
  try {
    return (
      execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim() ||
      undefined
    );
  } catch {
    return undefined;
  }
}
