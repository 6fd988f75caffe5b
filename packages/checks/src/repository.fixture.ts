import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import {
  contextOf,
  loadWorkspace,
  notSecrets,
  synthesizeAccount,
  type AccountDefinition,
} from "@archipelago/account-stack";
import type { StackTemplate, SynthesizedOrganization } from "./synthesized.ts";

const root = path.resolve(import.meta.dirname, "../../..");

let once: SynthesizedOrganization | undefined;

/** The organisation of this repository, synthesised. Only for tests. Shared: change a copy. */
export function synthesizedRepository(): SynthesizedOrganization {
  return (once ??= synthesize());
}

function synthesize(): SynthesizedOrganization {
  const workspace = loadWorkspace(root);
  const [problem] = workspace.problems.values();
  if (problem) throw problem;
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-checks-"));
  try {
    const stacks = [...workspace.accounts.values()].map((account) => {
      const stack = jest.requireActual<{ default: AccountDefinition }>(path.join(root, account.directory, "stack.ts"));
      const directory = path.join(outdir, account.name);
      const { json, inputs, records } = synthesizeAccount(contextOf(workspace, account), stack.default, directory);
      return { account, template: JSON.parse(json) as StackTemplate, inputs, records };
    });
    const { organization, environments, members } = workspace;
    return {
      stacks,
      organization,
      environments,
      members: [...members.values()],
      notSecrets: notSecrets(workspace),
      today: "2026-11-21",
    };
  } finally {
    fs.rmSync(outdir, { recursive: true, force: true });
  }
}
