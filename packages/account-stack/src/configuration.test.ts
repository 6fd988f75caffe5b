import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { z } from "zod";
import { contextOf, loadWorkspace } from "./load.ts";
import { UserError } from "./user-error.ts";

const repository = path.resolve(import.meta.dirname, "../../..");
let root: string;

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-configuration-"));
  for (const entry of ["organization.json", "environments", "accounts"])
    fs.cpSync(path.join(repository, entry), path.join(root, entry), { recursive: true });
});
afterEach(() => fs.rmSync(root, { recursive: true }));

const schema = z.strictObject({ retries: z.number().int(), currency: z.enum(["EUR", "USD"]) });

/** What the stack of shop-dev reads when its environment's file ends with this. */
function read(ending: string): unknown {
  const file = path.join(root, "environments/development.json");
  const { configuration: _, ...rest } = JSON.parse(fs.readFileSync(file, "utf8")) as Record<string, unknown>;
  fs.writeFileSync(file, JSON.stringify(rest, null, 2).replace(/\n\}$/, `${ending}\n}\n`));
  const workspace = loadWorkspace(root);
  const invalid = workspace.problems.get("shop-dev");
  if (invalid) throw invalid;
  return contextOf(workspace, workspace.accounts.get("shop-dev")!).configuration!.read(schema);
}

function problem(ending: string): string {
  try {
    read(ending);
  } catch (error) {
    if (error instanceof UserError) return error.format();
    throw error;
  }
  throw new Error("no problem");
}

test("a product's values are those of its environment, with the types its stack asks for", () => {
  expect(
    read(',\n  "configuration": { "shop": { "retries": 3, "currency": "EUR" }, "other": { "retries": 9 } }'),
  ).toEqual({
    retries: 3,
    currency: "EUR",
  });
});

const takes = "configuration.shop takes retries, currency";

// The ending begins in line 18 of the file or thereabouts: only what follows the file's name is compared.
test.each([
  ["", /^environments\/development.json:1:1: configuration: is missing$/],
  [',"configuration": {}', /^environments\/development.json:\d+:\d+: configuration.shop: is missing$/],
  [
    ',"configuration": {"shop": {"retries": 3}}',
    /^environments\/development.json:\d+:\d+: configuration.shop.currency: is missing$/,
  ],
  [
    ',"configuration": {"shop": {"retries": "3", "currency": "EUR"}}',
    /^environments\/development.json:\d+:\d+: configuration.shop.retries: expected number \(found "3"\)$/,
  ],
  [
    ',"configuration": {"shop": {"retries": 3, "currency": "EUR", "curency": "EUR"}}',
    /^environments\/development.json:\d+:\d+: configuration.shop.curency: unknown key; did you mean "currency"\? \(known: retries, currency\)$/,
  ],
])("%s is refused with its place and what is asked for", (ending, message) => {
  const [first, ...more] = problem(ending).split("\n");
  expect(first).toMatch(message);
  expect(more).toEqual([`  next: correct environments/development.json; ${takes}`]);
});

test("the place is that of the value", () => {
  const said = problem(',\n  "configuration": {\n    "shop": { "retries": "3", "currency": "EUR" }\n  }');
  const lines = fs.readFileSync(path.join(root, "environments/development.json"), "utf8").split("\n");
  const [, line, column] = /:(\d+):(\d+): /.exec(said)!;
  expect(lines[Number(line) - 1]!.slice(Number(column) - 1)).toMatch(/^"3"/);
});

test("stacks see the values of their own product only", () => {
  read(',"configuration": {"shop": {"retries": 3, "currency": "EUR"}, "other": {}}');
  const workspace = loadWorkspace(root);
  const { environment } = contextOf(workspace, workspace.accounts.get("shop-dev")!);
  expect(environment).not.toHaveProperty("configuration");
});

test("a product or a value whose name SSM would not take is refused when the file is read", () => {
  expect(() => read(',"configuration": {"shop": {"is it": 3}}')).toThrow(/is it/);
});
