import { knownAccountId, type Account } from "@archipelago/account-stack/workspace";
import { objectTo, type Objection, type Rule } from "../finding.ts";
import { policiesOf, type Statement } from "../policies.ts";
import { resourcesOf, type OrganizationFacts, type Resource, type SynthesizedAccount } from "../synthesized.ts";
import { organizationWide, platformOutputs, type Part } from "./platform-paths.ts";

/**
 * Whatever in a stack reaches another account, or lets one in, is a connection that account.json declares, or a path of
 * the platform itself, which has its reason in platform-paths.ts.
 *
 * Looked at are all attributes of all resources: variables that carry what another account publishes, account ids and
 * ARNs that are written out, and policies that let in the whole organisation.
 */
export const declaredPaths: Rule = {
  name: "declared-paths",
  holds: "What reaches another account, or lets one in, is declared as a connection.",
  find: (stack, facts) => {
    const open = openPolicies(stack);
    return resourcesOf(stack).flatMap((resource) => {
      const values = texts(resource.properties).map(([key, text]) => [key, withLocals(stack, text)] as const);
      const found = values.flatMap(([key, text]) => [
        ...strangersIn(text, stack, facts),
        ...idsIn(key, text).flatMap((id) => strangerOfId(id, stack, facts)),
        ...writtenOut(resource, key, text),
      ]);
      return [
        ...[...new Set(found)].map((message) =>
          objectTo(resource, message, "declare a connection, in account.json of both accounts, or go without"),
        ),
        ...openToAll(resource, stack, facts, open),
      ];
    });
  },
};

/** Every text of a resource, with the name of the attribute it is in. */
function texts(value: unknown, key = ""): [key: string, text: string][] {
  if (typeof value === "string") return [[key, value]];
  if (Array.isArray(value)) return value.flatMap((each) => texts(each, key));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => texts(each, name));
}

/** A text with the expressions of local values in their place. */
function withLocals({ template }: SynthesizedAccount, text: string): string {
  return text.replaceAll(/\blocal\.([\w-]+)/g, (whole, name: string) => {
    const value = template.locals?.[name];
    return typeof value === "string" ? value : whole;
  });
}

/** What a text takes from another account's published outputs without being allowed to. */
function strangersIn(text: string, stack: SynthesizedAccount, { organization }: OrganizationFacts): string[] {
  const { account, inputs } = stack;
  return [...text.matchAll(/\bvar\.(\w+)/g)].flatMap(([, variable]) => {
    const input = inputs.find((each) => each.variable === variable);
    if (input === undefined || input.account === account.name) return [];
    if (input.output === "accountIds") {
      // One entry of the map: by the runner, or picked in an expression.
      const picked = new RegExp(String.raw`\b(?:lookup\(var\.${variable}, |var\.${variable}\[)\\?"([^"\\]+)`).exec(
        text,
      )?.[1];
      const name = input.key ?? picked;
      if (name === undefined) return ["uses the ids of all accounts"];
      return isConnected(account, name) ? [] : [`uses the account id of ${name}, with which no connection is declared`];
    }
    const part = partOf(input.account, organization);
    if (isConnected(account, input.account) || platformOutputs[part as Part]?.[input.output] !== undefined) return [];
    return [`uses ${input.output} of ${input.account}, with which no connection is declared`];
  });
}

/** Account ids that are written out: in ARNs, as principals, and in attributes that are about accounts. */
function idsIn(key: string, text: string): string[] {
  const inArns = [...text.matchAll(/\barn:[\w-]+:[\w-]*:[\w-]*:(\d{12}):/g)].map(([, id]) => id!);
  const asPrincipals = [...text.matchAll(/"(\d{12})"/g)].map(([, id]) => id!);
  const isAboutAccounts = /(^|_)(accounts?|account_ids?|owner_ids?|owners|principals?|target_id|user_ids)$/.test(key);
  return [...inArns, ...asPrincipals, ...(isAboutAccounts && /^\d{12}$/.test(text) ? [text] : [])];
}

/** What other accounts offer by an id that does not say whose it is: attribute, and the form of what it names. */
const offered: Readonly<Record<string, RegExp>> = {
  profile_id: /^rp-\w+/,
  service_name: /\bvpce-svc-\w+/,
  transit_gateway_id: /^tgw-\w+/,
};

/** Endpoint services that anybody may use, and what is used by an id that is written out. */
function writtenOut({ type }: Resource, key: string, text: string): string[] {
  if (/^aws_vpc_endpoint_service/.test(type) && /^(allowed_principals|principal_arn)$/.test(key) && text === "*")
    return ["lets in every AWS account"];
  const id = offered[key]?.exec(text)?.[0];
  return id === undefined ? [] : [`reaches ${id}, with whose account no connection is declared`];
}

function strangerOfId(
  id: string,
  { account }: SynthesizedAccount,
  { members, organization }: OrganizationFacts,
): string[] {
  const member = members.find((each) => knownAccountId(each, organization) === id);
  if (member === undefined) return [`names the account ${id}, which is not of this organisation`];
  if (member.name === account.name || isConnected(account, member.name)) return [];
  return [`names the account ${id} (${member.name}), with which no connection is declared`];
}

/** Keys that tell one caller from another within the organisation. */
const telling = /^aws:(principalarn|principalaccount|sourcearn|sourceaccount|sourcevpc|sourcevpce)$/;

/** Addresses of the resources of a stack with a policy that lets in everybody of the organisation. */
function openPolicies(stack: SynthesizedAccount): ReadonlySet<string> {
  return new Set(
    policiesOf(stack, "trust", "resource")
      .filter(({ statements = [] }) => statements.some(isForOrganization))
      .map(({ resource }) => resource.address),
  );
}

/** @param open what openPolicies found in the stack: it reads every policy, so it is asked once */
function openToAll(
  resource: Resource,
  stack: SynthesizedAccount,
  { organization }: OrganizationFacts,
  open: ReadonlySet<string>,
): Objection[] {
  const part = partOf(stack.account.name, organization);
  const known = organizationWide.some(([of, type]) => of === part && type === resource.type);
  if (known) return [];
  const message = "lets in every account of the organisation";
  const next =
    "say which role of which account, by a connection; a path of the platform belongs into platform-paths.ts";
  const shared =
    resource.type === "aws_ram_principal_association" &&
    /:organizations::|\borganization|_organization_id\b/.test(String(resource.properties["principal"]));
  return open.has(resource.address) || shared ? [objectTo(resource, message, next)] : [];
}

/** Everybody, if they are of the organisation: no condition says which of them. */
function isForOrganization({ effect, principals, conditions }: Statement): boolean {
  if (effect !== "Allow" || !Object.values(principals ?? {}).some((ids) => ids.includes("*"))) return false;
  const ofOrganization = conditions.some(([, key]) => /^aws:principalorg(id|paths)$/i.test(key));
  const narrow = conditions.some(
    ([operator, key, values]) =>
      telling.test(key.toLowerCase()) &&
      !/IfExists$/.test(operator) &&
      !/Not/.test(operator) &&
      values.every(saysWhich),
  );
  return ofOrganization && !narrow;
}

/** An ARN without its account is anybody's. */
function saysWhich(value: string): boolean {
  const account = value.startsWith("arn:") ? value.split(":")[4] : value;
  return account !== undefined && account !== "" && !account.includes("*");
}

function isConnected({ connections }: Account, other: string): boolean {
  return connections.some((each) => each.with === other);
}

function partOf(account: string, { accounts }: OrganizationFacts["organization"]): Part | undefined {
  return (Object.keys(accounts) as Part[]).find((part) => accounts[part] === account);
}
