import path from "node:path";
import { loadWorkspace, UserError } from "@archipelago/account-stack/workspace";
import type { Session } from "./session.ts";
import { synthesizeAll } from "./synthesize-all.ts";

const workspace = loadWorkspace(path.resolve(import.meta.dirname, "../../.."));

test("every account of the organisation, parsed", async () => {
  const all = await synthesizeAll({ workspace } as Session);
  expect(all.map(({ account }) => account.name)).toEqual([...workspace.accounts.keys()]);
  for (const { template } of all) expect(template.resource).toHaveProperty("aws_iam_account_password_policy");
});

test("an account that is not valid is named: an answer that leaves it out would be wrong", async () => {
  const problem = new UserError("owner: is missing", { where: "accounts/shop-dev/account.json" });
  const session = { workspace: { ...workspace, problems: new Map([["shop-dev", problem]]) } } as unknown as Session;
  await expect(synthesizeAll(session)).rejects.toBe(problem);
});
