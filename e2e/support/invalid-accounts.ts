import type { Workspace } from "./workspace.ts";

/** An account that somebody got wrong. */
export interface InvalidAccount {
  /** Its folder, which says what is wrong. */
  readonly name: string;
  /** Differences from a valid account.json; a text replaces the file. */
  readonly account?: Readonly<Record<string, unknown>> | string;
  /** The text of stack.ts. Default: that of a valid account; null: there is none. */
  readonly stack?: string | null | ((valid: string) => string);
  /** What the message must name: file, JSON path or line, value, what is allowed. */
  readonly message: RegExp;
}

/** Every mistake is a folder of its own, so that one run shows them all, and that none disturbs another. */
export const invalidAccounts: readonly InvalidAccount[] = [
  {
    name: "unknown-key",
    account: { budgets: {} },
    message:
      /accounts\/unknown-key\/account\.json:\d+:\d+: budgets: unknown key; did you mean "budget"\? \(known: product, environment, owner, .*budget/,
  },
  {
    name: "unknown-inner-key",
    account: { budget: { monthlyUsd: 1, weeklyUsd: 1 } },
    message: /account\.json:\d+:\d+: budget\.weeklyUsd: unknown key \(known: monthlyUsd\)/,
  },
  {
    name: "wrong-type",
    account: { budget: { monthlyUsd: "300" } },
    message: /accounts\/wrong-type\/account\.json:\d+:\d+: budget\.monthlyUsd: .*expected number.*\(found "300"\)/,
  },
  {
    name: "host-bits",
    account: { network: { cidr: "10.32.48.1/20" } },
    message:
      /host-bits\/account\.json:\d+:\d+: network\.cidr: must be .*without host bits.*\(found "10\.32\.48\.1\/20"\)/,
  },
  {
    name: "network-too-small",
    account: { network: { cidr: "10.32.48.0/28" } },
    message: /account\.json:\d+:\d+: network\.cidr: must be between \/16 and \/24.*\(found "10\.32\.48\.0\/28"\)/,
  },
  {
    name: "missing-owner",
    account: { owner: undefined },
    message: /accounts\/missing-owner\/account\.json:\d+:\d+: owner: is missing/,
  },
  {
    name: "same-id",
    account: { existing: { accountId: "111122223333" } },
    message:
      /same-id\/account\.json:\d+:\d+: existing\.accountId: 111122223333 is also the one of accounts\/same-id-too\//,
  },
  {
    name: "same-id-too",
    account: { existing: { accountId: "111122223333" } },
    message:
      /same-id-too\/account\.json:\d+:\d+: existing\.accountId: 111122223333 is also .* accounts\/same-id\/account\.json/,
  },
  {
    name: "same-email",
    account: { email: "One@acme.example" },
    message:
      /same-email\/account\.json:\d+:\d+: email: one@acme\.example is also the one of accounts\/same-email-too\//,
  },
  {
    name: "same-email-too",
    account: { email: "one@acme.example" },
    message:
      /same-email-too\/account\.json:\d+:\d+: email: one@acme\.example is also the one of accounts\/same-email\//,
  },
  {
    name: "unknown-environment",
    account: { environment: "prod" },
    message:
      /account\.json:\d+:\d+: environment: there is no environment "prod"; did you mean "production"\?\n {2}allowed: development, .*sandbox/,
  },
  {
    name: "invalid-environment",
    account: { environment: "invalid" },
    message: /environments\/invalid\.json:\d+:\d+: nat: .*"none"\|"one"\|"per-zone".*\(found "two"\)/,
  },
  {
    name: "dangling",
    account: { dependsOn: ["nobody"] },
    message: /accounts\/dangling\/account\.json:\d+:\d+: dependsOn: there is no account "nobody"/,
  },
  {
    name: "cycle-a",
    account: { dependsOn: ["cycle-b"] },
    message: /accounts\/cycle-a\/account\.json:\d+:\d+: dependsOn: cycle-a -> cycle-b -> cycle-a is a cycle/,
  },
  {
    name: "cycle-b",
    account: { dependsOn: ["cycle-a"] },
    message: /accounts\/cycle-b\/account\.json:\d+:\d+: dependsOn: cycle-b -> cycle-a -> cycle-b is a cycle/,
  },
  {
    name: "truncated",
    account: '{ "product": "shop",',
    message: /accounts\/truncated\/account\.json:1:21: is not valid JSON: the file ends where a key .* is missing/,
  },
  { name: "empty", account: "", message: /accounts\/empty\/account\.json: is empty/ },
  { name: "list", account: "[]", message: /accounts\/list\/account\.json:\d+:\d+: .*expected object.*\(found \[\]\)/ },
  {
    name: "Upper_Case",
    message: /accounts\/Upper_Case: "Upper_Case" cannot be an account's name\n {2}allowed: lower-case letters/,
  },
  {
    name: "throws",
    stack: (valid) =>
      valid.replace("  new AccountBaseline(", '  throw new Error("no such luck");\n  new AccountBaseline('),
    message: /^accounts\/throws\/stack\.ts:12: no such luck/,
  },
  {
    name: "throws-on-import",
    stack: 'import "node:fs";\n\nthrow new Error("no such luck");\n',
    message: /^accounts\/throws-on-import\/stack\.ts:3: no such luck/,
  },
  {
    name: "refused-by-a-module",
    account: { network: { cidr: "10.200.0.0/20", zones: 4 } },
    message: /^accounts\/refused-by-a-module\/stack\.ts:21: 4 cannot be the zones of a network in eu-west-1\n/,
  },
  {
    name: "syntax-error",
    stack: (valid) => valid.replace("export default", "export default default"),
    message: /^accounts\/syntax-error\/stack\.ts:7: does not parse: Unexpected token/,
  },
  {
    name: "missing-import",
    stack: 'import { nothing } from "./nothing.ts";\n\nexport default nothing;\n',
    message: /^accounts\/missing-import\/stack\.ts:1: Cannot find module '\.\/nothing\.ts'/,
  },
  {
    name: "no-stack",
    stack: null,
    message: /^accounts\/no-stack\/stack\.ts: is missing\n {2}next: copy accounts\/_temp/,
  },
  {
    name: "no-default-export",
    stack: "export const stack = 1;\n",
    message: /^accounts\/no-default-export\/stack\.ts: has no default export made by defineAccount/,
  },
  {
    name: "undeclared-read",
    account: { environment: "shared", dependsOn: ["management", "log-archive", "security"] },
    message: /account\.json: undeclared-read reads the output sinkArns of security without declaring it\n {2}next/,
  },
  {
    name: "undeclared-dependency",
    account: { environment: "shared" },
    message:
      /account\.json: undeclared-dependency reads outputs of management but does not depend on it\n {2}next: add/,
  },
];

/** What only `check` finds: it plans well, because loading TypeScript does not check types. */
export const typeError: InvalidAccount = {
  name: "type-error",
  stack: (valid) => valid.replace("budget: account.budget", "budget: account.budget, budgets: 1"),
  message: /^accounts\/type-error\/stack\.ts:\d+:\d+: TS\d+: .*'budgets' does not exist in type/,
};

/** Adds the folders, and the environment that is invalid. */
export function addInvalidAccounts(workspace: Workspace, accounts: readonly InvalidAccount[]): void {
  const validStack = workspace.read("accounts/_template/stack.ts").replaceAll(/^ *\/\/.*\n/gm, "");
  const valid = { ...workspace.json<object>("accounts/shop-dev/account.json"), network: undefined };
  const environment = workspace.json<object>("environments/development.json");
  workspace.write("environments/invalid.json", { ...environment, nat: "two" });
  for (const { name, account = {}, stack = validStack } of accounts) {
    workspace.write(`accounts/${name}/account.json`, typeof account === "string" ? account : { ...valid, ...account });
    if (stack !== null)
      workspace.write(`accounts/${name}/stack.ts`, typeof stack === "string" ? stack : stack(validStack));
  }
}
