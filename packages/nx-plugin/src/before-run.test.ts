import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { option, prepareRun } from "./before-run.ts";

let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-before-"));
  write("nx.json", "{}");
  write("accounts/shop-dev/account.json", "{}");
  write("accounts/_template/stack.ts", "");
});
afterEach(() => fs.rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), text);
}

test.each([
  ["run-many", "-t", "plan"],
  ["affected", "-t", "plan", "--base=HEAD"],
])("nx %s %s %s: an account folder without account.json stops the run, by name", (...argv) => {
  write("accounts/analytics/stack.ts", "");
  expect(() => prepareRun(root, argv)).toThrow(/^accounts\/analytics\/account\.json: is missing/);
});

test.each(["run-many", "affected"])(
  "nx %s: an account folder that is a link, and a submodule, stop the run",
  (command) => {
    write("elsewhere/account.json", "{}");
    fs.symlinkSync("../elsewhere", path.join(root, "accounts/analytics"));
    expect(() => prepareRun(root, [command])).toThrow(/^accounts\/analytics: is a symbolic link/);
    fs.rmSync(path.join(root, "accounts/analytics"));
    const git = (...args: string[]) => execFileSync("git", args, { cwd: root });
    git("init", "--quiet");
    git("update-index", "--add", "--cacheinfo", `160000,${"1".repeat(40)},modules/queue`);
    expect(() => prepareRun(root, [command])).toThrow(/^modules\/queue: is a submodule/);
  },
);

test("what is no account folder, and a run of one account, go on", () => {
  expect(() => prepareRun(root, ["run-many", "-t", "plan"])).not.toThrow();
  write("accounts/left-over/.terraform/x", "");
  expect(() => prepareRun(root, ["run-many", "-t", "plan"])).not.toThrow();
  write("accounts/analytics/stack.ts", "");
  expect(() => prepareRun(root, ["plan", "shop-dev"])).not.toThrow();
});

test("options are read in both spellings", () => {
  expect(option(["affected", "--base=a"], "base")).toBe("a");
  expect(option(["affected", "--base", "b"], "base")).toBe("b");
  expect(option(["affected"], "base")).toBeUndefined();
});
