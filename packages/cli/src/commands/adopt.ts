import path from "node:path";
import type { Command } from "commander";
import {
  accountResources,
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
import { accountOf, openSession, synthesizeParsed } from "@archipelago/runner";
import { findRoot } from "../root.ts";

interface Flags extends Readonly<Partial<Record<Part, string>>> {
  readonly from?: string;
  readonly ids?: string;
  readonly dryRun?: boolean;
}

export function addAdopt(program: Command): void {
  program
    .command("adopt")
    .description("make what exists this repository's: a whole organisation, or the networks and buckets of one account")
    .argument("[account]", "with --ids: the account whose imports.json is filled")
    .option("--ids <listing>", "what exists in the account, as tools/account-listing.sh prints it")
    .option("--from <listing>", "the organisation, as tools/organization-listing.sh prints it")
    .option("--log-archive <account>", "name or id of the account that keeps the logs (default: by its name)")
    .option("--security <account>", "of the account that administers security services (default: by its name)")
    .option("--network <account>", "of the account that shares the network (default: by its name)")
    .option("--dry-run", "only say what would be written")
    .action(async (account: string | undefined, flags: Flags) => {
      const { organization } = program.opts<{ organization: string }>();
      const { from, ids } = flags;
      if (from !== undefined && ids === undefined && account === undefined)
        console.log(await adoptWhole(findRoot(), organization, from, flags));
      else if (ids !== undefined && account !== undefined && from === undefined)
        console.log(await adoptAccount(findRoot(), organization, account, ids, flags.dryRun === true));
      else
        throw new UserError("it takes a listing of the organisation, or an account and a listing of what is in it", {
          where: "adopt",
          allowed: "adopt --from <listing>, or adopt <account> --ids <listing>",
          next: "docs/joining.md says how a listing is made",
        });
    });
}

async function adoptAccount(root: string, file: string, name: string, from: string, dryRun: boolean): Promise<string> {
  const { found, leftAlone } = accountResources(readListing(from));
  const { imports, matched, ambiguous } = await importsFound(root, file, name, found);
  if (imports && !dryRun) writeFiles(root, { [imports.file]: imports.text });
  const rest = found.filter(({ type, importId }) => told.has(type) && !matched.includes(`${type} ${importId}`));
  return [
    imports === undefined
      ? `${name}: nothing to add to imports.json`
      : `${name}: ${dryRun ? "would add" : "added"} ${imports.added} ids to ${imports.file}`,
    ...list("left alone:", leftAlone),
    ...list(
      "could be one of several, so say which:",
      ambiguous.map(({ found: { importId }, addresses }) => `${importId}: ${addresses.join(" or ")}`),
    ),
    ...list(
      "exists, and stack.ts has nothing like it:",
      rest.map(({ type, importId, values }) => [type, importId, values["cidr_block"]].filter(Boolean).join(" ")),
    ),
    ...(imports === undefined ? [] : ["", `next: npx nx plan ${name}`]),
  ].join("\n");
}

/** Types of which it is worth knowing that one was not recognised; the others belong to these. */
const told: ReadonlySet<string> = new Set(["aws_vpc", "aws_subnet", "aws_nat_gateway", "aws_s3_bucket"]);

const list = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];

async function adoptWhole(root: string, file: string, from: string, flags: Flags): Promise<string> {
  const found = foundOrganization(readListing(from));
  const { files, folders, leftAlone, notes } = adoptOrganization(root, file, found, flags);
  const management = folders.get(found.managementAccountId)!;
  let ids = `accounts/${management}/imports.json (ids of units, policies and attachments)`;
  if (!flags.dryRun) {
    writeFiles(root, files);
    const { imports } = await importsFound(root, file, management, organizationResources(found));
    ids = imports === undefined ? "" : `${imports.file} (${imports.added} ids)`;
    if (imports) writeFiles(root, { [imports.file]: imports.text });
  }
  const verb = flags.dryRun ? "would write" : "wrote";
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

/** What exists and a stack describes: as an imports.json, and each as `type id`. */
async function importsFound(root: string, organization: string, name: string, found: readonly Found[]) {
  const session = await openSession(root, [], { organization });
  try {
    const account = accountOf(session, name);
    const { template } = await synthesizeParsed(session, account);
    const { ids, ambiguous } = matchResources(template, found);
    const matched = Object.entries(ids).map(([address, id]) => `${address.split(".")[0]!} ${id}`);
    return { imports: withImports(root, account, ids), matched, ambiguous };
  } finally {
    await session.close();
  }
}
