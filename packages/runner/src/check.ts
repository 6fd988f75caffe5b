import {
  findingsOf,
  formatFinding,
  formatTypeError,
  judgeAccountData,
  typeErrors,
  type TypeError,
} from "@archipelago/checks";
import { UserError } from "@archipelago/account-stack/workspace";
import { sourceFolders } from "./code.ts";
import type { Outcome } from "./outcome.ts";
import { accountOf, type Session } from "./session.ts";
import { factsOf, synthesizeParsed } from "./synthesize-all.ts";

/** All that can be known before Terraform runs: data, types, synthesis, and the rules. */
export function checker(session: Session): (name: string) => Promise<Outcome> {
  // Once for all accounts.
  const types = typeErrors(session.workspace.root);
  types.catch(() => undefined); // reported by the account that awaits it
  const data = judgeAccountData(session.workspace);
  const facts = factsOf(session);
  return async (name) => {
    const account = accountOf(session, name);
    const problems = [
      ...data.problems(name).map((problem) => problem.format()),
      ...relevant(await types, sourceFolders(session.workspace.root, account.directory)).map(formatTypeError),
    ];
    try {
      const findings = findingsOf(await synthesizeParsed(session, account), facts);
      problems.push(...findings.map(formatFinding));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(error.format());
    }
    return {
      success: problems.length === 0,
      text: problems.length === 0 ? [`${name}: ok`, ...data.notes(name)].join("; ") : problems.join("\n"),
      data: { problems },
    };
  };
}

/** Type errors in the account's own code; errors of the machinery count for every account. */
function relevant(errors: readonly TypeError[], folders: readonly string[]): TypeError[] {
  const elsewhere = /^(accounts|modules)\//;
  return errors.filter(({ file }) => folders.some((folder) => file.startsWith(`${folder}/`)) || !elsewhere.test(file));
}
