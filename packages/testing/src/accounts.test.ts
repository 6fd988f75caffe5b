import path from "node:path";
import { contextOf, loadWorkspace, synthesizeAccount, type AccountDefinition } from "@archipelago/account-stack";
import fs from "node:fs";
import os from "node:os";
import { Template } from "./index.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const workspace = loadWorkspace(root);
const accounts = [...workspace.accounts.keys()];

function synthesize(name: string): Template {
  const account = workspace.accounts.get(name)!;
  const stack = jest.requireActual<{ default: AccountDefinition }>(path.join(root, account.directory, "stack.ts"));
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-account-"));
  try {
    const { json, inputs } = synthesizeAccount(contextOf(workspace, account), stack.default, outdir);
    return new Template(json, inputs);
  } finally {
    fs.rmSync(outdir, { recursive: true, force: true });
  }
}

test("every account loads", () => {
  expect([...workspace.problems.values()].map((problem) => problem.format())).toEqual([]);
  expect(accounts.length).toBeGreaterThan(0);
});

test.each(accounts)("%s", (name) => {
  expect(synthesize(name).summary()).toMatchSnapshot();
});

test.each(accounts)("%s holds no account id, and no ARN of an account's resource", (name) => {
  const { text } = synthesize(name);
  expect(text).not.toMatch(/(?<!\d)\d{12}(?!\d)/);
  expect(text).not.toMatch(/:placeholder:/);
});

test.each(accounts)("%s is synthesised to the same bytes twice", (name) => {
  expect(synthesize(name).text).toBe(synthesize(name).text);
});

test("every value that is read is published by the account it is read from", () => {
  const published = new Map(accounts.map((name) => [name, Object.keys(synthesize(name).published())]));
  for (const name of accounts) {
    for (const { account, output } of synthesize(name).inputs) {
      expect([account, published.get(account)]).toEqual([account, expect.arrayContaining([output])]);
    }
  }
});

const code = (name: string) =>
  fs
    .readFileSync(path.join(root, "accounts", name, "stack.ts"), "utf8")
    .replaceAll(/^\s*\/\/.*\n/gm, "")
    .replaceAll(/\s+/g, " ");
const applications = accounts.filter((name) => workspace.accounts.get(name)!.product !== "platform");

test("accounts of one product share one stack", () => {
  const products = new Map(applications.map((name) => [workspace.accounts.get(name)!.product, name]));
  expect(products.size).toBeGreaterThan(0);
  for (const name of applications)
    expect([name, code(name)]).toEqual([name, code(products.get(workspace.accounts.get(name)!.product)!)]);
});

// What the template reads and makes, in the template's order; between and after it is what the application adds.
test.each(applications)("%s is the template and what the application adds", (name) => {
  const statements = code("_template").match(/const [^;]*stack\.(read|await)\([^;]*;|new \w+\(stack,[^;]*;/g)!;
  expect(statements).toHaveLength(5);
  const found = statements.map((statement) => code(name).indexOf(statement));
  expect(found).not.toContain(-1);
  expect([...found].sort((a, b) => a - b)).toEqual(found);
});
