import fs from "node:fs";
import type { Workspace } from "./workspace.ts";

// A plan of an account takes a third of the time when it has a tenth of the resources.

const management = `(stack, { accounts }) => {
  const { outputs } = new Organization(stack, "organization", { accounts });
  stack.publish(organizationOutputs, outputs);
});
`;
const budget = `(stack, { account }) => {
  new SsmParameter(stack, "budget", { name: "/budget", type: "String", value: \`\${account.budget.monthlyUsd}\` });
});
`;
const network = `(stack, { account, environment }) => {
  new SsmParameter(stack, "budget", { name: "/budget", type: "String", value: \`\${account.budget.monthlyUsd}\` });
  if (account.network) {
    const flowLogs = { reason: "nothing is logged here" };
    new VpcBaseline(stack, "vpc", { ...account.network, nat: environment.nat, flowLogs });
  }
});
`;
const beginning = "export default defineAccount(";
const ssmParameter = 'import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter/index.js";\n';

/**
 * Gives accounts of a clone stacks of a few resources, for tests in which what an account is made of is not the point: the
 * management account makes the organisation and its accounts, the others a parameter with their budget and the network that
 * they have. Nothing but the organisation is published. What a stack imports it still imports, so that the same changes
 * select the account.
 *
 * @param accounts folders. Default: all
 */
export function makeSmall(workspace: Workspace, accounts = fs.readdirSync(workspace.path("accounts"))): void {
  for (const account of accounts) {
    const file = `accounts/${account}/stack.ts`;
    const stack = workspace.read(file);
    const imports = stack.slice(0, stack.indexOf(beginning));
    const body = account === "management" ? management : imports.includes("VpcBaseline") ? network : budget;
    const still = imports.replaceAll(/^import \{ (.*) \} from (.*)$/gm, (line, names: string, from: string) =>
      names.split(", ").every((name) => `${beginning}${body}`.includes(name)) ? line : `import ${from}`,
    );
    workspace.write(file, `${body.includes("SsmParameter") ? ssmParameter : ""}${still}${beginning}${body}`);
  }
  workspace.git("commit", "--quiet", "--all", "--message", "Small stacks");
}
