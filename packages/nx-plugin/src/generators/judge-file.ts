import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { judgeAccountData } from "@archipelago/checks";
import { accountFolders, loadWorkspace, UserError } from "@archipelago/account-stack/workspace";

/**
 * Holds an account.json that is not there yet against the rules of those that are: the organisation's data are copied to
 * a temporary folder, the new file is put among them, and they are loaded and checked as ever.
 *
 * @param name must be safe as a folder's name
 * @throws UserError with what is wrong
 */
export function judgeFile(root: string, name: string, json: string): void {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-account-"));
  try {
    fs.cpSync(path.join(root, "organization.json"), path.join(copy, "organization.json"));
    fs.cpSync(path.join(root, "environments"), path.join(copy, "environments"), { recursive: true });
    for (const other of accountFolders(root)) put(copy, other, fs.readFileSync(fileOf(root, other)));
    put(copy, name, json);
    const workspace = loadWorkspace(copy);
    const problem = workspace.problems.get(name);
    const problems = problem === undefined ? judgeAccountData(workspace).problems(name) : [problem];
    if (problems.length > 0) throw new UserError(problems.map((each) => each.format()).join("\n"));
  } finally {
    fs.rmSync(copy, { recursive: true, force: true });
  }
}

const fileOf = (root: string, name: string): string => path.join(root, "accounts", name, "account.json");

function put(root: string, name: string, content: string | Buffer): void {
  fs.mkdirSync(path.dirname(fileOf(root, name)), { recursive: true });
  fs.writeFileSync(fileOf(root, name), content);
}
