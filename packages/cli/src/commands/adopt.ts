import path from "node:path";
import type { Command } from "commander";
import {
  adoptOrganization,
  foundOrganization,
  matchResources,
  organizationResources,
  readListing,
  withImports,
  writeFiles,
  type Found,
  type Part,
} from "@archipelago/adoption";
import { UserError } from "@archipelago/account-stack/workspace";
import { openSession, synthesizeParsed } from "@archipelago/runner";
import { findRoot } from "../root.ts";

interface Flags extends Readonly<Partial<Record<Part, string>>> {
  readonly from?: string;
  readonly dryRun?: boolean;
}

export function addAdopt(program: Command): void {
  program
    .command("adopt")
    .description("write what makes an existing organisation this repository's: folders, units, policies, import ids")
    .option("--from <listing>", "what exists, as tools/organization-listing.sh prints it")
    .option("--log-archive <account>", "name or id of the account that keeps the logs (default: by its name)")
    .option("--security <account>", "of the account that administers security services (default: by its name)")
    .option("--network <account>", "of the account that shares the network (default: by its name)")
    .option("--dry-run", "only say what would be written")
    .action(async (flags: Flags) => {
      const { organization } = program.opts<{ organization: string }>();
      if (flags.from === undefined)
        throw new UserError("what exists is not said", {
          where: "adopt",
          next: "tools/organization-listing.sh > listing.json, then: archipelago adopt --from listing.json",
        });
      console.log(await adoptWhole(findRoot(), organization, flags.from, flags));
    });
}

async function adoptWhole(root: string, file: string, from: string, flags: Flags): Promise<string> {
  const found = foundOrganization(readListing(from));
  const { files, folders, leftAlone, notes } = adoptOrganization(root, file, found, flags);
  const management = folders.get(found.managementAccountId)!;
  let ids = `accounts/${management}/imports.json (ids of units, policies and attachments)`;
  if (!flags.dryRun) {
    writeFiles(root, files);
    const imports = await importsFound(root, file, management, organizationResources(found));
    ids = imports === undefined ? "" : `${imports.file} (${imports.added} ids)`;
    if (imports) writeFiles(root, { [imports.file]: imports.text });
  }
  const verb = flags.dryRun ? "would write" : "wrote";
  const list = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
  const all = [...byFolder(Object.keys(files)), ...(ids === "" ? [] : [ids])];
  return [
    `${found.id}: ${folders.size} accounts, ${found.units.length} units, ${found.policies.length} policies`,
    ...(all.length === 0 ? ["nothing to write: all of it is here"] : list(`${verb}:`, all)),
    ...list("left alone:", leftAlone),
    ...list("look at:", notes),
    ...(all.length === 0 ? [] : ["", `next: npm run format && npx nx g codeowners && npx nx plan ${management}`]),
  ].join("\n");
}

/** One line a folder: `accounts/shop/: account.json, stack.ts`. */
function byFolder(files: readonly string[]): string[] {
  const folders = new Map<string, string[]>();
  for (const file of files) {
    const folder = path.dirname(file);
    folders.set(folder, [...(folders.get(folder) ?? []), path.basename(file)]);
  }
  return [...folders].map(([folder, names]) => (folder === "." ? names.join(", ") : `${folder}/: ${names.join(", ")}`));
}

/** Ids for what exists and a stack describes. */
async function importsFound(root: string, organization: string, name: string, found: readonly Found[]) {
  const session = await openSession(root, [], { organization });
  try {
    const problem = session.workspace.problems.get(name);
    if (problem) throw problem;
    const account = session.workspace.accounts.get(name)!;
    const { template } = await synthesizeParsed(session, account);
    return withImports(root, account, matchResources(template, found));
  } finally {
    await session.close();
  }
}
