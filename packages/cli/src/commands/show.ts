import type { Command } from "commander";
import { UserError } from "@archipelago/account-stack/user-error";
import { accessTable, organizationPolicies } from "@archipelago/permissions";
import { openSession, synthesizeAll } from "@archipelago/runner";
import { findRoot } from "../root.ts";
import { addHistory } from "./history.ts";
import { addMap } from "./map.ts";
import { addShowCosts } from "./show-costs.ts";
import { addShowNetwork } from "./show-network.ts";

interface AccessFlags {
  readonly account?: string;
  readonly group?: string;
  readonly json?: boolean;
}

export function addShow(program: Command): void {
  const show = program.command("show").description("show a part of the organisation");
  show
    .command("access")
    .description("which group has which permission sets in which account")
    .option("--account <name>", "only this account")
    .option("--group <name>", "only this group")
    .option("--json", "print it as JSON")
    .action((flags: AccessFlags) => showAccess(flags, program.opts<{ organization: string }>().organization));
  addShowCosts(show, () => program.opts<{ organization: string }>().organization);
  addShowNetwork(show, () => program.opts<{ organization: string }>().organization);
  addHistory(show, () => program.opts<{ organization: string }>().organization);
  addMap(show, () => program.opts<{ organization: string }>().organization);
}

async function showAccess({ account, group, json }: AccessFlags, organization: string): Promise<void> {
  const session = await openSession(findRoot(), [], { organization });
  try {
    const { accounts, access } = organizationPolicies(
      await synthesizeAll(session),
      session.workspace.organization.accounts.management,
    );
    requireKnown("--account", account, [...accounts.keys()]);
    requireKnown("--group", group, [...new Set(access.map((each) => each.group))].sort());
    const wanted = access.filter(
      (each) => (account ?? each.account) === each.account && (group ?? each.group) === each.group,
    );
    console.log(json ? JSON.stringify(wanted, null, 2) : accessTable(wanted));
  } finally {
    await session.close();
  }
}

function requireKnown(flag: string, name: string | undefined, known: readonly string[]): void {
  if (name === undefined || known.includes(name)) return;
  throw new UserError(`there is no ${flag.slice(2)} "${name}"`, {
    where: `archipelago show access ${flag}`,
    allowed: known.join(", ") || "there are none",
  });
}
