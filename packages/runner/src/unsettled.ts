import path from "node:path";
import { UserError } from "@archipelago/account-stack/workspace";
import { appliesOf } from "./apply-journal.ts";
import type { JournalCopies } from "./journal-copy.ts";
import { paths } from "./paths.ts";
import { terraformOf } from "./prepare.ts";
import type { Session } from "./session.ts";

/**
 * Refuses to take a state away while an apply has left something beside it that is not in it. It lies under the account's
 * name, on this machine and in the old bucket: nobody would look there any more, and all of it would be made twice.
 *
 * @param name that the account has there
 * @param copies of its journals
 * @param next the command that settles it
 * @throws UserError with that command
 */
export async function refuseUnsettled(
  session: Session,
  name: string,
  copies: JournalCopies | undefined,
  next: string,
): Promise<void> {
  if (terraformOf(session, { name }).hasErroredState())
    throw new UserError("an earlier apply could not save its state, which would be lost", {
      where: path.join(paths(session.workspace.root).work(name), "errored.tfstate"),
      next,
    });
  const [first] = await appliesOf(session, { name }, copies);
  if (first !== undefined)
    throw new UserError(
      `the apply of ${first.who} at ${first.time} did not finish: what it made would be made once more`,
      { where: name, next },
    );
}
