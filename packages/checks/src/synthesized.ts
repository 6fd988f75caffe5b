import type { StackInput, StackRecords } from "@archipelago/account-stack";
import type { Account, Environment, Organization, OrganizationAccount } from "@archipelago/account-stack/workspace";

/** cdk.tf.json, parsed. */
export interface StackTemplate {
  /** Type, then name, then attributes and blocks by Terraform's names. CDKTF's own comment is the key `//`. */
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly data?: StackTemplate["resource"];
  /** Configurations of a provider, by its name. */
  readonly provider?: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly locals?: Readonly<Record<string, unknown>>;
}

/** One account as Terraform would get it, with what its stack says beyond resources. */
export interface SynthesizedAccount {
  readonly account: Account;
  readonly template: StackTemplate;
  readonly inputs: readonly StackInput[];
  readonly records: StackRecords;
}

/** What rules know besides the stack they look at. Rules read no file and no clock. */
export interface OrganizationFacts {
  readonly organization: Organization;
  readonly environments: ReadonlyMap<string, Environment>;
  /** Every account of the organisation. */
  readonly members: readonly OrganizationAccount[];
  /** Values that look like secrets and are none, by environment. Left out: there are none. */
  readonly notSecrets?: ReadonlyMap<string, readonly string[]>;
  /** The day the rules are asked on, `2026-11-30`. */
  readonly today: string;
}

/** The whole organisation. */
export interface SynthesizedOrganization extends OrganizationFacts {
  readonly stacks: readonly SynthesizedAccount[];
}

/** A resource of one account's stack. */
export interface Resource {
  /** Name of the account. */
  readonly account: string;
  readonly type: string;
  /** `<type>.<name>`, as in the state. */
  readonly address: string;
  /** Region it is in: its own `region`, or the account's first. */
  readonly region: string;
  // Terraform's JSON: rules look at it attribute by attribute, whatever a provider's next version adds.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly properties: Readonly<Record<string, any>>;
}

/** Resources of the given types, of all types when none is given, sorted by address. */
export function resourcesOf({ account, template }: SynthesizedAccount, ...types: readonly string[]): Resource[] {
  const resources = template.resource ?? {};
  return (types.length === 0 ? Object.keys(resources) : types)
    .flatMap((type) =>
      Object.entries(resources[type] ?? {}).map(([name, { "//": _, ...properties }]) => ({
        account: account.name,
        type,
        address: `${type}.${name}`,
        region: typeof properties["region"] === "string" ? properties["region"] : account.region,
        properties,
      })),
    )
    .sort((a, b) => (a.address < b.address ? -1 : 1));
}

/** The stack of the account that plays a part, undefined while there is none. */
export function stackOf(
  { organization, stacks }: SynthesizedOrganization,
  part: keyof Organization["accounts"],
): SynthesizedAccount | undefined {
  return stacks.find(({ account }) => account.name === organization.accounts[part]);
}

/** A block or a list of blocks as a list: Terraform's JSON has both. */
export function blocks(value: unknown): Resource["properties"][] {
  return value === undefined || value === null ? [] : ((Array.isArray(value) ? value : [value]) as []);
}

/** A string or a list of strings as a list, as in IAM policies. */
export function list(value: unknown): string[] {
  return value === undefined || value === null ? [] : ((Array.isArray(value) ? value : [value]) as string[]);
}

/** True when a property of any shape refers to the resource in an expression. */
export function refersTo(value: unknown, { address }: Resource): boolean {
  return references(value).includes(address);
}

/** Addresses of the resources that a property of any shape refers to in expressions. */
export function references(value: unknown): string[] {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  const expressions = text.match(/\$\{[^}]*\}/g) ?? [];
  return expressions.flatMap((expression) =>
    [...expression.matchAll(/(?<![\w.])(aws_[a-z0-9_]+\.[\w-]+)/g)].map((match) => match[1]!),
  );
}

/**
 * The resource of the organisation that a value comes from: through the expression itself, or through a variable, the
 * output it carries, and what the publishing account publishes.
 */
export function sourceOf(
  stacks: readonly SynthesizedAccount[],
  stack: SynthesizedAccount,
  value: unknown,
): Resource | undefined {
  const local = /^\$\{local\.([\w-]+)\}$/.exec(String(value))?.[1];
  if (local !== undefined) return sourceOf(stacks, stack, stack.template.locals?.[local]);
  const [own] = references(value);
  if (own !== undefined) return resourcesOf(stack).find(({ address }) => address === own);
  const variable = /^\$\{var\.(\w+)\}$/.exec(String(value))?.[1];
  const input = stack.inputs.find((candidate) => candidate.variable === variable);
  const publisher = stacks.find(({ account }) => account.name === input?.account);
  if (input === undefined || publisher === undefined) return undefined;
  const content = String(publisher.template.resource?.["aws_s3_object"]?.["published_outputs"]?.["content"] ?? "");
  const expression = new RegExp(`"${input.output}" = (.*?)(?=, "\\w+" = |\\}\\)\\}$)`, "s").exec(content)?.[1];
  if (expression === undefined) return undefined;
  const [address] = references(`\${${expression}}`);
  return resourcesOf(publisher).find((resource) =>
    address === undefined
      ? Object.values(resource.properties).includes(expression.replace(/^"(.*)"$/, "$1"))
      : resource.address === address,
  );
}
