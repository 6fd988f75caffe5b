import {
  accountIdVariable,
  outputProblem,
  placeholderOf,
  UserError,
  type Account,
  type Workspace,
} from "@archipelago/account-stack/workspace";
import type { StackInput } from "@archipelago/account-stack";
import type { Cloud } from "./cloud.ts";

/** Values of a stack's variables. */
export interface ResolvedInputs {
  /** Content of outputs.auto.tfvars.json. */
  readonly values: Readonly<Record<string, unknown>>;
  /** `account.output` of each required output that is not published yet: the plan holds a placeholder instead. */
  readonly placeholders: readonly string[];
  /** `account.output` of each awaited output that is not published yet: the resources that need it are absent. */
  readonly awaiting: readonly string[];
  /** Every awaited output with its value, undefined while it is not published; by `account.output`. */
  readonly awaited: Readonly<Record<string, unknown>>;
}

/**
 * Fills a stack's variables from what other accounts published.
 *
 * @throws UserError when a published value is not of its declared type: it is another account's data and untrusted
 */
export async function resolveInputs(
  workspace: Workspace,
  cloud: Cloud,
  reader: Account,
  accountId: string,
  inputs: readonly StackInput[],
): Promise<ResolvedInputs> {
  const values: Record<string, unknown> = { [accountIdVariable]: accountId };
  const placeholders: string[] = [];
  const awaiting: string[] = [];
  const awaitedValues: Record<string, unknown> = {};
  for (const input of inputs) {
    const { variable, account, output, key, type, awaited } = input;
    const publisher = workspace.accounts.get(account);
    const published = publisher && (await publishedBy(cloud, publisher, reader));
    const value = valueOf(published, output, key);
    const source = sourceOf(input);
    if (awaited) awaitedValues[source] = value;
    if (value === undefined) {
      (awaited ? awaiting : placeholders).push(source);
      if (!awaited) values[variable] = placeholderOf(account, output, type, workspace.organization);
      continue;
    }
    const problem = outputProblem(type, value);
    if (problem !== undefined) {
      throw new UserError(
        `${account} publishes ${key ?? output} = ${JSON.stringify(value)}, which is not of type ${type}: ${problem}`,
        {
          where: `published outputs of ${account}`,
          next: `plan ${account} and see what it publishes: npx nx plan ${account}`,
        },
      );
    }
    values[variable] = value;
  }
  return { values, placeholders, awaiting, awaited: awaitedValues };
}

/** Whether an output that was awaited has another value by now. `awaited`: as in {@link ResolvedInputs}. */
export async function haveChanged(
  { accounts }: Workspace,
  cloud: Cloud,
  reader: Account,
  awaited: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  for (const [source, before] of Object.entries(awaited)) {
    const [account, output, ...key] = source.split(".") as [string, string, ...string[]];
    const publisher = accounts.get(account);
    const published = publisher && (await publishedBy(cloud, publisher, reader));
    const value = valueOf(published, output, key.length === 0 ? undefined : key.join("."));
    if (JSON.stringify(value) !== JSON.stringify(before)) return true;
  }
  return false;
}

/** How an input is called: `account.output`, and the entry behind it if it is one. */
export function sourceOf({ account, output, key }: Pick<StackInput, "account" | "output" | "key">): string {
  return [account, output, ...(key === undefined ? [] : [key])].join(".");
}

/** Undefined: not published. An entry may be null: its publisher waits for somebody itself. */
function valueOf(published: Record<string, unknown> | undefined, output: string, key: string | undefined): unknown {
  const whole = published?.[output];
  if (key === undefined) return whole;
  if (typeof whole !== "object" || whole === null || !Object.hasOwn(whole, key)) return undefined;
  return (whole as Record<string, unknown>)[key] ?? undefined;
}

async function publishedBy(
  cloud: Cloud,
  account: Account,
  reader: Account,
): Promise<Record<string, unknown> | undefined> {
  const value = await cloud.publishedOutputs(account, reader);
  if (value === undefined) return undefined;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UserError("the published outputs are not a JSON object", {
      where: `published outputs of ${account.name}`,
      next: `apply ${account.name} again`,
    });
  }
  return value as Record<string, unknown>;
}
