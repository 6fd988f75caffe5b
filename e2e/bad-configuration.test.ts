import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { readAccounts } from "@archipelago/account-stack/light";
import { loadWorkspace, readImports, UserError } from "@archipelago/account-stack/workspace";
import { repository } from "../tools/clone.mjs";
import { expectReadable } from "./support/messages.ts";
import {
  schemaMutations,
  textMutations,
  writeMutation,
  type Json,
  type Mutation,
  type Schema,
} from "./support/mutations.ts";
import { accountEdits, environmentEdits, organizationEdits, stackMutations } from "./support/mutations-by-hand.ts";
import { Workspace, type Run } from "./support/workspace.ts";

// Every way we can think of to get a configuration file wrong. Each is one short message that names the file and the
// place in it, about the accounts it concerns and no others.

jest.setTimeout(600_000);

type JsonObject = { [key: string]: Json };
const readJson = <T>(...file: string[]): T => JSON.parse(fs.readFileSync(path.join(repository, ...file), "utf8")) as T;
const schema = (name: string): Schema => readJson("packages/account-stack/schemas", `${name}.schema.json`);

const outside = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-outside-")));
fs.writeFileSync(path.join(outside, "secret.json"), '{ "secret": "do not show" }');
fs.writeFileSync(path.join(outside, "stack.ts"), 'throw new Error("do not run");');
afterAll(() => fs.rmSync(outside, { recursive: true }));

function mutationsOf(
  kind: string,
  valid: JsonObject,
  edits: readonly (readonly [string, Readonly<JsonObject>, RegExp])[],
  optional: JsonObject = {},
): Mutation[] {
  return [
    ...textMutations(valid, path.join(outside, "secret.json")),
    // What is inside of an optional object is wrong only where the rest of it is right.
    ...schemaMutations(schema(kind), { ...valid, ...optional }),
    ...edits.map(([name, changes, message]) => ({
      name,
      content: JSON.stringify({ ...valid, ...changes }, null, 2),
      message,
    })),
  ];
}

const validAccount: JsonObject = readJson("accounts/shop-dev/account.json");
const validEnvironment: JsonObject = readJson("environments/development.json");
const ofAccount = mutationsOf("account", validAccount, accountEdits, {
  existing: { accountId: "111122223333" },
});
const ofEnvironment = mutationsOf("environment", validEnvironment, environmentEdits);
const ofOrganization = mutationsOf("organization", readJson("organization.json"), organizationEdits);

/** Names of accounts and environments for mutations. */
const numbered = (letter: string, mutations: readonly Mutation[]): (readonly [string, Mutation])[] =>
  mutations.map((mutation, index) => [`${letter}${index + 1}`, mutation] as const);

/** Expects a message about one file, and that it points at what is wrong in it. */
function expectMessage(message: string, root: string, file: string, mutation: Mutation): void {
  expect(message).toMatch(new RegExp(`^${file.replace(/[.]/g, "\\.")}(:\\d+:\\d+)?: `));
  if (mutation.message) expect(message).toMatch(mutation.message);
  expectReadable(message);
  expect(message).not.toMatch(/do not (show|run)/);
  expect(message.length).toBeLessThan(2_000);
  if (mutation.at === undefined) return;
  const [, line, column] = /^[^:]+:(\d+):(\d+): /.exec(message) ?? [message];
  const text = fs
    .readFileSync(path.join(root, file), "utf8")
    .split(/\r?\n/)
    .slice(Number(line) - 1);
  expect(text.join("\n").slice(Number(column) - 1, Number(column) - 1 + mutation.at.length)).toBe(mutation.at);
}

/** Every path below a folder with what shows that it was written. */
function everything(directory: string): string[] {
  return fs
    .readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((file) => {
      const { mtimeMs, size, mode } = fs.lstatSync(path.join(directory, file));
      return `${file} ${mode} ${mtimeMs} ${size}`;
    })
    .sort();
}

describe("each by itself, in one process", () => {
  let root: string;
  const accounts = numbered("a", ofAccount);
  const environments = numbered("e", ofEnvironment);

  beforeAll(() => {
    root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-mutations-")));
    for (const entry of ["organization.json", "environments", "accounts"])
      fs.cpSync(path.join(repository, entry), path.join(root, entry), { recursive: true });
    for (const [name, mutation] of accounts) writeMutation(path.join(root, "accounts", name, "account.json"), mutation);
    for (const [name, mutation] of environments) {
      writeMutation(path.join(root, `environments/${name}.json`), mutation);
      const account = { ...validAccount, environment: name, organizationalUnit: "Sandbox" };
      writeMutation(path.join(root, "accounts", name, "account.json"), { name, content: JSON.stringify(account) });
    }
  });
  afterAll(() => fs.rmSync(root, { recursive: true }));

  test("they are many, and loading them all writes nothing", () => {
    const before = everything(root);
    const { accounts: loaded, problems } = loadWorkspace(root);
    // In how many files there is something wrong, and the accounts of the repository beside them.
    expect([...problems.keys()].sort()).toEqual([...accounts, ...environments].map(([name]) => name).sort());
    expect([...loaded.keys()]).toEqual([...loadWorkspace(repository).accounts.keys()]);
    expect(everything(root)).toEqual(before);
    expect(accounts.length + environments.length + ofOrganization.length).toBeGreaterThan(500);
  });

  const title = ([name, mutation]: readonly [string, Mutation]) => [mutation.name, name, mutation] as const;

  test.each(accounts.map(title))("account.json: %s (%s)", (_title, name, mutation) => {
    expectMessage(problemOf(root, name), root, `accounts/${name}/account.json`, mutation);
  });

  test.each(environments.map(title))("an environment: %s (%s)", (_title, name, mutation) => {
    expectMessage(problemOf(root, name), root, `environments/${name}.json`, mutation);
  });

  test.each(numbered("organization-", ofOrganization).map(title))("organization.json: %s (%s)", (_, name, mutation) => {
    writeMutation(path.join(root, `${name}.json`), mutation);
    let thrown: unknown;
    try {
      loadWorkspace(root, `${name}.json`);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(UserError);
    expectMessage((thrown as UserError).format(), root, `${name}.json`, mutation);
  });
});

const loaded = new Map<string, ReturnType<typeof loadWorkspace>>();
/** What is wrong with an account, of a repository that is loaded once. */
function problemOf(root: string, name: string): string {
  if (!loaded.has(root)) loaded.set(root, loadWorkspace(root));
  return loaded.get(root)!.problems.get(name)!.format();
}

test("a byte order mark and Windows line ends are fine", () => {
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-fine-")));
  for (const entry of ["organization.json", "environments", "accounts"])
    fs.cpSync(path.join(repository, entry), path.join(root, entry), { recursive: true });
  const windows = (file: string): string => `\uFEFF${fs.readFileSync(file, "utf8").replaceAll("\n", "\r\n")}`;
  for (const file of ["organization.json", "environments/development.json", "accounts/shop-dev/account.json"])
    fs.writeFileSync(path.join(root, file), windows(path.join(root, file)));
  const { accounts, problems } = loadWorkspace(root);
  const facts = readAccounts(root, ["accounts/shop-dev/account.json"]).get("shop-dev");
  fs.rmSync(root, { recursive: true });
  // What Nx goes by.
  expect(facts).toMatchObject({ environment: "development", wanted: ["management", "log-archive", "security"] });
  expect([...problems]).toEqual([]);
  expect(accounts.get("shop-dev")).toEqual(loadWorkspace(repository).accounts.get("shop-dev"));
});

test.each([
  ["accounts/shop-dev/stack.ts", "../_template/stack.ts"],
  ["accounts/shop-dev/account.json", "../sandbox/account.json"],
  ["accounts/shop-dev/imports.json", "../../imports.json"],
  ["environments/development.json", "staging.json"],
])("%s as a link within the repository is refused: git would not see its target change", (file, target) => {
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-linked-")));
  for (const entry of ["organization.json", "environments", "accounts"])
    fs.cpSync(path.join(repository, entry), path.join(root, entry), { recursive: true });
  fs.writeFileSync(path.join(root, "imports.json"), "{}");
  fs.rmSync(path.join(root, file), { force: true });
  fs.symlinkSync(target, path.join(root, file));
  const load = (): void => {
    const problem = loadWorkspace(root).problems.get("shop-dev");
    if (problem) throw problem;
    readImports(root, { directory: "accounts/shop-dev" });
  };
  expect(load).toThrow(
    expect.objectContaining({ message: "is a symbolic link", details: expect.objectContaining({ where: file }) }),
  );
  fs.rmSync(root, { recursive: true });
});

describe("through the commands", () => {
  const valid = ["management", "log-archive", "security", "network", "shop-dev"];
  const workspace = new Workspace(valid);
  afterAll(() => workspace.remove());

  // One of eight of what was tried above, and everything about stack.ts, which is loaded by commands only. A named
  // pipe keeps git and Nx waiting, whatever we do.
  const some = ofAccount.filter(({ name }, index) => index % 8 === 0 && name !== "a pipe");
  const accounts = numbered("a", some);
  const stacks = numbered("s", stackMutations(workspace.read("accounts/shop-dev/stack.ts"), outside));
  const folders = [
    "x".repeat(33),
    "Shop",
    "shоp",
    "-shop",
    "shop--dev",
    "shop dev",
    "shop$(id)",
    "shop;id",
    "..shop..",
  ];
  const named = folders.filter((name) => /^[^_.]/.test(name));
  const wrong = [...accounts, ...stacks].map(([name]) => name).concat(named, "linked");
  let plan: Run;
  let before: { readonly status: string; readonly outside: readonly string[] };
  const state = () => ({ status: workspace.git("status", "--porcelain", "--ignored"), outside: everything(outside) });

  beforeAll(async () => {
    const stack = workspace.read("accounts/shop-dev/stack.ts");
    const account = { ...validAccount, network: undefined };
    for (const [name, mutation] of accounts) {
      writeMutation(workspace.path("accounts", name, "account.json"), mutation);
      workspace.write(`accounts/${name}/stack.ts`, stack);
    }
    for (const [name, mutation] of stacks) {
      workspace.write(`accounts/${name}/account.json`, account);
      writeMutation(workspace.path("accounts", name, "stack.ts"), mutation);
    }
    for (const name of named) {
      workspace.write(`accounts/${name}/account.json`, account);
      workspace.write(`accounts/${name}/stack.ts`, stack);
    }
    fs.writeFileSync(path.join(outside, "account.json"), JSON.stringify(account));
    fs.symlinkSync(outside, workspace.path("accounts/linked"));
    workspace.replace("organization.json", '"accountQuota": 50', '"accountQuota": 1000');
    fs.mkdirSync(workspace.path(".archipelago"), { recursive: true });
    workspace.write(".archipelago/mark", "");
    before = state();
    plan = await workspace.archipelago(["plan", "--all", "--json"]);
  });

  test("plan fails for each of them, plans the others, and writes to .archipelago only", () => {
    expect(plan.exitCode).toBe(1);
    const results = JSON.parse(plan.stdout) as { account: string; success: boolean }[];
    const failed = results.filter(({ success }) => !success).map(({ account }) => account);
    expect(failed.sort()).toEqual([...wrong].sort());
    expect(results.map(({ account }) => account)).toEqual(expect.arrayContaining(valid));
    expect(state()).toEqual(before);
  });

  test.each([...accounts, ...stacks].map(([name, mutation]) => [mutation.name, name, mutation] as const))(
    "%s (%s)",
    (_title, name, mutation) => {
      const { status, error = "" } = workspace.summary(name);
      expect(status).toBe("failed");
      if (name.startsWith("a")) return expectMessage(error, workspace.root, `accounts/${name}/account.json`, mutation);
      expect(error).toContain(`accounts/${name}/`);
      expect(error).toMatch(mutation.message!);
      expectReadable(error);
    },
  );

  test("names that cannot be an account's, and a folder that is a link out, are named", () => {
    for (const name of named)
      expect(workspace.summary(name).error).toContain(`accounts/${name}: "${name}" cannot be an account's name`);
    expect(workspace.summary("linked").error).toMatch(/^accounts\/linked: is a symbolic link/);
  });

  test("nx plans the others, and says the same", async () => {
    // Where there is no file Nx sees no project, so it refuses to begin.
    const linked = await workspace.nx(["run-many", "-t", "plan"]);
    expect(linked.exitCode).toBe(1);
    expect(linked.stdout + linked.stderr).toContain("accounts/linked: is a symbolic link, so Nx would leave");
    fs.rmSync(workspace.path("accounts/linked"));
    const files = accounts.filter(([, { content }]) => typeof content !== "function");
    for (const [name, { content }] of accounts)
      if (typeof content === "function") fs.rmSync(workspace.path("accounts", name), { recursive: true });
    const errors = new Map(files.map(([name]) => [name, workspace.summary(name).error!]));
    const { exitCode, stdout } = await workspace.nx(["run-many", "-t", "plan"]);
    expect(exitCode).toBe(1);
    // A list of the accounts there are has lost those just removed.
    const same = (error: string): string => (/there is no account/.test(error) ? error.split("\n")[0]! : error);
    for (const [name, error] of errors) expect(stdout).toContain(`> nx run ${name}:plan\n\n${same(error)}\n`);
    for (const name of valid) expect(workspace.summary(name).status).toBe("changed");
  });

  test.each(
    numbered("organization-", ofOrganization)
      .filter((_, index) => index % 24 === 0)
      .map(([name, mutation]) => [mutation.name, name, mutation] as const),
  )("organization.json: %s (%s) is one error for all", async (_title, name, mutation) => {
    writeMutation(workspace.path(`${name}.json`), mutation);
    const { exitCode, stdout, stderr } = await workspace.archipelago([
      ...["--organization", `${name}.json`],
      ...["plan", "--all"],
    ]);
    expect([exitCode, stdout]).toEqual([1, ""]);
    expectMessage(stderr, workspace.root, `${name}.json`, mutation);
  });
});
