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
  const folderOf = (account: FoundAccount): string | undefined =>
    known.find(({ id, email }) => id === account.id || email === account.email.toLowerCase())?.name;
  const first = !active.some((account) => folderOf(account) !== undefined);
  if (first && known.length > 0) refuseExample(known);

  const members = active.filter(({ id }) => id !== found.managementAccountId);
  const management = active.find(({ id }) => id === found.managementAccountId);
  if (management === undefined) throw new UserError("the management account is not among the accounts of the listing");
  const played = first ? accountsOfParts(members, told) : {};
  if (first) refuseMissingParts(played, members);

  const folders = new Map<string, string>();
  const name = (account: FoundAccount, wanted: string): void => {
    folders.set(
      account.id,
      folderOf(account) ?? freeName(wanted, new Set([...known.map((each) => each.name), ...folders.values()])),
    );
  };
  name(management, organization.accounts.management);
  for (const part of parts) if (played[part]) name(played[part], organization.accounts[part]);
  for (const account of members) if (!folders.has(account.id)) name(account, account.name);

  const environments = fs
    .readdirSync(path.join(root, "environments"))
    .flatMap((each) => /^(.*)\.json$/.exec(each)?.[1] ?? [])
    .sort();
  const ownParts = new Set([management.id, ...parts.flatMap((part) => played[part]?.id ?? [])]);
  const isPlatform = (account: FoundAccount): boolean => ownParts.has(account.id);
  const described = active.map((account) => ({
    account,
    environment: isPlatform(account) ? "shared" : guessEnvironment(account, environments),
    product: isPlatform(account) ? "platform" : guessProduct(account.name),
  }));

  const files: Record<string, string> = {};
  const add = (target: string, text: string): void => {
    if (!fs.existsSync(path.join(root, target))) files[target] = text;
  };
  const count = active.length + known.filter(({ name: folder }) => ![...folders.values()].includes(folder)).length;
  const source = JSON.parse(fs.readFileSync(path.join(root, file), "utf8")) as Organization;
  const changed = withUnits(
    source,
    found,
    first,
    described
      .filter(({ account }) => !isPlatform(account))
      .map(({ account, environment }) => ({ environment, unit: account.unit })),
    count,
  );
  if (JSON.stringify(changed) !== JSON.stringify(source)) files[file] = jsonText(changed);
  for (const { account, environment, product } of described) {
    const folder = folders.get(account.id)!;
    if (known.some((each) => each.name === folder)) continue;
    add(
      `accounts/${folder}/account.json`,
      accountJson(organization, account, { folder, environment, product, management: account === management }),
    );
    add(`accounts/${folder}/stack.ts`, account === management ? managementStack(found) : memberStack);
  }

  const { kept, targetsOf, leftAlone } = sortPolicies(found, folders);
  const directory = `accounts/${folders.get(management.id)!}`;
  const notes: string[] = [];
  const policiesFile = path.join(root, directory, "policies.ts");
  if (fs.existsSync(policiesFile)) {
    const text = fs.readFileSync(policiesFile, "utf8");
    for (const policy of kept)
      if (!text.includes(JSON.stringify(policy.name)))
        notes.push(`the policy ${policy.name} (${policy.id}) is in AWS and not in ${directory}/policies.ts`);
  } else {
    for (const [target, text] of Object.entries(policyFiles(kept, targetsOf))) add(`${directory}/${target}`, text);
  }
  if (first) notes.push(...guesses(described, organization));
  for (const { name: folder } of known.filter((each) => ![...folders.values()].includes(each.name)))
    notes.push(`accounts/${folder} is not in the listing: management would make the account`);
  const closed = found.accounts.filter(({ status }) => status !== "ACTIVE");
  return {
    files,
    folders,
    leftAlone: [
      ...leftAlone,
      ...closed.map(
        ({ name: account, id, status }) => `account ${account} (${id}): ${status.toLowerCase().replace("_", " ")}`,
      ),
    ],
    notes,
  };
}

function knownAccounts(root: string, { emailPattern }: Pick<Organization, "emailPattern">): Known[] {
  return accountFolders(root).map((name) => {
    const { existing, email = emailPattern.replace("{account}", name) } = readAccountFile(root, name).data;
    return { name, id: existing?.accountId, email: email.toLowerCase() };
  });
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
  { id, name, email, unit, tags }: FoundAccount,
  said: { folder: string; product: string; environment: string; management: boolean },
): string {
  const { folder, product, environment, management } = said;
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

function guesses(
  described: readonly { readonly account: FoundAccount; readonly environment: string }[],
  { platformTeam }: Organization,
): string[] {
  const unpriced = described.filter(({ account }) => costCentreOf(account.tags) === undefined).length;
  return [
    "environment and product of each account are guessed from its name and unit",
    `owner is ${platformTeam} and the budget 100 USD everywhere`,
    ...(unpriced > 0 ? [`the cost centre of ${unpriced} accounts is ${unknownCostCentre}`] : []),
  ];
}
