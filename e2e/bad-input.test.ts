import fs from "node:fs";
import { addInvalidAccounts, invalidAccounts, typeError } from "./support/invalid-accounts.ts";
import { Workspace, type Run, type RunOptions } from "./support/workspace.ts";

// What people get wrong, and what they read then: one clear message, exit code 1, nothing half-written, and the
// accounts that are right are planned all the same.

jest.setTimeout(120_000);

const valid = ["management", "log-archive", "shop-dev"];
const workspace = new Workspace(valid);
beforeAll(() => fs.mkdirSync(workspace.path(".archipelago")));
afterAll(() => workspace.remove());

/** A message for people: short, and without a stack trace. */
function expectReadable(message: string): void {
  expect(message.trim().split("\n").length).toBeLessThan(12);
  expect(message).not.toMatch(/^ {2,}at /m);
}

const summaryOf = (account: string): { status: string; error?: string } =>
  workspace.json(`.archipelago/plans/${account}/summary.json`);

describe("wrong accounts beside right ones", () => {
  const all = [...invalidAccounts, typeError];
  const names = all.map(({ name }) => name);
  let plan: Run;

  beforeAll(async () => {
    addInvalidAccounts(workspace, all);
    plan = await workspace.nx(["run-many", "-t", "plan"]);
  });
  afterAll(() => workspace.undoEdits());

  test("nx run-many -t plan fails, and plans those that are right", () => {
    expect(plan.exitCode).toBe(1);
    for (const name of [...valid, typeError.name]) expect([name, summaryOf(name).status]).toEqual([name, "changed"]);
    expect(plan.stdout).toContain(`${valid.length + 1} planned, ${invalidAccounts.length} failed`);
  });

  test.each(invalidAccounts)("plan: $name", ({ name, message }) => {
    const { status, error = "" } = summaryOf(name);
    expect(status).toBe("failed");
    expect(error).toMatch(message);
    expectReadable(error);
    expect(plan.stdout).toContain(`> nx run ${name}:plan\n\n${error}\n`);
    expect(fs.readdirSync(workspace.path(".archipelago/plans", name))).toEqual(["summary.json"]);
    expect(workspace.exists(`.archipelago/work/${name}`)).toBe(false);
  });

  test("archipelago plan --all says the same", async () => {
    const errors = new Map(invalidAccounts.map(({ name }) => [name, summaryOf(name).error]));
    const { exitCode, stdout } = await workspace.archipelago(["plan", "--all", "--json"]);
    expect(exitCode).toBe(1);
    const results = JSON.parse(stdout) as { account: string; success: boolean; error?: string }[];
    expect(results.map(({ account }) => account).sort()).toEqual([...valid, ...names].sort());
    for (const { account, success, error } of results)
      expect([account, success, error]).toEqual([account, !errors.has(account), errors.get(account)]);
  });

  test("check finds each of them, and what only types show; one syntax error hides no type error", async () => {
    const { exitCode, stdout } = await workspace.archipelago(["check", "--all", "--json"]);
    expect(exitCode).toBe(1);
    const results = JSON.parse(stdout) as { account: string; success: boolean; text?: string; problems?: string[] }[];
    const failed = results.filter(({ success }) => !success);
    expect(failed.map(({ account }) => account).sort()).toEqual([...names].sort());
    for (const { account, text, problems = [text!] } of failed) {
      const { message } = all.find(({ name }) => name === account)!;
      expect(problems).toEqual(expect.arrayContaining([expect.stringMatching(message)]));
      expectReadable(problems.join("\n"));
    }
  });

  test("nx knows every project and its graph", async () => {
    const shown = await workspace.nx(["show", "projects", "--json"]);
    expect(JSON.parse(shown.stdout)).toEqual(expect.arrayContaining([...valid, ...names]));
    const { exitCode } = await workspace.nx(["graph", "--file=.archipelago/graph.json"]);
    expect(exitCode).toBe(0);
    expect(workspace.json(".archipelago/graph.json")).toHaveProperty("graph.nodes.cycle-a");
  });

  test("apply applies those that are right, and starts nothing that depends on a wrong one", async () => {
    addInvalidAccounts(workspace, [{ name: "behind", account: { dependsOn: ["cycle-a"] }, message: /^/ }]);
    const { exitCode, stdout, stderr } = await workspace.archipelago(["apply", ...valid, "cycle-a", "behind", "--yes"]);
    expect(exitCode).toBe(1);
    for (const name of valid) expect(stdout).toContain(`${name}: applied`);
    expect(stderr).toContain("behind: not started, because cycle-a failed");
    expect(workspace.exists(".archipelago/state/behind")).toBe(false);
  });
});

describe("what concerns every account", () => {
  interface Case {
    readonly name: string;
    readonly file: string;
    readonly from?: string;
    readonly to: string;
    readonly message: RegExp;
  }
  const cases: Case[] = [
    {
      name: "an e-mail pattern without {account}",
      file: "organization.json",
      from: "{account}",
      to: "all",
      message: /^organization\.json: emailPattern: must be .*\{account\}.*\(found "aws\+all@acme\.example"\)/,
    },
    {
      name: "an unknown key",
      file: "organization.json",
      from: '"cloud"',
      to: '"clouds": 1, "cloud"',
      message: /^organization\.json: clouds: unknown key \(known: name, cloud, /,
    },
    {
      name: "a cloud that does not exist",
      file: "organization.json",
      from: '"offline"',
      to: '"azure"',
      message: /^organization\.json: cloud: .*"offline"\|"aws".*\(found "azure"\)/,
    },
    { name: "an empty file", file: "organization.json", to: "", message: /^organization\.json: is not valid JSON/ },
  ];

  beforeAll(async () => void (await workspace.archipelago(["plan", "--all"])));
  afterEach(() => workspace.undoEdits());

  test.each(cases)("organization.json: $name is said once, and no earlier plan stays", async (each) => {
    if (each.from === undefined) workspace.write(each.file, each.to);
    else workspace.replace(each.file, each.from, each.to);
    const { exitCode, stdout, stderr } = await workspace.archipelago(["plan", "--all"]);
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(each.message);
    expectReadable(stderr);
    for (const name of valid) expect(fs.readdirSync(workspace.path(".archipelago/plans", name))).toEqual([]);
    expect(workspace.exists(".archipelago/report")).toBe(false);
  });

  test("under nx every task fails with it", async () => {
    workspace.replace("organization.json", "{account}", "all");
    const { exitCode, stdout } = await workspace.nx(["run-many", "-t", "plan"]);
    expect(exitCode).toBe(1);
    for (const name of valid)
      expect(stdout).toContain(`> nx run ${name}:plan\n\norganization.json: emailPattern: must`);
    expect(stdout).not.toMatch(/planned|differ from/);
    expectReadable(stdout.slice(stdout.lastIndexOf("organization.json"), stdout.indexOf("Failed tasks")));
  });
});

describe("damaged files under .archipelago", () => {
  const state = ".archipelago/state/shop-dev/terraform.tfstate";

  beforeAll(async () => {
    expect(await workspace.archipelago(["apply", ...valid, "--yes"])).toMatchObject({ exitCode: 0 });
  });

  /** Plans everything while a file of shop-dev is damaged: shop-dev fails alone. Returns why. */
  async function planWithDamaged(file: string): Promise<string> {
    const good = workspace.read(file);
    workspace.write(file, good.slice(0, good.length / 2));
    try {
      const { exitCode, stdout } = await workspace.archipelago(["plan", "--all"]);
      expect(exitCode).toBe(1);
      expect(stdout).toContain("2 planned, 1 failed");
      expect(summaryOf("shop-dev").status).toBe("failed");
      expect(fs.readdirSync(workspace.path(".archipelago/plans/shop-dev"))).toEqual(["summary.json"]);
      const { error = "" } = summaryOf("shop-dev");
      expectReadable(error);
      return error;
    } finally {
      workspace.write(file, good);
    }
  }

  test("a resource of the simulated cloud: the file is named, and offline reset", async () => {
    const cloud = workspace.path(".archipelago/cloud");
    const file = (fs.readdirSync(cloud, { recursive: true }) as string[]).find(
      (name) => name.endsWith(".json") && fs.readFileSync(`${cloud}/${name}`, "utf8").includes('"account": "shop-dev"'),
    )!;
    const error = await planWithDamaged(`.archipelago/cloud/${file}`);
    expect(error).toContain(`.archipelago/cloud/${file}: the simulated cloud cannot be read`);
    expect(error).toContain("archipelago -- offline reset");
  });

  test("the state: named, with the command that mends it; apply and drift refuse too", async () => {
    expect(await planWithDamaged(state)).toMatch(
      /\.archipelago\/state\/shop-dev\/terraform\.tfstate: the state is damaged: .*\n {2}next: /,
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
    expect([exitCode, stdout.match(/as in the state/g)]).toEqual([0, valid.map(() => "as in the state")]);
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
    const { status, error = "" } = summaryOf("shop-dev");
    expect(status).toBe("failed");
    expect(error).toMatch(message);
    expectReadable(error);
    expect(stdout).toContain(`${valid.join(", ")} failed\n${error}\n`);
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

describe("the command line", () => {
  const cases: { args: string[]; message: RegExp; options?: RunOptions }[] = [
    {
      args: ["plan", "nobody"],
      message: /^archipelago plan: there is no account "nobody"\n {2}allowed: log-archive, management, shop-dev/,
    },
    { args: ["plan"], message: /^archipelago plan: which accounts\?\n {2}allowed: --all, or some of: log-archive/ },
    { args: ["plan", "--all", "shop-dev"], message: /names accounts and says --all/ },
    {
      args: ["plan", "shop-dev", "--parallel", "0"],
      message: /^archipelago plan: --parallel 0: is not .*\n {2}allowed: a whole number/,
    },
    { args: ["plan", "shop-dev", "--parallel", "two"], message: /--parallel two: is not/ },
    { args: ["plan", "shop-dev", "--parallel"], message: /argument missing/ },
    { args: ["plam", "shop-dev"], message: /unknown command 'plam'\n\(Did you mean plan\?\)/ },
    { args: ["plan", "shop-dev", "--jason"], message: /unknown option '--jason'\n\(Did you mean --json\?\)/ },
    {
      args: ["--organization", "nowhere.json", "plan", "shop-dev"],
      message: /^nowhere\.json: cannot be read \(ENOENT\)/,
    },
    { args: ["offline"], message: /^archipelago offline: which command\?/ },
    { args: ["offline", "--", "no-such-program"], message: /there is no program no-such-program/ },
    {
      args: ["plan", "--all"],
      options: { cwd: ".." },
      message: /: not in an Archipelago repository\n {2}allowed: a folder with nx\.json/,
    },
    {
      args: ["apply", "shop-dev", "--yes"],
      options: { env: { ARCHIPELAGO_OFFLINE_APPLY_DELAY_MS: "soon" } },
      message: /^ARCHIPELAGO_OFFLINE_APPLY_DELAY_MS: "soon" is no number of milliseconds/,
    },
  ];

  test.each(cases)("archipelago $args", async ({ args, message, options }) => {
    const { exitCode, stdout, stderr } = await workspace.archipelago(args, options);
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(message);
    expectReadable(stderr);
  });
});
