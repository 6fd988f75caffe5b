import type { Command } from "commander";
import { UserError } from "@archipelago/account-stack/user-error";
import { compliance, complianceMarkdown, complianceTable, controls } from "@archipelago/checks";
import { openSession, synthesizeOrganization } from "@archipelago/runner";
import { findRoot } from "../root.ts";

interface Flags {
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly control?: string;
}

export function addCompliance(program: Command): void {
  program
    .command("compliance")
    .description("judge every account by the CIS AWS Foundations Benchmark; exit code 1 when a control is not met")
    .option("--json", "print the controls as JSON")
    .option("--markdown", "print docs/compliance.md")
    .option("--control <id>", "only this one, with every resource that proves it")
    .action(async (flags: Flags) => {
      const unmet = await judge(flags, program.opts<{ organization: string }>().organization);
      if (unmet) process.exitCode = 1;
    });
}

/** Prints the controls; true when one is not met. */
async function judge({ json, markdown, control }: Flags, organization: string): Promise<boolean> {
  if (control !== undefined && !controls.some(({ id }) => id === control)) {
    throw new UserError(`there is no control ${control}`, {
      where: "archipelago compliance --control",
      allowed: controls.map(({ id }) => id).join(", "),
    });
  }
  const session = await openSession(findRoot(), [], { organization });
  try {
    const all = await synthesizeOrganization(session);
    const judged = compliance(all, control === undefined ? undefined : new Set([control]));
    if (json) console.log(JSON.stringify({ controls: judged }, null, 2));
    else if (markdown) process.stdout.write(complianceMarkdown(judged));
    else {
      console.log(complianceTable(judged));
      if (control !== undefined)
        for (const { account, address } of judged[0]!.evidence) console.log(`  ${account}: ${address}`);
    }
    return judged.some(({ status }) => status === "unmet");
  } finally {
    await session.close();
  }
}
