import { execFileSync } from "node:child_process";
import { isSource } from "./code.ts";

/**
 * Files that differ between a commit and the working tree, untracked ones included: what `nx affected` looks at.
 * Relative to the root. Undefined when git cannot tell.
 */
export function changedFiles(root: string, base: string): string[] | undefined {
  try {
    const list = (...args: string[]): string[] =>
      execFileSync("git", args, {
        cwd: root,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
        maxBuffer: 1 << 28,
      })
        .split("\0")
        .filter(Boolean);
    return [
      ...new Set([
        ...list("diff", "--name-only", "-z", "--no-renames", base, "--"),
        ...list("ls-files", "-z", "--others", "--exclude-standard"),
      ]),
    ].sort();
  } catch {
    return undefined;
  }
}

/** Those of `files` that an account made of these folders and files depends on, most specific first. */
export function filesBehind(files: readonly string[], folders: readonly string[], others: readonly string[]): string[] {
  const inFolders = folders.flatMap((folder) =>
    files.filter((file) => file.startsWith(`${folder}/`) && isSource(file)),
  );
  return [...inFolders, ...files.filter((file) => others.includes(file))];
}
