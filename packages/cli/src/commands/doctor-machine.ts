import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { defaultBase, UserError } from "@archipelago/account-stack/workspace";
import { cleanEnvironment, findTerraform, versionName } from "@archipelago/terraform";

type Variables = Readonly<Record<string, string | undefined>>;

/** Versions that package.json names in `engines`. */
export function node(): string {
  const [major, minor] = process.versions.node.split(".").map(Number) as [number, number];
  const least: Record<number, number> = { 20: 19, 22: 13, 24: 0 };
  if (minor < (least[major] ?? Infinity))
    throw new UserError(`${process.versions.node} is not supported`, {
      allowed: "20 from 20.19, 22 from 22.13, 24",
      next: "nvm install",
    });
  return process.versions.node;
}

/** @param name from organization.json; a path is absolute */
export async function terraform(env: Variables, name = "terraform"): Promise<string> {
  const binary = await findTerraform(env["ARCHIPELAGO_TERRAFORM"] ?? name, cleanEnvironment(env, { cloud: "offline" }));
  return `${versionName(binary)} (${binary.file})`;
}

export function dependencies(root: string): string {
  const missing = ["nx", "cdktf", "@cdktf/provider-aws", "constructs", "typescript"].filter(
    (name) => !fs.existsSync(path.join(root, "node_modules", name, "package.json")),
  );
  if (missing.length > 0)
    throw new UserError(`${missing.join(", ")} not installed`, { where: "node_modules", next: "npm ci" });
  return "installed";
}

/** `nx affected` compares with the commit where this branch and its base part. */
export function gitHistory(root: string, env: Variables): string {
  const git = (...args: string[]): string | undefined => {
    try {
      return execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") return undefined;
      throw new UserError("git is not in the PATH", { next: "install it: https://git-scm.com/downloads" });
    }
  };
  const base = env["NX_BASE"] ?? defaultBase(root);
  if (git("rev-parse", "--git-dir") === undefined)
    throw new UserError("not a git repository: nx affected needs one", {
      next: "git init && git add -A && git commit -m 'Start'",
    });
  const shallow = git("rev-parse", "--is-shallow-repository") === "true";
  if (git("rev-parse", "--verify", "--quiet", `${base}^{commit}`) === undefined) {
    throw new UserError(`there is no ${base} to compare with: nx affected fails`, {
      next: `git fetch origin ${base}:${base}, or npx nx affected --target=plan --base=<commit>`,
    });
  }
  if (git("merge-base", base, "HEAD") === undefined) {
    throw new UserError(
      `${base} and HEAD have no common ancestor${shallow ? " in this shallow clone" : ""}: which accounts changed cannot be told`,
      { next: shallow ? "git fetch --unshallow" : `git fetch origin ${base}` },
    );
  }
  return `${base} and HEAD have a common ancestor${shallow ? " (shallow clone)" : ""}`;
}

/** Everything is written below .archipelago. */
export function disk(root: string): string {
  const directory = path.join(root, ".archipelago");
  try {
    fs.mkdirSync(directory, { recursive: true });
    fs.accessSync(directory, fs.constants.W_OK);
  } catch (error) {
    throw new UserError(`cannot be written to (${(error as NodeJS.ErrnoException).code})`, {
      where: ".archipelago",
      next: "make the repository's folder writable",
    });
  }
  const { bavail, bsize } = fs.statfsSync(directory);
  const free = Math.floor((bavail * bsize) / 2 ** 20);
  if (free < 200)
    throw new UserError(`${free} MiB free: plans and states may be lost half-written`, {
      where: ".archipelago",
      allowed: "200 MiB",
      next: "free some space",
    });
  return `${free} MiB free`;
}
