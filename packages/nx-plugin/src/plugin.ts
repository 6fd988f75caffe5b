import path from "node:path";
import { readAccounts } from "@archipelago/account-stack/light";
import type { CreateNodesResult, CreateNodes, PostTasksExecution, PreTasksExecution } from "@nx/devkit";

import { accountTargets } from "./targets.ts";

export { dependencies as createDependencies } from "./dependencies.ts";

export const name = "@archipelago/nx-plugin";

/** One Nx project for every accounts/<name>/account.json, with the folder's name: no project.json, no registration. */
export const createNodes: CreateNodes = [
  "accounts/*/account.json",
  (files, _options, { workspaceRoot }) => {
    const accounts = readAccounts(workspaceRoot, files);
    return files.map((file): [string, CreateNodesResult] => {
      const account = accounts.get(path.basename(path.dirname(file)));
      if (!account) return [file, {}];
      const root = path.posix.join("accounts", account.name);
      return [
        file,
        {
          projects: {
            [root]: {
              name: account.name,
              projectType: "application",
              tags: [
                "type:account",
                ...(account.environment === undefined ? [] : [`environment:${account.environment}`]),
              ],
              targets: accountTargets(account),
            },
          },
        },
      ];
    });
  },
];

export const preTasksExecution: PreTasksExecution = async (_options, { workspaceRoot, argv }) => {
  const { prepareRun } = await import("./before-run.ts");
  prepareRun(workspaceRoot, argv);
};

export const postTasksExecution: PostTasksExecution = async (_options, { workspaceRoot, argv, taskResults }) => {
  const { reportRun } = await import("./after-run.ts");
  reportRun(workspaceRoot, argv, taskResults);
};
