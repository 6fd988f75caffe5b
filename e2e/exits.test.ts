import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { commandEnvironment, Workspace } from "./support/workspace.ts";

// Another program in Terraform's place, by the setting of organization.json; with OpenTofu where it is found. Leaving CDKTF is
// tried by `npm run exits`.

jest.setTimeout(600_000);

const accounts = ["management", "log-archive", "security"];
let workspace: Workspace;
let organization: object;
beforeAll(() => {
  workspace = new Workspace(accounts);
  organization = workspace.json("organization.json");
});
afterAll(() => workspace.remove());

function set(settings: object): void {
  workspace.write("organization.json", { ...organization, ...settings });
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

  set({ terraformBinary: "./wrapped", terraformTimeoutMinutes: { plan: 0.01 } });
  workspace.write(".archipelago/work/log-archive/slow", "");
  const { exitCode } = await workspace.archipelago(["plan", "log-archive", "--full"]);
  expect(exitCode).toBe(1);
  expect(workspace.summary("log-archive").error).toMatch(/^plan of log-archive did not end in time and was stopped/);
});

// .ci/run builds it.
const built = path.resolve(import.meta.dirname, "../node_modules/.cache/tofu/tofu");
const tofu = fs.existsSync(built) ? built : where("tofu");
if (tofu === undefined) console.warn("SKIPPED: OpenTofu is not tried: no tofu in the PATH, nor built by .ci/run");

(tofu === undefined ? describe.skip : describe)("OpenTofu (needs tofu)", () => {
  const versionOf = (program: string): string => {
    const text = execFileSync(program, ["version", "-json"], { env: commandEnvironment(), encoding: "utf8" });
    return (JSON.parse(text) as { readonly terraform_version: string }).terraform_version;
  };
  const writtenBy = (account: string): string =>
    workspace.json<{ terraform_version: string }>(`.archipelago/state/acme/${account}/terraform.tfstate`)
      .terraform_version;
  const asApplied = /as applied +0 +0 +0 /;
  const edit = (from: number, to: number): void =>
    workspace.replace("accounts/log-archive/account.json", `"monthlyUsd": ${from}`, `"monthlyUsd": ${to}`);

  test("goes on with the states that Terraform has written: nothing to change, and a change is applied", async () => {
    set({ terraformBinary: tofu });
    const planned = await workspace.succeed(["plan", "log-archive", "--full"]);
    expect(planned).toMatch(asApplied);
    expect(planned).toContain(`OpenTofu ${versionOf(tofu!)}`);
    edit(400, 110);
    expect(await workspace.succeed(["apply", "log-archive", "--yes"])).toContain("log-archive: applied");
    expect(writtenBy("log-archive")).toBe(versionOf(tofu!));
    expect(await workspace.succeed(["plan", "log-archive", "--full"])).toMatch(asApplied);
  });

  test("and Terraform with what it has written", async () => {
    set({});
    expect(await workspace.succeed(["plan", "log-archive", "--full"])).toMatch(asApplied);
    edit(110, 120);
    expect(await workspace.succeed(["apply", "log-archive", "--yes"])).toContain("log-archive: applied");
    expect(writtenBy("log-archive")).toBe(versionOf("terraform"));
  });

  test("makes everything from nothing", async () => {
    set({ terraformBinary: tofu });
    await workspace.succeed(["offline", "reset"]);
    await workspace.succeed(["apply", ...accounts, "--yes"]);
    for (const account of accounts) expect(writtenBy(account)).toBe(versionOf(tofu!));
    expect(await workspace.succeed(["plan", "log-archive", "--full"])).toMatch(/OpenTofu[^]*as applied +0 +0 +0 /);
  });
});
