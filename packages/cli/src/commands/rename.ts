import type { Command } from "commander";
import { openSession, renameAccount } from "@archipelago/runner";
import { findRoot } from "../root.ts";

export function addRename(program: Command): void {
  program
    .command("rename")
    .description("take the state of an account along when its folder has got another name")
    .argument("<from>", "the name that main still has")
    .argument("<to>", "the folder's name now")
    .action(async (from: string, to: string) => {
      const { organization } = program.opts<{ organization: string }>();
      const session = await openSession(findRoot(), [to], { organization }, true, "bootstrap");
      try {
        console.log(await renameAccount(session, from, to));
      } finally {
        await session.close();
      }
    });
}
