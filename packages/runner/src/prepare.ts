import { createHash } from "node:crypto";
import path from "node:path";
import type { SynthesizedStack } from "@archipelago/account-stack";
import {
  closingVariable,
  contextOf,
  remoteState,
  UserError,
  type Account,
  type Workspace,
} from "@archipelago/account-stack/workspace";
import {
  canonicalJson,
  cleanEnvironment,
  configurationDigest,
  prepareWorkDirectory,
  SHARED_MACHINE,
  Terraform,
  type InitOptions,
  type JsonObject,
} from "@archipelago/terraform";
import { adoptAccounts, renamedAccounts, type ImportBlock, type MovedBlock } from "./adoption.ts";
import { emptied } from "./closing-configuration.ts";
import { closingsOf, type Closings } from "./closing-steps.ts";
import { refuseDeparted } from "./departed.ts";
import { loadDefinition, stackError } from "./definitions.ts";
import { importsOf, type Import } from "./imports.ts";
import { resolveInputs, sourceOf, type ResolvedInputs } from "./inputs.ts";
import { paths } from "./paths.ts";
import type { Session } from "./session.ts";

/** What Terraform would be given for an account. */
export interface Configuration {
  /** Text of cdk.tf.json. */
  readonly json: string;
  readonly inputs: ResolvedInputs;
  /** Digest of each variable's value. */
  readonly inputDigests: Readonly<Record<string, string>>;
  /** Which variable holds which published output, as `account.output`. */
  readonly sources: Readonly<Record<string, string>>;
  /** Import blocks that are not the stack's own; undefined without any. */
  readonly adopted: string | undefined;
  /** What imports.json asks for. */
  readonly imports: readonly Import[];
  /** Addresses of the root users, in lower case, of accounts that this plan may close. */
  readonly leaving: ReadonlySet<string>;
  readonly digests: { readonly configuration: string; readonly inputs: string; readonly adopted: string | null };
}

/** An account whose work directory is ready for Terraform. */
export interface PreparedAccount {
  readonly account: Account;
  readonly accountId: string;
  readonly configuration: Configuration;
  readonly inputs: ResolvedInputs;
  readonly digests: { readonly configuration: string; readonly inputs: string };
  readonly terraform: Terraform;
  /** Addresses of what the stack lets go of without destroying it. */
  readonly forgotten: readonly string[];
}

// Of what a session holds: an organisation's questions ask for the stacks and for the accounts' status, an apply plans twice.
const synthesized = new WeakMap<Workspace, WeakMap<Account, SynthesizedStack>>();

/** Synthesises an account, once in a session: runs its stack.ts. Errors name the line of the repository that threw. */
export async function synthesize({ workspace }: Session, account: Account): Promise<SynthesizedStack> {
  const known = synthesized.get(workspace) ?? new WeakMap<Account, SynthesizedStack>();
  synthesized.set(workspace, known);
  const before = known.get(account);
  if (before !== undefined) return before;
  // cdktf takes a tenth of a second to load: only when it is needed, while the provider is starting.
  const { synthesizeAccount } = await import("@archipelago/account-stack");
  const { root } = workspace;
  const definition = loadDefinition(root, account);
  try {
    const stack = synthesizeAccount(contextOf(workspace, account), definition, paths(root).synth(account.name));
    known.set(account, stack);
    return stack;
  } catch (error) {
    throw stackError(root, `${account.directory}/stack.ts`, error);
  }
}

/**
 * Synthesises an account and fills its inputs. Nothing is written but CDKTF's own output.
 *
 * @throws UserError when the account cannot be synthesised or its inputs cannot be read
 */
export async function configure(
  session: Session,
  account: Account,
  accountId: string,
  mode: "normal" | "destroy" = "normal",
): Promise<Configuration> {
  const { workspace, cloud } = session;
  // What a stack only looks after is let go when its account closes, and so it is here.
  const synthesized = await synthesize(session, mode === "normal" ? account : { ...account, lifecycle: "closing" });
  const isClosing = mode === "normal" && account.lifecycle === "closing";
  const json = isClosing
    ? emptied(synthesized.json)
    : mode === "normal"
      ? synthesized.json
      : unprotected(session, account, synthesized.json);
  const resolved = await resolveInputs(workspace, cloud, account, accountId, isClosing ? [] : synthesized.inputs);
  const isManagement = mode === "normal" && account.name === workspace.organization.accounts.management;
  if (isManagement) await refuseDeparted(session);
  const closings = isManagement ? await closingsOf(session, account) : undefined;
  const inputs = closings === undefined ? resolved : withClosings(resolved, json, closings);
  const imports = mode === "normal" && !isClosing ? importsOf(workspace.root, account, json) : [];
  const existing = isManagement ? ((await cloud.organizationAccounts(account)) ?? []) : [];
  const accounts = adoptAccounts(
    json,
    existing.filter(({ email }) => !closings?.leaving.has(email.toLowerCase())),
  );
  const moved = isManagement ? renamedAccounts(json, await session.states.resources(account)) : [];
  const taken = new Set([...imports, ...moved].map(({ to }) => to));
  const adopted = blocksText([...accounts.filter(({ to }) => !taken.has(to)), ...imports], moved);
  return {
    json,
    inputs,
    inputDigests: Object.fromEntries(
      Object.entries(inputs.values as JsonObject).map(([variable, value]) => [variable, sha256(canonicalJson(value))]),
    ),
    sources: Object.fromEntries(synthesized.inputs.map((input) => [input.variable, sourceOf(input)])),
    adopted,
    imports,
    leaving: closings?.leaving ?? new Set(),
    digests: {
      configuration: configurationDigest(json),
      inputs: sha256(canonicalJson(inputs.values as JsonObject)),
      adopted: adopted === undefined ? null : sha256(adopted),
    },
  };
}

/** The inputs with how far the closing of accounts has come, where the stack asks for it. */
function withClosings(inputs: ResolvedInputs, json: string, { steps, waits }: Closings): ResolvedInputs {
  const { variable = {} } = JSON.parse(json) as { readonly variable?: object };
  if (!(closingVariable in variable)) return inputs;
  return {
    ...inputs,
    values: { ...inputs.values, [closingVariable]: steps },
    awaiting: [...inputs.awaiting, ...waits],
  };
}

/** Text of a .tf.json file; undefined when there is nothing to import and nothing to move. */
function blocksText(imports: readonly ImportBlock[], moved: readonly MovedBlock[]): string | undefined {
  if (imports.length + moved.length === 0) return undefined;
  const blocks = {
    ...(imports.length === 0 ? {} : { import: imports.map(({ to, id }) => ({ to, id })) }),
    ...(moved.length === 0 ? {} : { moved }),
  };
  return `${JSON.stringify(blocks, null, 2)}\n`;
}

/**
 * Makes the work directory of an account hold a configuration.
 *
 * @throws UserError when it holds a state that could not be saved
 */
export function writeConfiguration({ workspace }: Session, account: Account, configuration: Configuration): void {
  prepareWorkDirectory(paths(workspace.root).work(account.name), {
    configuration: configuration.json,
    inputs: configuration.inputs.values as JsonObject,
    ...(configuration.adopted === undefined ? {} : { adopted: configuration.adopted }),
  });
}

/** Terraform in the work directory of an account; without access to the account it can only be asked for its version. */
export function terraformOf(
  { workspace, cloud, interruption, options: { lockTimeoutSeconds } }: Session,
  account: Pick<Account, "name">,
  access: Readonly<Record<string, string>> = {},
): Terraform {
  const { terraformParallelism: parallelism, terraformTimeoutMinutes = {} } = workspace.organization;
  return new Terraform({
    directory: paths(workspace.root).work(account.name),
    name: account.name,
    environment: cleanEnvironment(process.env, {
      cloud: cloud.name,
      add: { ...(cloud.name === "offline" ? SHARED_MACHINE : {}), ...access },
    }),
    logDirectory: paths(workspace.root).logs(account.name),
    interruption,
    terraformBinary: terraformBinary(workspace, process.env),
    timeoutsMs: milliseconds(terraformTimeoutMinutes),
    ...(parallelism === undefined ? {} : { parallelism }),
    ...(lockTimeoutSeconds === undefined ? {} : { lockTimeoutSeconds }),
  });
}

function milliseconds(minutes: Readonly<Record<string, number | undefined>>): Record<string, number> {
  const defined = Object.entries(minutes).filter((entry): entry is [string, number] => entry[1] !== undefined);
  return Object.fromEntries(defined.map(([verb, value]) => [verb, value * 60_000]));
}

/** Terraform's name or path: this machine's, the organisation's, or the usual one. */
export function terraformBinary({ root, organization }: Workspace, env: NodeJS.ProcessEnv): string {
  const { terraformBinary: setting = "terraform" } = organization;
  return env["ARCHIPELAGO_TERRAFORM"] ?? (setting.includes("/") ? path.resolve(root, setting) : setting);
}

/** The account's id is not in the configuration, which knows no ids. The state of another account is not even read. */
export function initOptions({ workspace }: Session, accountId: string): InitOptions {
  const remote = remoteState(workspace.organization) !== undefined;
  return remote ? { args: [`-backend-config=allowed_account_ids=["${accountId}"]`] } : {};
}

/** Initialises Terraform in a work directory that holds the configuration. */
export async function initialise(
  session: Session,
  account: Account,
  accountId: string,
  configuration: Configuration,
): Promise<PreparedAccount> {
  const terraform = terraformOf(session, account, await session.cloud.access(account));
  await terraform.init(initOptions(session, accountId));
  const {
    json,
    inputs,
    digests: { configuration: synthesized, inputs: values },
  } = configuration;
  const digests = { configuration: synthesized, inputs: values };
  return { account, accountId, configuration, inputs, digests, terraform, forgotten: forgottenBy(json) };
}

/**
 * Synthesises an account, fills its inputs and prepares its work directory.
 *
 * @throws UserError when the account cannot be synthesised or its inputs cannot be read
 */
export async function prepareAccount(
  session: Session,
  account: Account,
  accountId: string,
  mode: "normal" | "destroy" = "normal",
): Promise<PreparedAccount> {
  const configuration = await configure(session, account, accountId, mode);
  writeConfiguration(session, account, configuration);
  return initialise(session, account, accountId, configuration);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Resources of `removed` blocks that say `destroy = false`. */
function forgottenBy(json: string): string[] {
  const { removed = [] } = JSON.parse(json) as {
    removed?: readonly { readonly from: string; readonly lifecycle?: { readonly destroy?: boolean } }[];
  };
  return removed.filter(({ lifecycle }) => lifecycle?.destroy === false).map(({ from }) => from);
}

/**
 * The configuration without `prevent_destroy`, which would stop a destroy that is meant. On AWS a protected account says
 * that it is meant in its own account.json, where it is reviewed; what the simulated cloud forgets is no loss.
 */
function unprotected({ workspace, cloud }: Session, account: Account, json: string): string {
  if (
    cloud.name === "aws" &&
    workspace.environments.get(account.environment)!.deletionProtection &&
    account.lifecycle !== "closing"
  ) {
    throw new UserError(
      `${account.name} is protected against being destroyed (deletionProtection of environments/${account.environment}.json)`,
      {
        where: `${account.directory}/account.json`,
        next: 'set "lifecycle": "closing" in a pull request, then destroy',
      },
    );
  }
  return JSON.stringify(
    JSON.parse(json, (key, value: unknown) => (key === "prevent_destroy" ? undefined : value)),
    null,
    2,
  );
}

/**
 * The account's id.
 *
 * @throws UserError while the account does not exist
 */
export function requireAccountId({ cloud }: Session, account: Account): string {
  const id = cloud.accountId(account);
  if (id === undefined)
    throw new UserError("the account does not exist yet, so its id is not known", {
      where: account.name,
      next: "apply management first: it creates the account",
    });
  return id;
}
