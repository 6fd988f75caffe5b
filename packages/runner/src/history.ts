import { accountFolders, UserError } from "@archipelago/account-stack/workspace";
import type { ApplyRecord } from "./record.ts";
import type { Session } from "./session.ts";

/** What was done to an account. */
export interface History extends Pick<ApplyRecord, "unfinished" | "history"> {
  readonly account: string;
}

/**
 * The applies of an account that are on record, newest first. Its account.json may be invalid: that is when a commit to
 * go back to is wanted most.
 *
 * @throws UserError when there is no such account
 */
export async function historyOf(session: Session, name: string): Promise<History> {
  const known = accountFolders(session.workspace.root);
  if (!known.includes(name))
    throw new UserError(`there is no account "${name}"`, { where: "accounts/", allowed: known.join(", ") });
  const { unfinished = null, history = [] } = (await session.states.records.read({ name })).record ?? {};
  return { account: name, unfinished, history };
}
