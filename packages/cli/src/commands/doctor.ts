import type { Command } from "commander";
import { asUserError, UserError } from "@archipelago/account-stack/user-error";
import { loadWorkspace, type Workspace } from "@archipelago/account-stack/workspace";
import { terraformBinary } from "@archipelago/runner";
import { findRoot } from "../root.ts";
import { credentials, identityCenter, providerDownloads, stateBuckets } from "./doctor-aws.ts";
import { dependencies, disk, gitHistory, node, terraform } from "./doctor-machine.ts";
import { configuration, owners, simulatedProvider } from "./doctor-repository.ts";

/** What was found out about one thing that has to be right. */
export interface Finding {
  readonly name: string;
  /** `unknown`: it cannot be found out from here. */
  readonly status: "ok" | "failed" | "unknown";
  readonly text: string;
  /** The command that mends it, or finds it out. */
  readonly fix?: string;
}

/** What a check says when nothing is wrong; more than a text when there is still something to do. */
export type Answer = string | Omit<Finding, "name">;

type Check = readonly [name: string, check: () => Answer | Promise<Answer>];

const marks: Readonly<Record<Finding["status"], string>> = { ok: "ok  ", failed: "FAIL", unknown: "?   " };

export function addDoctor(program: Command): void {
  program
    .command("doctor")
    .description("look for what keeps this repository from working here, and say how to mend it")
    .option("--json", "print the findings as JSON")
    .action(async ({ json }: { json?: boolean }) => {
      const findings = await diagnose(findRoot(), program.opts<{ organization: string }>().organization);
      if (json) console.log(JSON.stringify(findings, null, 2));
      else
        for (const { status, name, text, fix } of findings)
          console.log(`${marks[status]} ${name}: ${text}${fix === undefined ? "" : `\n     fix: ${fix}`}`);
      if (findings.some(({ status }) => status === "failed")) process.exitCode = 1;
    });
}

/** Nothing is changed and no endpoint is called: it answers in a second, with or without a network. */
async function diagnose(root: string, organization: string): Promise<Finding[]> {
  const { env } = process;
  let binary: string | undefined;
  const machine: Check[] = [
    ["Node", node],
    ["Terraform", () => terraform(env, binary)],
    ["dependencies", () => dependencies(root)],
    ["git history", () => gitHistory(root, env)],
    ["disk", () => disk(root)],
  ];
  let workspace: Workspace;
  try {
    workspace = loadWorkspace(root, organization);
    binary = terraformBinary(workspace, env);
  } catch (error) {
    // The rest is about what it says.
    return findings([...machine, ["configuration", () => Promise.reject(error)]]);
  }
  const aws: Check[] = [
    ["provider downloads", () => providerDownloads(env)],
    ["credentials", () => credentials(env)],
    ["state buckets", () => stateBuckets(workspace)],
    ["Identity Center", () => identityCenter(workspace)],
  ];
  const offline: Check[] = [["simulated AWS", () => simulatedProvider(root)]];
  return findings([
    ...machine,
    ["configuration", () => configuration(workspace)],
    ["CODEOWNERS", () => owners(workspace)],
    ...(workspace.organization.cloud === "aws" ? aws : offline),
  ]);
}

function findings(checks: readonly Check[]): Promise<Finding[]> {
  return Promise.all(
    checks.map(async ([name, check]): Promise<Finding> => {
      try {
        const answer = await check();
        return { name, ...(typeof answer === "string" ? { status: "ok", text: answer } : answer) };
      } catch (thrown) {
        const error = asUserError(thrown, ".archipelago");
        if (!(error instanceof UserError)) throw thrown;
        const { where, allowed, next } = error.details;
        const text = [
          where === undefined ? error.message : `${where}: ${error.message}`,
          ...(allowed === undefined ? [] : [`(allowed: ${allowed})`]),
        ].join(" ");
        return { name, status: "failed", text, ...(next === undefined ? {} : { fix: next }) };
      }
    }),
  );
}
