import { setTimeout as wait } from "node:timers/promises";
import { UserError, type Account } from "@archipelago/account-stack/workspace";
import { heldBefore } from "./apply-journal.ts";
import { initOptions, requireAccountId, terraformOf } from "./prepare.ts";
import type { Session } from "./session.ts";

/**
 * Settles what an earlier run of an account left, before it is changed again: a Terraform that outlived its command is
 * waited for, and a state that could not be saved is saved.
 *
 * @returns what was done, for people
 * @throws UserError when the Terraform goes on for longer than a lock is waited for, or only a person can say which
 *   state is right
 */
export async function settleEarlierRun(session: Session, account: Account): Promise<readonly string[]> {
  const terraform = terraformOf(session, account);
  const { lockTimeoutSeconds = 30 } = session.options;
  for (const deadline = Date.now() + lockTimeoutSeconds * 1000; ; await wait(200)) {
    session.interruption.throwIfRequested();
    const [running] = terraform.stillRunning();
    if (running === undefined) break;
    if (Date.now() >= deadline)
      throw new UserError(
        `Terraform still runs from an earlier command (${running.verb}, process group ${running.processGroup} on ${running.host}, since ${running.since})`,
        { where: account.name, next: "wait for it: it saves its state; or give more time: --lock-timeout <seconds>" },
      );
  }
  if (!terraform.hasErroredState()) return [];
  const withAccess = terraformOf(session, account, await session.cloud.access(account));
  await withAccess.init(initOptions(session, requireAccountId(session, account)));
  const saved = await withAccess.saveErroredState(heldBefore(session, account));
  return [...withAccess.recovered, ...(saved === undefined ? [] : [saved])];
}
