import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { commandEnvironment, Workspace } from "./support/workspace.ts";

// Another program in Terraform's place, by the setting of organization.json; with OpenTofu where it is found. Leaving CDKTF is
// tried by `npm run exits`.

jest.setTimeout(600_000);

const accounts = ["management", "log-archive", "security"];
let workspace: Workspace;
beforeAll(() => (workspace = new Workspace(accounts)));
afterAll(() => workspace.remove());

function set(settings: object): void {
  workspace.write("organization.json", { ...workspace.json<object>("organization.json"), ...settings });
}

function where(program: string): string | undefined {
  try {
    const options = { env: commandEnvironment(), encoding: "utf8" } as const;
    return execFileSync("sh", ["-c", 'command -v "$0"', program], options).trim();
  } catch {
    return undefined;
  }
}

test("terraformBinary is what runs, as often at a time as terraformParallelism says, and no longer than it may", async () => {
  workspace.write("hang.cjs", 'process.once("SIGINT", () => process.exit(1)); setTimeout(() => undefined, 60_000);');
  fs.writeFileSync(
    workspace.path("wrapped"),
    `#!/bin/sh\necho "$*" >>"${workspace.root}/calls"\n[ "$1" = plan ] && [ -e slow ] && exec "${process.execPath}" "${workspace.root}/hang.cjs"\nexec "${where("terraform")}" "$@"\n`,
    { mode: 0o755 },
  );
  set({ terraformBinary: "./wrapped", terraformParallelism: 3 });
  await workspace.succeed(["apply", ...accounts, "--yes"]);
  const calls = workspace.read("calls").split("\n");
  for (const verb of ["plan", "apply"]) {
    const found = calls.filter((line) => line.startsWith(`${verb} `));
    expect(found.length).toBeGreaterThanOrEqual(accounts.length);
    for (const line of found) expect(line).toContain(" -parallelism=3 ");
  }
  expect(await workspace.succeed(["doctor"])).toContain(`(${workspace.root}/wrapped)`);

  set({ terraformTimeoutMinutes: { plan: 0.01 } });
  workspace.write(".archipelago/work/log-archive/slow", "");
  const { exitCode } = await workspace.archipelago(["plan", "log-archive", "--full"]);
  expect(exitCode).toBe(1);
  expect(workspace.summary("log-archive").error).toMatch(/^plan of log-archive did not end in time and was stopped/);
});

const tofu = where("tofu");
if (tofu === undefined)
  console.warn("SKIPPED: no OpenTofu (tofu) in the PATH, so it is not tried in Terraform's place");

(tofu === undefined ? test.skip : test)("OpenTofu plans, applies, and finds nothing left to do", async () => {
  set({ terraformBinary: "tofu" });
  await workspace.succeed(["offline", "reset"]);
  await workspace.succeed(["apply", ...accounts, "--yes"]);
  expect(await workspace.succeed(["plan", "log-archive", "--full"])).toMatch(/OpenTofu[^]*as applied +0 +0 +0 /);
});
