import { Command } from "commander";
import { asUserError, UserError } from "@archipelago/account-stack/user-error";
import { addAdopt } from "./commands/adopt.ts";
import { addBootstrap } from "./commands/bootstrap.ts";
import { addOffline } from "./commands/offline.ts";
import { addCompliance } from "./commands/compliance.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addExplain } from "./commands/explain.ts";
import { addRename } from "./commands/rename.ts";
import { addReport } from "./commands/report.ts";
import { addShow } from "./commands/show.ts";
import { addState } from "./commands/state.ts";
import { addStatus } from "./commands/status.ts";
import { addAccountVerbs } from "./commands/account-verbs.ts";

/** The verbs and their options. */
export function commandLine(): Command {
  const program = new Command("archipelago")
    .description("Questions about and repair of an AWS organisation. Daily work is `npx nx`; see README.md.")
    .option("--organization <file>", "the organisation's file", "organization.json")
    .showHelpAfterError("(--help shows what there is)")
    .enablePositionalOptions();
  addAccountVerbs(program);
  addAdopt(program);
  addBootstrap(program);
  addOffline(program);
  addExplain(program);
  addShow(program);
  addState(program);
  addStatus(program);
  addCompliance(program);
  addRename(program);
  addReport(program);
  addDoctor(program);
  return program;
}

/** The command line. Sets the exit code; prints errors that a user can mend without a stack trace. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    await commandLine().parseAsync(argv);
  } catch (thrown) {
    process.exitCode = 1;
    const error = asUserError(thrown, ".archipelago");
    console.error(error instanceof UserError ? error.format() : error);
  }
}
