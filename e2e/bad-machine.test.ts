import fs from "node:fs";
import path from "node:path";
import { resourcesOf, type StoredResource } from "./support/cloud.ts";
import { expectReadable } from "./support/messages.ts";
import { makeSmall } from "./support/small-stacks.ts";
import { Workspace, type Run } from "./support/workspace.ts";

// A machine that is not as it should be: damaged files, a Terraform that is missing or too old, folders that cannot be
// written to. One clear message, exit code 1, and nothing half-written.

jest.setTimeout(600_000);

const accounts = ["management", "log-archive", "security", "shop-dev"];
const workspace = new Workspace(accounts);
beforeAll(() => {
  makeSmall(workspace);
  fs.mkdirSync(workspace.path(".archipelago"));
});
afterAll(() => workspace.remove());

describe("damaged files under .archipelago", () => {
  const state = ".archipelago/state/acme/shop-dev/terraform.tfstate";

  beforeAll(async () => void (await workspace.succeed(["apply", "--all", "--yes"])));

  /** Plans everything while a file of shop-dev is damaged: shop-dev fails alone. Returns why. */
  async function planWithDamaged(file: string): Promise<string> {
    const good = workspace.read(file);
    workspace.write(file, good.slice(0, good.length / 2));
    try {
      const { exitCode, stdout } = await workspace.archipelago(["plan", "--all"]);
      expect(exitCode).toBe(1);
      expect(stdout).toMatch(/^1 planned, 2 skipped, 1 failed/m);
      expect(workspace.summary("shop-dev").status).toBe("failed");
      expect(fs.readdirSync(workspace.path(".archipelago/plans/shop-dev"))).toEqual(["summary.json"]);
      const { error = "" } = workspace.summary("shop-dev");
      expectReadable(error);
      return error;
    } finally {
      workspace.write(file, good);
    }
  }

  test("a resource of the simulated cloud: the file is named, and offline reset", async () => {
    const mine = ({ account, type }: StoredResource): boolean =>
      account === workspace.summary("shop-dev").accountId && type === "aws_vpc";
    const { file } = resourcesOf(workspace).find(mine)!;
    const error = await planWithDamaged(path.relative(workspace.root, file));
    expect(error).toContain(`${file}: the simulated cloud cannot be read`);
    expect(error).toContain("archipelago -- offline reset");
  });

  test("the state: named, with the command that mends it; apply and drift refuse too", async () => {
    expect(await planWithDamaged(state)).toMatch(
      /\.archipelago\/state\/acme\/shop-dev\/terraform\.tfstate: the state is damaged: .*\n {2}next: /,
    );
    const good = workspace.read(state);
    workspace.write(state, "");
    for (const args of [
      ["apply", "shop-dev", "--yes"],
      ["drift", "shop-dev"],
    ]) {
      const { exitCode, stdout, stderr } = await workspace.archipelago(args);
      expect(exitCode).toBe(1);
      expect(stdout + stderr).toContain("terraform.tfstate: the state is damaged");
    }
    expect(workspace.read(state)).toBe("");
    workspace.write(state, good);
  });

  test("after that everything is as before", async () => {
    const { exitCode, stdout } = await workspace.archipelago(["drift", "--all"]);
    expect([exitCode, stdout.match(/as in the state/g)]).toEqual([0, accounts.map(() => "as in the state")]);
  });
});

describe("Terraform", () => {
  /** A folder with just these programs. */
  function programs(scripts: Record<string, string>): string {
    const directory = fs.mkdtempSync(`${workspace.root}/.archipelago/bin-`);
    fs.symlinkSync(process.execPath, `${directory}/node`);
    for (const [name, script] of Object.entries(scripts))
      fs.writeFileSync(`${directory}/${name}`, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return directory;
  }
  const old = 'echo "Terraform v1.5.7"';
  const cases: [name: string, env: () => Record<string, string>, message: RegExp][] = [
    [
      "not in the PATH",
      () => ({ PATH: programs({}) }),
      /^terraform is not in the PATH\n.*1\.10\.0.*\n {2}next: install/,
    ],
    [
      "ARCHIPELAGO_TERRAFORM leads nowhere",
      () => ({ ARCHIPELAGO_TERRAFORM: "/nowhere/terraform" }),
      /^\/nowhere\/terraform is not an executable file\n/,
    ],
    [
      "too old",
      () => ({ PATH: programs({ terraform: old }) }),
      /terraform: Terraform 1\.5\.7 is too old\n.*1\.10\.0 or newer/,
    ],
    [
      "something else",
      () => ({ PATH: programs({ terraform: "exit 3" }) }),
      /terraform: is neither Terraform nor OpenTofu/,
    ],
  ];

  test.each(cases)("%s: said once for all accounts, nothing written", async (_name, env, message) => {
    fs.rmSync(workspace.path(".archipelago/work"), { recursive: true, force: true });
    const { exitCode, stdout } = await workspace.archipelago(["plan", "--all"], { env: env() });
    expect(exitCode).toBe(1);
    const { status, error = "" } = workspace.summary("shop-dev");
    expect(status).toBe("failed");
    expect(error).toMatch(message);
    expectReadable(error);
    expect(stdout).toContain(`${accounts.join(", ")} failed\n${error}\n`);
    expect(stdout.split(error)).toHaveLength(2);
    expect(fs.readdirSync(workspace.path(".archipelago/plans/shop-dev"))).toEqual(["summary.json"]);
  });
});

describe("a folder that cannot be written to", () => {
  const verbs = [
    ["plan", "--all"],
    ["apply", "--all", "--yes"],
    ["drift", "--all"],
    ["check", "shop-dev"],
    ["synth", "shop-dev"],
    ["offline", "reset"],
    ["offline", "--", "terraform", "version"],
  ];

  function expectNamed({ exitCode, stdout, stderr }: Run, reason: RegExp): void {
    const message = stdout + stderr;
    expect({ exitCode, message }).toMatchObject({ exitCode: 1, message: expect.stringMatching(reason) });
    expect(message).toMatch(/\.archipelago\/?.*: .*\n {2}next: /);
    expectReadable(message);
  }

  test.each(["", "plans", "work", "synth", "logs", "cache", "cloud"])("a file at .archipelago/%s", async (folder) => {
    const place = workspace.path(".archipelago", folder);
    const aside = workspace.path("aside");
    if (fs.existsSync(place)) fs.renameSync(place, aside);
    fs.writeFileSync(place, "");
    try {
      for (const verb of folder === "" ? verbs : [["apply", "shop-dev", "--yes"]])
        expectNamed(await workspace.archipelago(verb), /is a file, not a directory|a part of this path is a file/);
      expect(fs.statSync(place).isFile()).toBe(true);
    } finally {
      fs.rmSync(place, { recursive: true });
      if (fs.existsSync(aside)) fs.renameSync(aside, place);
    }
  });

  // Root may write anywhere: only a file system that is mounted read-only stops it, seen by one command alone.
  const readOnly = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" || exit 77; shift; exec "$@"';
  const run = (args: readonly string[]): Promise<Run> => {
    const command = workspace.command("archipelago", ...args);
    const base = workspace.path(".archipelago");
    if (process.getuid?.() === 0) return workspace.run(["unshare", "-m", "sh", "-c", readOnly, "sh", base, ...command]);
    fs.chmodSync(base, 0o500);
    return workspace.run(command).finally(() => fs.chmodSync(base, 0o700));
  };

  test.each(verbs)("read-only: archipelago %s %s", async (...verb) => {
    const result = await run(verb);
    if (result.exitCode === 77) return console.warn("not tried: this machine lets nobody mount");
    expectNamed(result, /the file system is read-only \(EROFS\)|no permission to read or write here/);
  });

  test("doctor names it", async () => {
    const { exitCode, stdout } = await run(["doctor"]);
    if (exitCode === 77) return console.warn("not tried: this machine lets nobody mount");
    expect([exitCode, stdout]).toEqual([1, expect.stringMatching(/FAIL disk: \.archipelago: cannot be written to/)]);
  });
});
