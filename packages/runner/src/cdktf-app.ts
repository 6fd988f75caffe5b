import fs from "node:fs";
import path from "node:path";
import { App } from "cdktf";
import { addAccountStack, contextOf, loadWorkspace, UserError } from "@archipelago/account-stack";
import { openCloud } from "./cloud.ts";
import { loadDefinition } from "./definitions.ts";
import { resolveInputs } from "./inputs.ts";

/**
 * The program behind cdktf.json: every account as a stack of one CDKTF app, for those who want plain CDKTF. Beside each
 * stack goes a file with the values the runner would give it.
 *
 * @throws UserError when an account is invalid: cdktf works on all stacks or on none
 */
export async function synthesizeAll(root: string): Promise<void> {
  const workspace = loadWorkspace(root);
  const [problem] = workspace.problems.values();
  if (problem) throw problem;
  const app = new App({ stackTraces: false });
  const stacks = [...workspace.accounts.values()].map((account) =>
    addAccountStack(app, contextOf(workspace, account), loadDefinition(root, account)),
  );
  app.synth();
  const cloud = await openCloud(workspace);
  for (const { account, inputs } of stacks) {
    const id = cloud.accountId(account);
    if (id === undefined)
      throw new UserError("the account does not exist yet, so its id is not known", { where: account.name });
    const { values } = await resolveInputs(workspace, cloud, account, id, inputs);
    fs.writeFileSync(
      path.join(app.outdir, "stacks", account.name, "outputs.auto.tfvars.json"),
      `${JSON.stringify(values, null, 2)}\n`,
    );
  }
}
