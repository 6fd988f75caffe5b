import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import {
  contextOf,
  loadWorkspace,
  synthesizeAccount,
  type AccountContext,
  type AccountDefinition,
} from "@archipelago/account-stack";

// One application in three accounts: what differs between them are values of environments/ and account.json, nothing else.

const root = path.resolve(import.meta.dirname, "../../..");
const workspace = loadWorkspace(root);
const shops = [...workspace.accounts.values()].filter(({ product }) => product === "shop");
const contexts = new Map(shops.map((account) => [account.name, contextOf(workspace, account)]));

let outdir: string;
beforeEach(() => (outdir = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-shop-"))));
afterEach(() => fs.rmSync(outdir, { recursive: true }));

function synthesize(stackOf: string, context: AccountContext): string {
  const file = path.join(root, "accounts", stackOf, "stack.ts");
  return synthesizeAccount(context, jest.requireActual<{ default: AccountDefinition }>(file).default, outdir).json;
}

const pairs = shops.flatMap(({ name }) =>
  shops.filter((other) => other.name !== name).map((other) => [name, other.name]),
);

test("there are three shops", () => {
  expect(shops.map(({ environment }) => environment).sort()).toEqual(["development", "production", "staging"]);
});

test.each(pairs)("%s with the values of %s is that account, but for its name", (one, other) => {
  const [own, values] = [contexts.get(one)!, contexts.get(other)!];
  const substituted: AccountContext = {
    ...values,
    // Names stay: code that asked which environment it is in would be found out here.
    account: { ...values.account, name: own.account.name, environment: own.account.environment },
    environment: { ...values.environment, name: own.environment.name },
    // What organization.json says of an environment is a value too.
    organization: {
      ...values.organization,
      backups: {
        ...values.organization.backups,
        [own.environment.name]: values.organization.backups![values.environment.name]!,
      },
    },
  };
  const renamed = synthesize(one, substituted)
    .replaceAll(own.account.name, values.account.name)
    .replaceAll(`"${own.environment.name}"`, `"${values.environment.name}"`);
  expect(renamed).toBe(synthesize(other, values));
});

test("and they do differ: each environment's values reach its account", () => {
  const texts = shops.map(({ name }) => synthesize(name, contexts.get(name)!));
  expect(new Set(texts).size).toBe(3);
  for (const [index, { environment }] of shops.entries()) {
    const file = JSON.parse(fs.readFileSync(path.join(root, `environments/${environment}.json`), "utf8")) as {
      configuration: { shop: { image: string; oldestOrderMinutes: number } };
    };
    const { image, oldestOrderMinutes } = file.configuration.shop;
    expect(texts[index]).toContain(`"insecure_value": "${image}"`);
    expect(texts[index]).toContain(`"threshold": ${oldestOrderMinutes * 60}`);
  }
});
