import type { Command } from "commander";
import { UserError } from "@archipelago/account-stack/user-error";
import { compliance, complianceMarkdown, complianceTable, controls, type JudgedControl } from "@archipelago/checks";
import { compliancePage, type CompliancePageOptions } from "@archipelago/pages";
import { cloudName } from "@archipelago/report";
import { openSession, synthesizeOrganization } from "@archipelago/runner";
import { findRoot } from "../root.ts";

interface Flags {
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly html?: boolean;
  readonly control?: string;
}

export function addCompliance(program: Command): void {
  program
    .command("compliance")
    .description("judge every account by the CIS AWS Foundations Benchmark; exit code 1 when a control is not met")
    .option("--json", "print the controls as JSON")
    .option("--markdown", "print docs/compliance.md")
    .option("--html", "print a page: every account, every control with what proves it")
    .option("--control <id>", "only this one, with every resource that proves it")
    .action(async (flags: Flags) => {
      const { judged, about } = await judge(flags.control, program.opts<{ organization: string }>().organization);
      process.stdout.write(flags.html ? compliancePage(judged, about) : complianceText(judged, flags));
      process.exitCode = complianceExitCode(judged);
    });
}

async function judge(
  control: string | undefined,
  organization: string,
): Promise<{ readonly judged: JudgedControl[]; readonly about: CompliancePageOptions }> {
  if (control !== undefined && !controls.some(({ id }) => id === control)) {
    throw new UserError(`there is no control ${control}`, {
      where: "archipelago compliance --control",
      allowed: controls.map(({ id }) => id).join(", "),
    });
  }
  const session = await openSession(findRoot(), [], { organization });
  try {
    const all = await synthesizeOrganization(session);
    return {
      judged: compliance(all, control === undefined ? undefined : new Set([control])),
      about: { accounts: all.stacks.map(({ account }) => account), cloud: cloudName(all.organization.cloud) },
    };
  } finally {
    await session.close();
  }
}

/** What is printed, with its last line break. */
export function complianceText(judged: readonly JudgedControl[], { json, markdown, control }: Flags): string {
  if (json) return `${JSON.stringify({ controls: judged }, null, 2)}\n`;
  if (markdown) return complianceMarkdown(judged);
  const evidence = control === undefined ? [] : judged.flatMap((one) => one.evidence);
  return [complianceTable(judged), ...evidence.map(({ account, address }) => `  ${account}: ${address}`), ""].join(
    "\n",
  );
}

/** Manual and off are honest states, and no failure. */
export function complianceExitCode(judged: readonly JudgedControl[]): 0 | 1 {
  return judged.some(({ status }) => status === "unmet") ? 1 : 0;
}
