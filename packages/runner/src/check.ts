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
import { departedProblems } from "./departed.ts";
import { imageHistory, imagesOf, strangeImage } from "./images.ts";
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
    const notes = [...data.notes(name)];
    // Organisation-wide, so it is said once.
    if (name === session.workspace.organization.accounts.management) {
      const departed = await departedProblems(session);
      problems.push(...departed.problems.map((problem) => problem.format()));
      notes.push(...departed.untold);
    }
    try {
      const stack = await synthesizeParsed(session, account);
      problems.push(...findingsOf(stack, facts).map(formatFinding));
      const from = session.workspace.accounts.get(account.promoteFrom ?? "");
      if (from) {
        const images = imagesOf(JSON.stringify(stack.template));
        const { strange, unknown } = imageHistory(session.workspace.root, from.environment, images);
        problems.push(...strange.map((image) => strangeImage(account, from, image).format()));
        notes.push(...unknown.map((image) => `git has too little history to say that ${from.name} ever had ${image}`));
      }
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(error.format());
    }
    return {
      success: problems.length === 0,
      text: problems.length === 0 ? [`${name}: ok`, ...notes].join("; ") : problems.join("\n"),
      data: { problems },
    };
  };
}

/** Type errors in the account's own code; errors of the machinery count for every account. */
function relevant(errors: readonly TypeError[], folders: readonly string[]): TypeError[] {
  const elsewhere = /^(accounts|modules)\//;
  return errors.filter(({ file }) => folders.some((folder) => file.startsWith(`${folder}/`)) || !elsewhere.test(file));
}
