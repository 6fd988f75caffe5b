import type { Command } from "commander";
import { historyOf, openSession, shortCommit, type History } from "@archipelago/runner";
import { findRoot } from "../root.ts";
import { columns } from "./columns.ts";
import { minute } from "./status-accounts.ts";

/** `show history <account>` */
export function addHistory(show: Command, organization: () => string): void {
  show
    .command("history")
    .description("what was applied to an account, newest first, with the commits to go back to")
    .argument("<account>", "name of a folder in accounts/")
    .option("--json", "print it as JSON")
    .action(async (account: string, { json }: { json?: boolean }) => {
      const session = await openSession(findRoot(), [], { organization: organization() });
      try {
        const history = await historyOf(session, account);
        console.log(json ? JSON.stringify(history, null, 2) : historyText(history));
      } finally {
        await session.close();
      }
    });
}

/** One line for each apply; digests are cut to what tells them apart. */
export function historyText({ account, unfinished, history }: History): string {
  const begun =
    unfinished === null
      ? []
      : [`The ${unfinished.verb} of ${minute(unfinished.time)} at ${shortCommit(unfinished)} did not finish.`];
  if (history.length === 0) return [...begun, `${account}: nothing on record was applied`].join("\n");
  return [
    ...begun,
    ...columns(
      ["TIME", "COMMIT", "VERB", "CONFIGURATION", "INPUTS", "CODE", "PLAN"],
      history.map((applied) => [
        minute(applied.time),
        shortCommit(applied),
        applied.verb,
        ...(["configuration", "inputs", "code", "plan"] as const).map((key) => applied.digests[key].slice(0, 12)),
      ]),
    ),
  ].join("\n");
}
