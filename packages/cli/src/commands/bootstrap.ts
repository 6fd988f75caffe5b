import type { Command } from "commander";
import { accountFolders, didYouMean, inDependencyOrder, listed, UserError } from "@archipelago/account-stack/light";
import { bootstrapAccount, openSession, pendingAccounts, type Session } from "@archipelago/runner";
import { findRoot } from "../root.ts";

interface Flags {
  readonly all?: boolean;
  readonly pending?: boolean;
  readonly dryRun?: boolean;
}

export function addBootstrap(program: Command): void {
  program
    .command("bootstrap")
    .description("make or repair an account's state bucket, deployment roles and boundary, as an administrator")
    .argument("[account]", "name of a folder in accounts/")
    .option("--all", "every account that exists, management first")
    .option("--pending", "every account that management has made and that was not bootstrapped yet")
    .option("--dry-run", "only say what would be done")
    .action(async (account: string | undefined, flags: Flags) => {
      process.exitCode = await run(account, flags, program.opts<{ organization: string }>().organization);
    });
}

/** One account after the other: it is rare, and what an administrator does should be readable. */
async function run(
  account: string | undefined,
  { all, pending, dryRun = false }: Flags,
  organization: string,
): Promise<number> {
  if ([account, all, pending].filter((each) => each !== undefined).length !== 1)
    throw new UserError("which account?", {
      where: "archipelago bootstrap",
      allowed: "the name of one, --all, or --pending",
    });
  const root = findRoot();
  const known = accountFolders(root);
  if (account !== undefined && !known.includes(account))
    throw new UserError(`there is no account "${account}"${didYouMean(account, known)}`, {
      where: "archipelago bootstrap",
      allowed: listed(known),
    });
  const ordered = account === undefined ? inDependencyOrder(root, known) : [account];
  const session = await openSession(root, ordered, { organization }, false, "bootstrap");
  let failed = 0;
  try {
    for (const name of pending ? await waiting(session, ordered) : ordered) {
      try {
        const done = await bootstrapAccount(session, name, dryRun);
        const title = done.length === 0 ? "as it should be" : dryRun ? "would be changed" : "bootstrapped";
        console.log([`${name}: ${title}`, ...done.map((line) => `  ${line.trimStart()}`)].join("\n"));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        failed += 1;
        console.error(error.format());
      }
    }
  } finally {
    await session.close();
  }
  return failed === 0 ? 0 : 1;
}

async function waiting(session: Session, ordered: readonly string[]): Promise<string[]> {
  const { pending, closed } = await pendingAccounts(session);
  if (closed.length > 0)
    console.log(`not entered, as what was bootstrapped before lets only administrators in: ${closed.join(", ")}`);
  if (pending.length === 0) console.log("no account waits to be bootstrapped");
  return ordered.filter((name) => pending.includes(name));
}
