import { Option, type Command } from "commander";
import { UserError } from "@archipelago/account-stack/user-error";
import { findRoot } from "../root.ts";
import { accountStatusText, type StatusFlags } from "./status-accounts.ts";
import { expiringText } from "./status-expiring.ts";
import { matrixJson } from "./status-matrix.ts";
import { wavesText } from "./status-waves.ts";

interface Flags extends StatusFlags {
  readonly matrix?: string;
  readonly waves?: boolean;
  readonly expiring?: boolean;
  readonly days?: string;
}

export function addStatus(program: Command): void {
  program
    .command("status")
    .description("where accounts are, as their records say: in sync, ahead, drifted, never applied, pending")
    .argument("[account...]", "names of folders in accounts/ (default: every account)")
    .addOption(question("--base <commit>", "which accounts differ from a commit, why, and which of them a plan skips"))
    .addOption(question("--waves", "in which order apply takes accounts"))
    .addOption(question("--expiring", "accounts whose last day is near or past, with whom to tell"))
    .option("--days <number>", "with --expiring: how many days ahead are near (default: 14)")
    .addOption(question("--matrix <verb>", "the matrix of a workflow that runs plan, drift or apply, as JSON"))
    .option("--json", "print it as JSON")
    .action(async (accounts: string[], flags: Flags) => {
      if (flags.days !== undefined && !flags.expiring)
        throw new UserError("is only for --expiring", {
          where: "--days",
          next: "archipelago status --expiring --days 14",
        });
      const { organization } = program.opts<{ organization: string }>();
      if (flags.expiring) {
        const today = new Date().toISOString().slice(0, 10);
        return console.log(expiringText(findRoot(), accounts, flags, today, organization));
      }
      if (flags.waves) return console.log(wavesText(findRoot(), accounts, flags.json === true, organization));
      console.log(
        flags.matrix === undefined
          ? await accountStatusText(accounts, flags, organization)
          : matrixJson(findRoot(), flags.matrix, accounts, organization),
      );
    });
}

const questions = ["base", "waves", "expiring", "matrix"];

/** Each is a question of its own: commander refuses two of them at once. */
function question(flags: string, description: string): Option {
  const option = new Option(flags, description);
  return option.conflicts(questions.filter((name) => name !== option.attributeName()));
}
