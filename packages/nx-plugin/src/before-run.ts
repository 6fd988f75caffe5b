import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { accountFolders, defaultBase, UserError, type UserErrorDetails } from "@archipelago/account-stack/light";

/** Commits that `nx affected` compares; kept in the environment because executors run in processes of their own. */
export const baseVariable = "ARCHIPELAGO_BASE";

/**
 * Refuses a run of `nx affected` that would compare the wrong commits. Without a common ancestor Nx compares two
 * unrelated trees and reports what it finds: a plan that covered the wrong accounts, and looks like any other.
 *
 * @throws Error when base and head have no common ancestor in this clone, or when Nx would not see an account or a module
 */
export function prepareRun(root: string, argv: readonly string[]): void {
  delete process.env[baseVariable];
  if (argv.includes("affected") || argv.includes("run-many")) refuseUnseen(root);
  if (!argv.includes("affected") || argv.some((argument) => /^--(files|uncommitted|untracked|all)\b/.test(argument)))
    return;
  const base = option(argv, "base") ?? (process.env["NX_BASE"] || defaultBase(root));
  const head = option(argv, "head") ?? (process.env["NX_HEAD"] || "HEAD");
  const ancestor = git(root, "merge-base", base, head);
  if (ancestor === undefined) {
    const shallow = git(root, "rev-parse", "--is-shallow-repository") === "true";
    refuse(
      `${base} and ${head} have no common ancestor in this clone${shallow ? ", which is shallow" : ""}: which accounts changed cannot be told`,
      {
        where: "nx affected",
        next: shallow
          ? "git fetch --unshallow (in GitHub Actions: actions/checkout with fetch-depth: 0)"
          : `git fetch origin ${base}, or name another --base`,
      },
    );
  }
  process.env[baseVariable] = ancestor;
}

/**
 * Nx knows an account by its account.json: a folder without it, or behind a link, is no project and would be left out of
 * every run. Of a submodule it knows no file at all, so no edit in it selects anything.
 *
 * @throws Error naming the folder
 */
function refuseUnseen(root: string): void {
  for (const name of accountFolders(root)) {
    const folder = path.join(root, "accounts", name);
    if (fs.lstatSync(folder).isSymbolicLink())
      refuse("is a symbolic link, so Nx would leave the account out", {
        where: `accounts/${name}`,
        next: "put the folder itself in its place",
      });
    if (!fs.existsSync(path.join(folder, "account.json")))
      refuse("is missing, so Nx would leave the account out", {
        where: `accounts/${name}/account.json`,
        next: `git checkout ${defaultBase(root)} -- accounts/${name}, or copy accounts/_template/account.json; accounts are closed, not deleted`,
      });
  }
  const staged = git(root, "ls-files", "--stage", "--", "accounts", "modules", "packages") ?? "";
  const submodule = /^160000 .*\t(.*)$/m.exec(staged)?.[1];
  if (submodule !== undefined)
    refuse("is a submodule, so Nx would not see which of its files changed", {
      where: submodule,
      allowed: "folders of this repository",
      next: `put the folder itself in its place: git rm --cached ${submodule}, then git add what it holds`,
    });
}

/** Nx prints the message only. */
function refuse(message: string, details: UserErrorDetails): never {
  throw new Error(new UserError(message, details).format());
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
      execFileSync("git", args, {
        cwd: root,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
        maxBuffer: 1 << 28,
      }).trim() || undefined
    );
  } catch {
    return undefined;
  }
}
