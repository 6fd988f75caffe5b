import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { changedFiles, filesBehind } from "./changed-files.ts";

test("committed, uncommitted and untracked changes count; names with spaces and quotes survive", () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-changed-"));
  try {
    const git = (...args: string[]): string =>
      execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t", ...args], {
        cwd: root,
        encoding: "utf8",
      }).trim();
    const write = (file: string): void => fs.writeFileSync(path.join(root, file), String(Math.random()));
    git("init", "--quiet");
    for (const file of ["committed", "uncommitted", "deleted", "same"]) write(file);
    git("add", "--all");
    git("commit", "--quiet", "--message", "Base");
    const base = git("rev-parse", "HEAD");
    write("committed");
    git("commit", "--quiet", "--all", "--message", "Edit");
    write("uncommitted");
    write('un"tracked é');
    fs.rmSync(path.join(root, "deleted"));
    expect(changedFiles(root, base)).toEqual(["committed", "deleted", 'un"tracked é', "uncommitted"]);
    expect(changedFiles(root, "0".repeat(40))).toBeUndefined();
  } finally {
    fs.rmSync(root, { recursive: true });
  }
});

test("the account's own files come first; tests and prose are not behind a plan", () => {
  const files = [
    "accounts/a/README.md",
    "accounts/a/stack.ts",
    "accounts/ab/stack.ts",
    "environments/production.json",
    "modules/vpc/src/nat.test.ts",
    "modules/vpc/src/nat.ts",
  ];
  expect(filesBehind(files, ["accounts/a", "modules/vpc"], ["environments/production.json"])).toEqual([
    "accounts/a/stack.ts",
    "modules/vpc/src/nat.ts",
    "environments/production.json",
  ]);
});
