import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { ProjectConfiguration } from "@nx/devkit";
import { createNodes } from "./plugin.ts";

let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-plugin-"));
  write("environments/development.json", { dependsOn: ["log-archive"] });
  write("environments/shared.json", {});
  write("accounts/log-archive/account.json", { environment: "shared" });
  write("accounts/shop-dev/account.json", { environment: "development" });
});
afterEach(() => fs.rmSync(root, { recursive: true }));

function write(file: string, content: unknown): void {
  fs.mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), typeof content === "string" ? content : JSON.stringify(content));
}

async function projects(): Promise<Record<string, ProjectConfiguration>> {
  const files = fs.readdirSync(path.join(root, "accounts"));
  const results = await createNodes[1](
    files.map((name) => `accounts/${name}/account.json`),
    undefined,
    { workspaceRoot: root, nxJsonConfiguration: {} },
  );
  return Object.fromEntries(
    results.flatMap(([, { projects = {} }]) =>
      Object.values(projects).map((project) => [project.name!, project as ProjectConfiguration]),
    ),
  );
}

test("a folder is a project with its name and six targets", async () => {
  const { "shop-dev": shop } = await projects();
  expect(shop).toMatchObject({ tags: ["type:account", "environment:development"] });
  expect(Object.keys(shop!.targets!)).toEqual(["synth", "check", "plan", "apply", "drift", "destroy"]);
});

test("apply follows the dependencies of account and environment, destroy goes the other way, plan depends on nothing", async () => {
  const { "shop-dev": shop, "log-archive": logs } = await projects();
  expect(shop!.targets!["apply"]!.dependsOn).toEqual([{ projects: ["log-archive"], target: "apply" }]);
  expect(logs!.targets!["destroy"]!.dependsOn).toEqual([{ projects: ["shop-dev"], target: "destroy" }]);
  expect(shop!.targets!["plan"]!.dependsOn).toBeUndefined();
  expect(logs!.targets!["apply"]!.dependsOn).toBeUndefined();
});

test("inputs name the account's own environment only, and only npm packages that can change a byte", async () => {
  const { "shop-dev": shop } = await projects();
  expect(shop!.targets!["plan"]!.inputs).toEqual([
    "account",
    "machinery",
    "^source",
    "{workspaceRoot}/environments/development.json",
    { externalDependencies: ["cdktf", "@cdktf/provider-aws", "constructs", "sucrase"] },
  ]);
});

test("ends of a peering are made of each other's account.json, a spoke of its hub's; other connections read no file", async () => {
  const peering = { kind: "peering", name: "backoffice" };
  write("accounts/a/account.json", {
    environment: "shared",
    connections: [{ ...peering, with: "b", side: "requester" }],
  });
  write("accounts/b/account.json", {
    environment: "shared",
    connections: [
      null,
      { ...peering, with: "a", side: "accepter" },
      { kind: "role", with: "c" },
      { kind: "peering" },
      { kind: "transit", with: "d", side: "hub" },
    ],
  });
  write("accounts/c/account.json", { environment: "shared", connections: "none" });
  write("accounts/d/account.json", {
    environment: "shared",
    connections: [{ kind: "transit", with: "b", side: "spoke" }],
  });
  const inputs = Object.entries(await projects()).map(([name, { targets }]) => [
    name,
    targets!["plan"]!.inputs!.filter((input) => String(input).startsWith("{workspaceRoot}/accounts/")),
  ]);
  expect(Object.fromEntries(inputs)).toMatchObject({
    a: ["{workspaceRoot}/accounts/b/account.json"],
    b: ["{workspaceRoot}/accounts/a/account.json"],
    c: [],
    d: ["{workspaceRoot}/accounts/b/account.json"],
  });
});

test("the management account's stack is made of every account.json", async () => {
  write("organization.json", { accounts: { management: "log-archive" } });
  const { "shop-dev": shop, "log-archive": management } = await projects();
  expect(management!.targets!["plan"]!.inputs).toContain("{workspaceRoot}/accounts/*/account.json");
  expect(management!.targets!["plan"]!.inputs).toContain("!{workspaceRoot}/accounts/_*/**");
  expect(shop!.targets!["plan"]!.inputs).not.toContain("{workspaceRoot}/accounts/*/account.json");
  // Its guardrails have exceptions, and these end on a day; it looks at states too: a cached check would see neither.
  expect(management!.targets!["check"]!.cache).toBe(false);
  expect(shop!.targets!["check"]!.cache).toBe(true);
});

test("so is that of another organisation, whose file lies beside", async () => {
  write("organization.json", { accounts: { management: "log-archive" } });
  write("test-organization.json", { accounts: { management: "shop-dev" } });
  write("broken-organization.json", "{");
  for (const { targets } of Object.values(await projects()))
    expect(targets!["plan"]!.inputs).toContain("{workspaceRoot}/accounts/*/account.json");
});

test("only synth and check are cached, and the cached output is one file", async () => {
  const { "shop-dev": shop } = await projects();
  const cached = Object.entries(shop!.targets!).filter(([, { cache }]) => cache);
  expect(cached.map(([name]) => name)).toEqual(["synth", "check"]);
  expect(shop!.targets!["synth"]!.outputs).toEqual(["{workspaceRoot}/.archipelago/work/shop-dev/cdk.tf.json"]);
});

test.each([
  ["truncated", '{"environment": "dev'],
  ["empty", ""],
  ["not an object", "[1]"],
  ["null", "null"],
  ["environment of a wrong type", { environment: 7, dependsOn: "log-archive" }],
  ["environment that leads elsewhere", { environment: "../../etc/passwd" }],
])("a %s account.json is still a project, which counts every environment", async (_name, content) => {
  write("accounts/broken/account.json", content);
  const { broken, "shop-dev": shop } = await projects();
  expect(broken!.targets!["plan"]!.inputs).toContain("{workspaceRoot}/environments/*.json");
  expect(shop!.targets!["apply"]!.dependsOn).toBeDefined();
});

test("a dangling dependency and a cycle become errors of those accounts, without edges that Nx could trip over", async () => {
  write("accounts/a/account.json", { environment: "shared", dependsOn: ["b"] });
  write("accounts/b/account.json", { environment: "shared", dependsOn: ["a"] });
  write("accounts/c/account.json", { environment: "shared", dependsOn: ["nowhere"] });
  const { a, c, "shop-dev": shop } = await projects();
  expect(a!.targets!["apply"]).toMatchObject({
    options: { error: "accounts/a/account.json: dependsOn: a -> b -> a is a cycle" },
  });
  expect(a!.targets!["apply"]!.dependsOn).toBeUndefined();
  expect(c!.targets!["plan"]!.options).toEqual({
    error: 'accounts/c/account.json: dependsOn: there is no account "nowhere"',
  });
  expect(shop!.targets!["apply"]!.options).toEqual({});
});

test("folders that start with an underscore are no projects", async () => {
  write("accounts/_template/account.json", {});
  expect(Object.keys(await projects()).sort()).toEqual(["log-archive", "shop-dev"]);
});

test("a closed account is no project; accounts that close are emptied after those that need them", async () => {
  write("accounts/old/account.json", { environment: "development", lifecycle: "closed" });
  write("accounts/log-archive/account.json", { environment: "shared", lifecycle: "closing" });
  write("accounts/shop-dev/account.json", { environment: "development", lifecycle: "closing" });
  const { "shop-dev": shop, "log-archive": logs, old } = await projects();
  expect(old).toBeUndefined();
  expect(shop!.targets!["apply"]!.dependsOn).toBeUndefined();
  expect(logs!.targets!["apply"]!.dependsOn).toEqual([{ projects: ["shop-dev"], target: "apply" }]);
  expect(logs!.targets!["destroy"]!.dependsOn).toEqual([{ projects: ["shop-dev"], target: "destroy" }]);
});
