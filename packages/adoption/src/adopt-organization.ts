import fs from "node:fs";
import path from "node:path";
import {
  accountFolders,
  readAccountFile,
  readOrganizationFile,
  UserError,
  type Organization,
} from "@archipelago/account-stack/workspace";
import { accountsOfParts, freeName, guessEnvironment, guessProduct, kebab, parts, type Part } from "./account-names.ts";
import type { FoundAccount, FoundOrganization, FoundPolicy } from "./found-organization.ts";
import { jsonText } from "./json-text.ts";
import { ownerOf } from "./left-alone.ts";
import { managementStack, memberStack, policyFiles } from "./management-files.ts";
import { withUnits } from "./organization-json.ts";

/** What adopting an organisation comes to. Nothing is written. */
export interface Adoption {
  /** Text of files that are not there yet, or change, by path relative to the root. */
  readonly files: Readonly<Record<string, string>>;
  /** Folder of each account that is adopted, by id. */
  readonly folders: ReadonlyMap<string, string>;
  /** What exists and belongs to somebody else, with whom. */
  readonly leftAlone: readonly string[];
  /** What was guessed, and what a person has to look at. */
  readonly notes: readonly string[];
}

/** Folders of accounts, as far as they say which account they are. */
interface Known {
  readonly name: string;
  readonly id: string | undefined;
  readonly email: string;
}

/**
 * The files by which an existing organisation becomes this repository's. Only what is missing: a file that is there may have
 * been edited, so it stays.
 *
 * @param file the organisation's file, relative to the root
 * @param told which account plays which part, where its name does not say so
 * @throws UserError when the repository still holds the example, or a part that others read has no account
 */
export function adoptOrganization(
  root: string,
  file: string,
  found: FoundOrganization,
  told: Readonly<Partial<Record<Part, string>>>,
): Adoption {
  const organization = readOrganizationFile(root, file).data;
  const known = knownAccounts(root, organization);
  const active = found.accounts.filter(({ status }) => status === "ACTIVE");
  const management = active.find(({ id }) => id === found.managementAccountId);
  if (management === undefined) throw new UserError("the management account is not among the accounts of the listing");
  const first = !active.some((account) => folderOf(account, known) !== undefined);
  const members = active.filter((account) => account !== management);
  const played = first ? firstParts(known, members, told) : {};
  const folders = namedFolders(organization, known, management, members, played);
  const platform = new Set([management, ...Object.values(played)]);
  const environments = environmentNames(root);
  const described = active.map((account): Described => ({
    account,
    folder: folders.get(account.id)!,
    ...(platform.has(account)
      ? { environment: "shared", product: "platform" }
      : { environment: guessEnvironment(account, environments), product: guessProduct(account.name) }),
  }));
  const products = described.filter(({ account }) => !platform.has(account));
  const strangers = known.filter(({ name }) => ![...folders.values()].includes(name));
  const { kept, targetsOf, leftAlone } = sortPolicies(found, folders);
  const directory = `accounts/${folders.get(management.id)!}`;

  const wanted: Record<string, string> = {};
  for (const each of described.filter(({ folder }) => !known.some(({ name }) => name === folder))) {
    const isManagement = each.account === management;
    wanted[`accounts/${each.folder}/account.json`] = accountJson(organization, each, isManagement);
    wanted[`accounts/${each.folder}/stack.ts`] = isManagement ? managementStack(found) : memberStack;
  }
  const policies = path.join(root, directory, "policies.ts");
  const written = fs.existsSync(policies) ? fs.readFileSync(policies, "utf8") : undefined;
  if (written === undefined)
    for (const [target, text] of Object.entries(policyFiles(kept, targetsOf))) wanted[`${directory}/${target}`] = text;
  const missing = kept.filter(({ name }) => written !== undefined && !written.includes(JSON.stringify(name)));

  const source = JSON.parse(fs.readFileSync(path.join(root, file), "utf8")) as Organization;
  const places = products.map(({ environment, account }) => ({ environment, unit: account.unit }));
  const changed = withUnits(source, found, first, places, active.length + strangers.length);
  return {
    files: {
      ...(JSON.stringify(changed) === JSON.stringify(source) ? {} : { [file]: jsonText(changed) }),
      ...Object.fromEntries(Object.entries(wanted).filter(([target]) => !fs.existsSync(path.join(root, target)))),
    },
    folders,
    leftAlone: [
      ...leftAlone,
      ...found.accounts
        .filter((account) => !active.includes(account))
        .map(({ name, id, status }) => `account ${name} (${id}): ${status.toLowerCase().replace("_", " ")}`),
    ],
    notes: [
      ...missing.map(({ name, id }) => `the policy ${name} (${id}) is in AWS and not in ${directory}/policies.ts`),
      ...(first ? guesses(described, organization) : []),
      ...strangers.map(({ name }) => `accounts/${name} is not in the listing: management would make the account`),
    ],
  };
}

/** An account with what is known and guessed of it. */
interface Described {
  readonly account: FoundAccount;
  readonly folder: string;
  readonly environment: string;
  readonly product: string;
}

function knownAccounts(root: string, { emailPattern }: Pick<Organization, "emailPattern">): Known[] {
  return accountFolders(root).map((name) => {
    const { existing, email = emailPattern.replace("{account}", name) } = readAccountFile(root, name).data;
    return { name, id: existing?.accountId, email: email.toLowerCase() };
  });
}

/** The folder that an account has already, by its id or address. */
function folderOf(account: FoundAccount, known: readonly Known[]): string | undefined {
  return known.find(({ id, email }) => id === account.id || email === account.email.toLowerCase())?.name;
}

function environmentNames(root: string): string[] {
  const files = fs.readdirSync(path.join(root, "environments"));
  return files.flatMap((file) => /^(.*)\.json$/.exec(file)?.[1] ?? []).sort();
}

/** Who plays which part, the first time: later the folders say so. */
function firstParts(
  known: readonly Known[],
  members: readonly FoundAccount[],
  told: Readonly<Partial<Record<Part, string>>>,
): Partial<Record<Part, FoundAccount>> {
  if (known.length > 0) refuseExample(known);
  const played = accountsOfParts(members, told);
  refuseMissingParts(played, members);
  return played;
}

/** The folder of each account by id: the one it has, that of its part, or one of its name. */
function namedFolders(
  { accounts: names }: Pick<Organization, "accounts">,
  known: readonly Known[],
  management: FoundAccount,
  members: readonly FoundAccount[],
  played: Readonly<Partial<Record<Part, FoundAccount>>>,
): ReadonlyMap<string, string> {
  const folders = new Map<string, string>();
  const name = (account: FoundAccount, wanted: string): void => {
    const taken = new Set([...known.map((each) => each.name), ...folders.values()]);
    folders.set(account.id, folderOf(account, known) ?? freeName(wanted, taken));
  };
  name(management, names.management);
  for (const part of parts) if (played[part]) name(played[part], names[part]);
  for (const account of members) if (!folders.has(account.id)) name(account, account.name);
  return folders;
}

function refuseExample(known: readonly Known[]): never {
  const folders = known.map(({ name }) => `accounts/${name}`).join(" ");
  throw new UserError("no account of the listing is here, and the folders that are here are not in the listing", {
    where: "accounts/",
    allowed: "an empty accounts/ (besides _template), or one that adopted this organisation before",
    next: `remove the example organisation: git rm -rq ${folders}`,
  });
}

/** Environments say that accounts come after these two. */
function refuseMissingParts(played: Partial<Record<Part, FoundAccount>>, members: readonly FoundAccount[]): void {
  const missing = (["logArchive", "security"] as const).filter((part) => played[part] === undefined);
  if (missing.length === 0) return;
  throw new UserError(`which account is ${missing.map(kebab).join(", and which is ")}? No name says so`, {
    where: "organization.json: accounts",
    allowed: members.map(({ name }) => name).join(", "),
    next: `say it: ${missing.map((part) => `--${kebab(part)} "<name>"`).join(" ")}`,
  });
}

function accountJson(
  { platformTeam }: Organization,
  { account: { id, name, email, unit, tags }, folder, product, environment }: Described,
  management: boolean,
): string {
  return jsonText({
    $schema: "../../packages/account-stack/schemas/account.schema.json",
    product,
    environment,
    owner: platformTeam,
    costCentre: costCentreOf(tags) ?? unknownCostCentre,
    budget: { monthlyUsd: 100 },
    email,
    organizationalUnit: unit,
    existing: {
      accountId: id,
      ...(management || name === folder ? {} : { name }),
      ...(management || Object.keys(tags).length === 0 ? {} : { tags }),
    },
  });
}

const unknownCostCentre = "UNKNOWN";

function costCentreOf(tags: Readonly<Record<string, string>>): string | undefined {
  const [, value] = Object.entries(tags).find(([key]) => /^cost[ _-]?cent(re|er)$/i.test(key)) ?? [];
  return value !== undefined && /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(value) ? value : undefined;
}

/** Policies to keep, what they are attached to by name, and what belongs to somebody else. */
function sortPolicies(found: FoundOrganization, folders: ReadonlyMap<string, string>) {
  const names = new Map([
    [found.rootId, "Root"],
    ...found.units.map(({ id, path: unit }) => [id, unit] as const),
    ...folders,
  ]);
  const isForeign = ({ name, awsManaged }: FoundPolicy): boolean => awsManaged || ownerOf(name) !== undefined;
  const kept = found.policies.filter((policy) => !isForeign(policy));
  return {
    kept,
    targetsOf: ({ targets }: FoundPolicy): string[] => targets.flatMap(({ id }) => names.get(id) ?? []).sort(),
    leftAlone: [
      ...found.policies
        .filter(isForeign)
        .map(({ name, id, awsManaged }) => `policy ${name} (${id}): ${ownerOf(name) ?? (awsManaged ? "AWS" : "")}`),
      ...kept.flatMap(({ name, targets }) =>
        targets
          .filter(({ id }) => !names.has(id))
          .map(({ id }) => `attachment of ${name} to ${id}: not an active account`),
      ),
    ],
  };
}

function guesses(described: readonly Described[], { platformTeam }: Organization): string[] {
  const unpriced = described.filter(({ account }) => costCentreOf(account.tags) === undefined).length;
  return [
    "environment and product of each account are guessed from its name and unit",
    `owner is ${platformTeam} and the budget 100 USD everywhere`,
    ...(unpriced > 0 ? [`the cost centre of ${unpriced} accounts is ${unknownCostCentre}`] : []),
  ];
}
