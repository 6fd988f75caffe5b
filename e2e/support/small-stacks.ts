import fs from "node:fs";
import type { Workspace } from "./workspace.ts";

// A plan of an account takes a third of the time when it has a tenth of the resources.

const parameter = `new SsmParameter(stack, "budget", { name: "/budget", type: "String", value: \`\${account.budget.monthlyUsd}\` });`;
// A parameter would be a workload, which the management account's check refuses.
const management = `(stack, { account, accounts }) => {
  new BudgetsBudget(stack, "budget", {
    name: "budget", budgetType: "COST", timeUnit: "MONTHLY", limitUnit: "USD", limitAmount: \`\${account.budget.monthlyUsd}\`,
  });
  const { outputs } = new Organization(stack, "organization", { accounts });
  stack.publish(organizationOutputs, outputs);
});
`;
const budget = `(stack, { account }) => {
  ${parameter}
});
`;
const network = `(stack, { account, environment }) => {
  ${parameter}
  if (account.network) {
    const flowLogs = { reason: "nothing is logged here" };
    new VpcBaseline(stack, "vpc", { ...account.network, nat: environment.nat, flowLogs });
  }
});
`;
const beginning = "export default defineAccount(";
const ssmParameter = 'import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter/index.js";\n';
const budgetsBudget = 'import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget/index.js";\n';

/**
 * Gives the accounts of a clone stacks of a few resources, for tests in which what an account is made of is not the point:
 * the management account its budget, the organisation and its accounts, the others a parameter with their budget and the
 * network that they have. Nothing but the organisation is published. What a stack imports it still imports, so that the
 * same changes select the account.
 *
 * @param networks false: not even a network
 * @param except folders that stay as they are
 */
export function makeSmall(
  workspace: Workspace,
  { networks = true, except = [] }: { networks?: boolean; except?: readonly string[] } = {},
): void {
  for (const account of fs.readdirSync(workspace.path("accounts"))) {
    if (except.includes(account)) continue;
    const file = `accounts/${account}/stack.ts`;
    const stack = workspace.read(file);
    const imports = stack.slice(0, stack.indexOf(beginning));
    const member = networks && imports.includes("VpcBaseline") ? network : budget;
    const body = account === "management" ? management : member;
    const still = imports.replaceAll(/^import \{ (.*) \} from (.*)$/gm, (line, names: string, from: string) =>
      names.split(", ").every((name) => `${beginning}${body}`.includes(name)) ? line : `import ${from}`,
    );
    workspace.write(file, `${account === "management" ? budgetsBudget : ssmParameter}${still}${beginning}${body}`);
  }
  workspace.git("commit", "--quiet", "--all", "--message", "Small stacks");
}

const folders = { CostControls: "cost-controls", IdentityCenter: "identity-center" } as const;

/** Gives a management account that was made small what else looks after the accounts: what they spend, who has access. */
export function addToManagement(workspace: Workspace, ...constructs: readonly (keyof typeof folders)[]): void {
  const file = "accounts/management/stack.ts";
  workspace.replace(file, "const { outputs } =", "const { outputs, ...made } =");
  for (const name of constructs) {
    const from = `"@archipelago/${folders[name]}"`;
    workspace.replace(file, `import ${from}`, `import { ${name} } from ${from}`);
    workspace.replace(
      file,
      "  stack.publish(",
      `  new ${name}(stack, "${name}", { accounts, ...made });\n  stack.publish(`,
    );
  }
  workspace.git("commit", "--quiet", "--all", "--message", "More in the management account");
}

/**
 * Leaves parts of an account out: what other accounts read of it stays as it is.
 *
 * @param parts ids of constructs in its stack.ts
 */
export function leaveOut(workspace: Workspace, account: string, ...parts: readonly string[]): void {
  const file = `accounts/${account}/stack.ts`;
  for (const part of parts)
    workspace.replace(
      file,
      new RegExp(`^  new \\w+\\(stack, "${part}"[^]*?\\);\n`, "m").exec(workspace.read(file))![0],
      "",
    );
  // What they used is still imported and named.
  workspace.write("tsconfig.json", workspace.read("tsconfig.json").replaceAll(/("noUnused\w+"): true/g, "$1: false"));
  workspace.git("commit", "--quiet", "--all", "--message", `A smaller ${account}`);
}
