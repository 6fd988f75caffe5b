import type { Command } from "commander";
import { UserError } from "@archipelago/account-stack/user-error";
import { explain, explanationText, organizationPolicies, type Question } from "@archipelago/permissions";
import { openSession, synthesizeAll } from "@archipelago/runner";
import { findRoot } from "../root.ts";

interface Flags {
  readonly account: string;
  readonly region?: string;
  readonly role?: string;
  readonly resource?: string;
  readonly context?: readonly string[];
  readonly json?: boolean;
}

export function addExplain(program: Command): void {
  program
    .command("explain")
    .description(
      "say whether a call is allowed, which guardrail or permission decides, and how to ask for an exception",
    )
    .argument("<action>", "as in the error message: ec2:RunInstances")
    .requiredOption("--account <name>", "the account that calls, a folder in accounts/")
    .option("--region <name>", "default: the account's first region, or that of a global service")
    .option("--role <name>", "a role or permission set of the account, root, or role/<path>/<name>; default: any role")
    .option("--resource <arn>", "default: any resource")
    .option("--context <key=value...>", "values of condition keys: aws:MultiFactorAuthPresent=true")
    .option("--json", "print the answer as JSON")
    .action(async (action: string, flags: Flags) => {
      const question = questionOf(action, flags);
      const { organization } = program.opts<{ organization: string }>();
      const session = await openSession(findRoot(), [], { organization });
      try {
        const { management } = session.workspace.organization.accounts;
        const policies = organizationPolicies(await synthesizeAll(session), management);
        const explanation = explain(policies, question);
        console.log(flags.json ? JSON.stringify(explanation, null, 2) : explanationText(explanation));
      } finally {
        await session.close();
      }
    });
}

function questionOf(action: string, { context = [], json: _, ...flags }: Flags): Question {
  return { action, ...flags, context: Object.fromEntries(context.map(keyAndValue)) };
}

function keyAndValue(text: string): [string, string] {
  const [, key, value] = /^([\w-]+:[^=]+)=(.*)$/.exec(text) ?? [];
  if (key === undefined) {
    throw new UserError(`"${text}" is not a condition key with its value`, {
      where: "archipelago explain --context",
      allowed: "for example aws:MultiFactorAuthPresent=true",
    });
  }
  return [key, value!];
}
