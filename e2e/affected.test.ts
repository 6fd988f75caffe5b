import { execFile, execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { linkModules, removeClone } from "../tools/clone.mjs";
import { Workspace } from "./support/workspace.ts";

// Each case is a commit in a clone and a real `nx affected --target=plan` with the real Terraform. What was planned is
// read from the report, so an account that is missing and one too many both fail.

const all = [
  "analytics",
  "backup",
  "log-archive",
  "management",
  "network",
  "sandbox",
  "security",
  "shop-dev",
  "shop-production",
  "shop-staging",
];
const withNetwork = ["analytics", "network", "sandbox", "shop-dev", "shop-production", "shop-staging"];

const workspace = new Workspace();
const { root: directory, git } = workspace;

afterAll(() => workspace.remove());

interface Run {
  readonly exitCode: number;
  readonly output: string;
}

async function nx(cwd: string, ...args: string[]): Promise<Run> {
  const env = { ...process.env, NX_BASE: "", NX_HEAD: "", FORCE_COLOR: "0" };
  try {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      [path.join(cwd, "node_modules/nx/dist/bin/nx.js"), ...args],
      { cwd, env, maxBuffer: 1 << 26 },
    );
    return { exitCode: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { exitCode: code, output: stdout + stderr };
  }
}

/** Accounts that `nx affected` plans for what `edit` changes, and what it prints. */
async function planned(edit: () => void): Promise<{ readonly accounts: readonly string[]; readonly output: string }> {
  const base = git("rev-parse", "HEAD");
  edit();
  git("add", "--all");
  git("commit", "--quiet", "--allow-empty", "--message", "Edit");
  const report = path.join(directory, ".archipelago/report/plan.json");
  fs.rmSync(report, { force: true });
  try {
    const { exitCode, output } = await nx(directory, "affected", "--target=plan", `--base=${base}`);
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    if (!fs.existsSync(report)) {
      expect(output).toMatch(`0 of ${all.length} accounts differ from ${base}`);
      return { accounts: [], output };
    }
    const summaries = JSON.parse(fs.readFileSync(report, "utf8")) as { account: string; status: string }[];
    expect(summaries.map(({ status }) => status)).not.toContain("failed");
    return { accounts: summaries.map(({ account }) => account).sort(), output };
  } finally {
    git("reset", "--quiet", "--hard", base);
  }
}

const file = (name: string): string => path.join(directory, name);
const append = (name: string, text: string): void => fs.appendFileSync(file(name), text);
const replace = (name: string, from: string | RegExp, to: string): void => {
  const text = fs.readFileSync(file(name), "utf8");
  expect(text).toMatch(from);
  fs.writeFileSync(file(name), text.replace(from, to));
};
/** Changes the locked version of an npm package, as `npm update` would. */
const bump = (name: string): void => {
  const lock = JSON.parse(fs.readFileSync(file("package-lock.json"), "utf8")) as {
    packages: Record<string, { version: string; integrity?: string }>;
  };
  const entry = lock.packages[`node_modules/${name}`]!;
  entry.version = entry.version.replace(/\d+$/, (patch) => String(Number(patch) + 1));
  entry.integrity = "sha512-changed";
  fs.writeFileSync(file("package-lock.json"), `${JSON.stringify(lock, null, 2)}\n`);
};

const cases: [name: string, edit: () => void, accounts: string[]][] = [
  [
    "a test of modules/vpc-baseline",
    () => append("modules/vpc-baseline/src/vpc-baseline.test.ts", "\n// edited\n"),
    [],
  ],
  [
    "environments/production.json",
    () => replace("environments/production.json", '"logRetentionDays": 365', '"logRetentionDays": 400'),
    ["analytics", "shop-production"],
  ],
  ["one account's stack.ts", () => append("accounts/shop-dev/stack.ts", "\n// edited\n"), ["shop-dev"]],
  [
    "one account's account.json: that account, and management, which creates and places accounts",
    () => replace("accounts/analytics/account.json", "1800", "1900"),
    ["analytics", "management"],
  ],
  ["the template", () => replace("accounts/_template/account.json", /"monthlyUsd": \d+/, '"monthlyUsd": 1'), []],
  [
    "a file added to an account's folder",
    () => fs.writeFileSync(file("accounts/security/extra.ts"), "export {};\n"),
    ["security"],
  ],
  ["a README in an account's folder", () => fs.writeFileSync(file("accounts/security/README.md"), "# Security\n"), []],
  [
    "docs and README",
    () => {
      append("README.md", "\nmore\n");
      append("docs/dependencies.md", "\nmore\n");
    },
    [],
  ],
  ["a devDependency bump in the lockfile", () => bump("prettier"), []],
  ["a bump of cdktf", () => bump("cdktf"), all],
  ["a bump of @cdktf/provider-aws", () => bump("@cdktf/provider-aws"), all],
  ["organization.json", () => replace("organization.json", '"acme/archipelago"', '"acme/islands"'), all],
  [
    "packages/account-stack (AccountStack)",
    () => append("packages/account-stack/src/account-stack.ts", "\n// edited\n"),
    all,
  ],
];

/** Accounts that the graph selects for what `edit` changes, without planning them. */
async function selected(edit: () => void): Promise<string[]> {
  const base = git("rev-parse", "HEAD");
  edit();
  git("add", "--all");
  git("commit", "--quiet", "--message", "Edit");
  try {
    const since = [`--base=${base}`, "--with-target=plan", "--json"];
    return (JSON.parse((await nx(directory, "show", "projects", "--affected", ...since)).output) as string[]).sort();
  } finally {
    git("reset", "--quiet", "--hard", base);
  }
}

const selections: [name: string, edit: () => void, accounts: string[]][] = [
  ["a table of a module", () => fs.writeFileSync(file("modules/vpc-baseline/src/table.json"), "[]\n"), withNetwork],
  ["a page of a module", () => append("modules/vpc-baseline/README.md", "\nmore\n"), []],
  ["what a test of a module is held against", () => append("modules/vpc-baseline/src/a.test.ts.snap", "\n"), []],
  [
    "another organisation's file",
    () => fs.copyFileSync(file("organization.json"), file("test-organization.json")),
    all,
  ],
  ["the loader", () => append("packages/loader/index.cjs", "\n// edited\n"), all],
  ["a test of the loader", () => append("packages/loader/loader.test.mjs", "\n// edited\n"), []],
  ["the process of the simulated AWS", () => append("packages/offline-aws/bin/offline-aws.mjs", "\n// edited\n"), all],
  ["where states are read", () => append("packages/state/src/index.ts", "\n// edited\n"), all],
  [".terraform-version", () => fs.writeFileSync(file(".terraform-version"), "1.11.5\n"), all],
  ["a bump of sucrase", () => bump("sucrase"), all],
];

test("the graph selects by what is not committed too", async () => {
  append("modules/vpc-baseline/src/vpc-baseline.ts", "\n// edited\n");
  const { output } = await nx(
    directory,
    "show",
    "projects",
    "--affected",
    "--base=HEAD",
    "--with-target=plan",
    "--json",
  );
  git("checkout", "--quiet", "--", "modules");
  expect((JSON.parse(output) as string[]).sort()).toEqual(withNetwork);
});

test.each(selections)("the graph selects by %s", async (_name, edit, accounts) => {
  expect(await selected(edit)).toEqual(accounts);
});

test("another organisation's file, and not its older bytes, is what a cached synth and check are of", async () => {
  const synth = (name: string) => nx(directory, "synth", "shop-dev", `--organization=${name}`);
  const write = (name: string): void => {
    const text = fs.readFileSync(file("organization.json"), "utf8");
    fs.writeFileSync(file("test-organization.json"), text.replace('"name": "acme"', `"name": "${name}"`));
  };
  try {
    for (const name of ["first", "second"]) {
      write(name);
      expect(await synth("test-organization.json")).toMatchObject({ exitCode: 0 });
      expect(fs.readFileSync(file(".archipelago/work/shop-dev/cdk.tf.json"), "utf8")).toContain(`/${name}/`);
    }
    fs.writeFileSync(file("test-organization.json"), "{ broken");
    expect(await synth("test-organization.json")).toMatchObject({ exitCode: 1 });
    const { exitCode, output } = await synth("islands.json");
    expect([exitCode, output]).toEqual([
      1,
      expect.stringContaining("islands.json: is no name of an organisation's file"),
    ]);
  } finally {
    fs.rmSync(file("test-organization.json"));
  }
});

test.each(cases)("%s", async (_name, edit, accounts) => {
  expect((await planned(edit)).accounts).toEqual(accounts);
});

test("a file deleted in an account's folder: that account", async () => {
  fs.writeFileSync(file("accounts/network/extra.ts"), "export {};\n");
  git("add", "--all");
  git("commit", "--quiet", "--message", "A file to delete");
  const { accounts } = await planned(() => fs.rmSync(file("accounts/network/extra.ts")));
  expect(accounts).toEqual(["network"]);
});

test("an account folder removed: never fewer than those it could concern", async () => {
  const { accounts } = await planned(() => fs.rmSync(file("accounts/sandbox"), { recursive: true }));
  expect(accounts).not.toContain("sandbox");
});

test("a module that Nx did not know for a while: the accounts that import it", async () => {
  const file = path.join(directory, "modules/backup/package.json");
  const text = fs.readFileSync(file);
  const affected = async (): Promise<string[]> => {
    const edited = "--files=modules/backup/src/backup-plans.ts";
    const { output } = await nx(directory, "show", "projects", "--affected", edited, "--with-target=plan", "--json");
    return (JSON.parse(output) as string[]).sort();
  };
  fs.rmSync(file);
  expect(await affected()).toEqual([]);
  fs.writeFileSync(file, text);
  expect(await affected()).toEqual(all);
});

test("modules/vpc-baseline: the accounts that use it, and the table says which file put each in the list", async () => {
  const { accounts, output } = await planned(() => append("modules/vpc-baseline/src/vpc-baseline.ts", "\n// edited\n"));
  expect(accounts).toEqual(withNetwork);
  for (const account of accounts)
    expect(output).toMatch(new RegExp(`^${account}\\*? +\\w+ +\\S*vpc-baseline\\.ts`, "m"));
});

describe("a clone that cannot tell what changed", () => {
  const clones: string[] = [];
  afterAll(() => clones.forEach(removeClone));

  const shallowClone = (): { cwd: string; run: (...args: string[]) => void } => {
    const cwd = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-shallow-"));
    clones.push(cwd);
    execFileSync("git", ["clone", "--quiet", "--depth=1", `file://${directory}`, cwd]);
    linkModules(cwd);
    return { cwd, run: (...args) => void execFileSync("git", args, { cwd }) };
  };

  test("without a merge base the run fails and names git fetch --unshallow", async () => {
    const older = git("rev-parse", "HEAD");
    append("README.md", "\nlater\n");
    git("commit", "--quiet", "--all", "--message", "Later");
    git("config", "uploadpack.allowAnySHA1InWant", "true");
    const { cwd, run } = shallowClone();
    run("fetch", "--quiet", "--depth=1", "origin", older);
    const { exitCode, output } = await nx(cwd, "affected", "--target=plan", `--base=${older}`);
    expect(output).toContain("git fetch --unshallow");
    expect(exitCode).toBe(1);
    expect(fs.existsSync(path.join(cwd, ".archipelago/report/plan.json"))).toBe(false);
  });

  test("without a base ref Nx fails, and doctor names the fix", async () => {
    const { cwd, run } = shallowClone();
    run("checkout", "--quiet", "-b", "feature");
    run("branch", "--quiet", "-D", "main");
    run("remote", "remove", "origin");
    expect((await nx(cwd, "affected", "--target=plan")).exitCode).toBe(1);
    const doctor = await promisify(execFile)(process.execPath, ["packages/cli/bin/archipelago.mjs", "doctor"], {
      cwd,
    }).catch((error: { code: number; stdout: string }) => error);
    expect(doctor).toMatchObject({ code: 1, stdout: expect.stringContaining("git fetch origin main:main") });
  });
});
