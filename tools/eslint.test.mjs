import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Linter } from "eslint";
import tseslint from "typescript-eslint";
import config from "../eslint.config.mjs";

const root = path.resolve(import.meta.dirname, "..");

/** What the configuration says of `code` if it stood in `file`; no compiler, so the file need not exist. */
function lint(file, code, ...more) {
  const linter = new Linter({ cwd: root });
  return linter.verify(code, [...config, tseslint.configs.disableTypeChecked, ...more], path.join(root, file));
}
const rules = (messages) => messages.map(({ ruleId }) => ruleId);

const files = {
  account: "accounts/shop-dev/stack.ts",
  module: "modules/vpc-baseline/src/vpc.ts",
  "module test": "modules/vpc-baseline/src/vpc.test.ts",
  "account-stack": "packages/account-stack/src/load.ts",
  runner: "packages/runner/src/plan.ts",
  cli: "packages/cli/src/plan.ts",
  testing: "packages/testing/src/template.ts",
  tool: "tools/tool.mjs",
  script: "tools/tool.cjs",
  e2e: "e2e/support/organization.ts",
};

/** rule | file | code it refuses | file of the twin | code it lets pass */
const cases = `
archipelago/provider-import | runner  | import "@cdktf/provider-aws";                      | runner | import "@cdktf/provider-aws/lib/vpc/index.js";
archipelago/provider-import | runner  | import type { vpc } from "@cdktf/provider-aws";    | runner | import type { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
archipelago/provider-import | runner  | export type T = import("@cdktf/provider-aws").vpc; | runner | export type T = import("@cdktf/provider-aws/lib/vpc/index.js").Vpc;
archipelago/provider-import | runner  | export * from "@cdktf/provider-aws";               | runner | export * from "@cdktf/provider-aws/lib/vpc/index.js";
archipelago/provider-import | runner  | import("@cdktf/provider-aws/lib/index.js");        | runner | import("@cdktf/provider-aws/lib/vpc/index.js");
archipelago/provider-import | script  | require("@cdktf/provider-aws");                    | script | require("@cdktf/provider-aws/package.json");
archipelago/provider-import | script  | require.resolve("@cdktf/provider-aws/lib/vpc");    | script | require.resolve("@cdktf/provider-aws/lib/vpc/index.js");
archipelago/provider-import | e2e     | import "@cdktf/provider-aws/lib/vpc";              | e2e    | import "@cdktf/provider-aws/lib/vpc/index.js";

archipelago/arrows | account       | import "@archipelago/runner";                     | account       | import "@archipelago/vpc-baseline";
archipelago/arrows | account       | import type { Run } from "@archipelago/runner";   | account       | import type { AccountStack } from "@archipelago/account-stack";
archipelago/arrows | account       | import "../shop-staging/stack.ts";                | account       | import "./queues.ts";
archipelago/arrows | account       | import "../../modules/vpc-baseline/src/index.ts"; | account       | import "@archipelago/vpc-baseline";
archipelago/arrows | account       | import "@archipelago/nowhere";                    | account       | import "@archipelago/account-stack";
archipelago/arrows | account       | import "zod";                                     | account       | import "cdktf";
archipelago/arrows | module        | import "@archipelago/terraform";                  | module        | import "@archipelago/logging";
archipelago/arrows | module        | import "@archipelago/testing";                    | module test   | import "@archipelago/testing";
archipelago/arrows | module        | import "@archipelago/offline-aws";                | module test   | import "@archipelago/offline-aws";
archipelago/arrows | module        | import "node:fs";                                 | module test   | import "node:fs";
archipelago/arrows | module        | export { readFileSync } from "fs";                | module        | export { Construct } from "constructs";
archipelago/arrows | module        | import("node:child_process");                     | runner        | import("node:child_process");
archipelago/arrows | module        | export default (name) => import(name);            | runner        | export default (name) => import(name);
archipelago/arrows | account-stack | import "@archipelago/terraform";                  | account-stack | import "zod";
archipelago/arrows | runner        | import "@archipelago/vpc-baseline";               | e2e           | import "@archipelago/vpc-baseline";
archipelago/arrows | runner        | import "@archipelago/cli";                        | cli           | import "@archipelago/runner";
archipelago/arrows | runner        | import "@archipelago/testing";                    | testing       | import "@archipelago/offline-aws";
archipelago/arrows | runner        | import "../../../accounts/shop-dev/stack.ts";     | runner        | import "./accounts/shop-dev.ts";
archipelago/arrows | e2e           | import "../../accounts/shop-dev/stack.ts";        | e2e           | import "./accounts.ts";
archipelago/arrows | cli           | import "../../runner/src/index.ts";               | cli           | import "@archipelago/runner";
archipelago/arrows | tool          | import "../packages/runner/src/index.ts";         | tool          | import "@archipelago/runner";

no-restricted-globals    | module  | export default process.env.AWS_REGION; | runner      | export default process.env.AWS_REGION;
no-restricted-globals    | account | export default process.env.HOME;       | account     | export default { process: 1 }.process;
no-restricted-globals    | module  | fetch("http://127.0.0.1");             | module test | fetch("http://127.0.0.1");
no-restricted-properties | module  | export default Date.now();             | runner      | export default Date.now();
no-restricted-properties | module  | export default Math.random();          | module      | export default Math.max(1, 2);
no-restricted-syntax     | account | export default new Date();             | account     | export default new Date("2026-01-01");
`
  .split("\n")
  .filter(Boolean)
  .map((line) => line.split(/ +\| /));

it.each(cases)("%s: %s: %s", (rule, file, refused, twin, allowed) => {
  expect(rules(lint(files[file], refused))).toContain(rule);
  expect(rules(lint(files[twin], allowed))).toEqual([]);
});

it("says what may be imported instead", () => {
  expect(lint(files.account, 'import "@archipelago/runner";').map(({ message }) => message)).toEqual([
    "accounts/shop-dev (type:account) may not import @archipelago/runner (type:machinery); it may import type:module, type:account-stack",
  ]);
});

it("keeps packages under a reaching licence in tests", () => {
  const listed = { rules: { "archipelago/arrows": ["error", { testOnly: ["agpl-package"] }] } };
  const code = 'import "agpl-package/deep"; import "node:fs";';
  expect(lint(files.runner, code, listed).map(({ message }) => message)).toEqual([
    "only tests may import agpl-package: its licence would reach this code",
  ]);
  for (const file of [files.testing, files.e2e, files["module test"]]) expect(lint(file, code, listed)).toEqual([]);
});

describe("rules that need types", () => {
  let directory;
  beforeAll(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-eslint-"));
    const tsconfig = { compilerOptions: { strict: true, types: [] }, files: ["x.ts"] };
    fs.writeFileSync(path.join(directory, "tsconfig.json"), JSON.stringify(tsconfig));
    fs.writeFileSync(path.join(directory, "x.ts"), "");
  });
  afterAll(() => fs.rmSync(directory, { recursive: true }));

  const typed = (code) => {
    const linter = new Linter({ cwd: directory });
    const here = { files: ["**/*.ts"], languageOptions: { parserOptions: { tsconfigRootDir: directory } } };
    const elsewhere = { rules: { "archipelago/arrows": "off" } };
    return rules(linter.verify(`${code} export {};`, [...config, here, elsewhere], path.join(directory, "x.ts")));
  };

  const apply = "declare const apply: () => Promise<boolean>;";
  it.each([
    ["no-floating-promises", `${apply} apply();`, `${apply} await apply();`],
    ["no-misused-promises", `${apply} if (apply()) apply;`, `${apply} if (await apply()) void apply();`],
    ["await-thenable", "await 1;", "await Promise.resolve(1);"],
    ["restrict-template-expressions", "void `${{}}`;", "void `${1}`;"],
  ])("%s", (rule, refused, allowed) => {
    expect(typed(refused)).toContain(`@typescript-eslint/${rule}`);
    expect(typed(allowed)).toEqual([]);
  });
});
