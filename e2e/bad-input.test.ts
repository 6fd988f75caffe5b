import fs from "node:fs";
import { addInvalidAccounts, invalidAccounts, typeError } from "./support/invalid-accounts.ts";
import { expectReadable } from "./support/messages.ts";
import { makeSmall } from "./support/small-stacks.ts";
import { Workspace, type Run, type RunOptions } from "./support/workspace.ts";

// What people get wrong, and what they read then: one clear message, exit code 1, nothing half-written, and the
// accounts that are right are planned all the same.

jest.setTimeout(600_000);

const valid = ["management", "log-archive", "security", "shop-dev"];
const workspace = new Workspace(valid);
// Invalid accounts are made of the template.
beforeAll(() => makeSmall(workspace, { except: ["_template"] }));
afterAll(() => workspace.remove());

describe("wrong accounts beside right ones", () => {
  const all = [...invalidAccounts, typeError];
  const names = all.map(({ name }) => name);
  let plan: Run;

  beforeAll(async () => {
    addInvalidAccounts(workspace, all);
    // They are more than AWS lets a new organisation have, which is an error of its own.
    workspace.replace("organization.json", '"accountQuota": 50', '"accountQuota": 100');
    plan = await workspace.nx(["run-many", "-t", "plan"]);
  });
  afterAll(() => workspace.undoEdits());

  test("nx run-many -t plan fails, and plans those that are right", () => {
    expect(plan.exitCode).toBe(1);
    for (const name of [...valid, typeError.name])
      expect([name, workspace.summary(name).status]).toEqual([name, "changed"]);
    expect(plan.stdout).toContain(`${valid.length + 1} planned, ${invalidAccounts.length} failed`);
  });

  test.each(invalidAccounts)("plan: $name", ({ name, message }) => {
    const { status, error = "" } = workspace.summary(name);
    expect(status).toBe("failed");
    expect(error).toMatch(message);
    expectReadable(error);
    expect(plan.stdout).toContain(`> nx run ${name}:plan\n\n${error}\n`);
    expect(fs.readdirSync(workspace.path(".archipelago/plans", name))).toEqual(["summary.json"]);
    expect(workspace.exists(`.archipelago/work/${name}`)).toBe(false);
  });

  test("archipelago plan --all says the same", async () => {
    const errors = new Map(invalidAccounts.map(({ name }) => [name, workspace.summary(name).error]));
    const { exitCode, stdout } = await workspace.archipelago(["plan", "--all", "--json"]);
    expect(exitCode).toBe(1);
    const results = JSON.parse(stdout) as { account: string; success: boolean; error?: string }[];
    expect(results.map(({ account }) => account).sort()).toEqual([...valid, ...names].sort());
    for (const { account, success, error } of results)
      expect([account, success, error]).toEqual([account, !errors.has(account), errors.get(account)]);
  });

  test("check finds each of them, and what only types show; one syntax error hides no type error", async () => {
    // The rules ask for all that a management account has to hold.
    const stack = "accounts/management/stack.ts";
    const small = workspace.read(stack);
    workspace.write(stack, workspace.git("show", `HEAD~1:${stack}`));
    const { exitCode, stdout } = await workspace.archipelago(["check", "--all", "--json"]);
    workspace.write(stack, small);
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
    expect(workspace.exists(".archipelago/state/acme/behind")).toBe(false);
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
      message: /^organization\.json:\d+:\d+: emailPattern: must be .*\{account\}.*\(found "aws\+all@acme\.example"\)/,
    },
    {
      name: "an unknown key",
      file: "organization.json",
      from: '"cloud"',
      to: '"clouds": 1, "cloud"',
      message: /^organization\.json:\d+:\d+: clouds: unknown key; did you mean "cloud"\? \(known: name, cloud, /,
    },
    {
      name: "a cloud that does not exist",
      file: "organization.json",
      from: '"offline"',
      to: '"azure"',
      message: /^organization\.json:\d+:\d+: cloud: .*"offline"\|"aws".*\(found "azure"\)/,
    },
    { name: "an empty file", file: "organization.json", to: "", message: /^organization\.json: is empty/ },
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
      expect(stdout).toContain(`> nx run ${name}:plan\n\norganization.json:7:19: emailPattern: must`);
    expect(stdout).not.toMatch(/planned|differ from/);
    expectReadable(stdout.slice(stdout.lastIndexOf("organization.json"), stdout.indexOf("Failed tasks")));
  });
});

describe("the command line", () => {
  const cases: { args: string[]; message: RegExp; options?: RunOptions }[] = [
    {
      args: ["plan", "nobody"],
      message:
        /^archipelago plan: there is no account "nobody"\n {2}allowed: log-archive, management, security, shop-dev/,
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
    { args: ["status", "--days", "3"], message: /^--days: is only for --expiring\n {2}next: / },
    { args: ["status", "--waves", "--matrix", "plan"], message: /'--waves' cannot be used with option '--matrix/ },
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
