import { TerraformError, type JsonObject, type PlanOptions } from "@archipelago/terraform";
import { UserError, type Account } from "@archipelago/account-stack/workspace";
import { forgetApplies, startedApplies, type StartedApply } from "./apply-journal.ts";
import { orphansOf, type Adoptable, type Orphan } from "./orphans.ts";
import { writeConfiguration, type PreparedAccount } from "./prepare.ts";
import { refusedImports } from "./refused-imports.ts";
import type { Session } from "./session.ts";

/** A plan that takes over what interrupted applies made. */
export interface ReadoptingPlan {
  readonly hasChanges: boolean;
  /** For people: what is taken over, and what cannot be. Empty when nothing was interrupted. */
  readonly reasons: readonly string[];
  /** Call when the plan has been applied: nothing is left of the interruptions but what a person has to see to. */
  readonly settle: () => Promise<void>;
}

/**
 * Plans with an import block for everything that an interrupted apply created and the state does not know. What does not
 * exist after all is left out, and what is not configured any more (an instance whose key is gone) is only listed.
 *
 * @throws UserError when something is to be destroyed that is not in the state yet
 */
export async function planReadopting(
  session: Session,
  prepared: PreparedAccount,
  options: PlanOptions,
): Promise<ReadoptingPlan> {
  const { account, configuration, terraform } = prepared;
  const applies = await startedApplies(session, account);
  const untouched = { settle: async () => undefined };
  if (applies.length === 0 || terraform.stillRunning().some(({ verb }) => verb === "apply"))
    return { ...untouched, ...(await terraform.plan(options)), reasons: [] };
  const elsewhere = applies.findLast(({ complete }) => !complete);
  if (elsewhere !== undefined && (await session.states.isLocked(account)))
    return { ...untouched, ...(await terraform.plan(options)), reasons: [underWay(account, elsewhere)] };
  const { adoptable, others: unadoptable } = await findOrphans(session, prepared, applies);
  if (options.mode === "destroy" && adoptable.length > 0)
    throw new UserError(
      `an interrupted apply made ${adoptable.length} resources that the state does not know, so they would not be destroyed`,
      { where: account.name, next: `npx nx apply ${account.name}: it takes them over; then destroy` },
    );
  let imports = adoptable;
  const others = [...unadoptable];
  for (;;) {
    if (adoptable.length > 0)
      writeConfiguration(session, account, { ...configuration, adopted: withImports(configuration.adopted, imports) });
    try {
      const { hasChanges } = await terraform.plan(options);
      const reasons = describe(imports, others, account);
      return { hasChanges, reasons, settle: async () => settle(session, account, applies, others) };
    } catch (error) {
      const refused = refusedImports(error instanceof TerraformError ? error.diagnostics : []);
      const unconfigured = imports.filter(({ address }) => refused.get(address) === "configuration");
      const rest = imports.filter(({ address }) => !refused.has(address));
      if (rest.length === imports.length) throw error;
      others.push(...unconfigured.map((each) => ({ ...each, why: "the configuration no longer has it" })));
      imports = rest;
    }
  }
}

async function findOrphans(
  { cloud }: Session,
  { account, accountId, configuration, terraform }: PreparedAccount,
  applies: readonly StartedApply[],
) {
  const types = new Set(applies.flatMap(({ creations }) => Object.values(creations)).map(({ type }) => type));
  const existing = new Map(
    await Promise.all([...types].map(async (type) => [type, await cloud.existing(account, type)] as const)),
  );
  const { resource = {} } = JSON.parse(configuration.json) as { resource?: Record<string, JsonObject> };
  return orphansOf(applies, {
    accountId,
    region: account.region,
    instances: await terraform.stateResources(),
    isConfigured: (address) => {
      const [type = "", name = ""] = address.replace(/\[.*\]$/, "").split(".");
      return resource[type]?.[name] !== undefined;
    },
    existing: (type) => existing.get(type),
  });
}

function withImports(adopted: string | undefined, imports: readonly Adoptable[]): string | undefined {
  if (imports.length === 0) return adopted;
  // Whatever else it holds stays: `moved` blocks of accounts that were renamed.
  const { import: others = [], ...rest } = JSON.parse(adopted ?? "{}") as {
    readonly import?: readonly { readonly to: string }[];
  };
  const own = imports
    .filter(({ address }) => !others.some(({ to }) => to === address))
    .map(({ address, importId }) => ({ to: address, id: importId }));
  return `${JSON.stringify({ ...rest, import: [...others, ...own] }, null, 2)}\n`;
}

/** A plan takes no lock on S3, so it may be made beside an apply on another machine. */
function underWay({ name }: Account, { who, time }: StartedApply): string {
  return `${who} applies since ${time}, or that run has died and left its lock: npm run archipelago -- state ${name} list`;
}

function describe(
  imports: readonly Adoptable[],
  others: readonly (Orphan & { readonly why: string })[],
  { name }: Account,
): string[] {
  const count = imports.length;
  return [
    ...(count === 0 ? [] : [`re-adopts ${count} ${count === 1 ? "resource" : "resources"} of an interrupted apply`]),
    ...others.map(({ address, type, id, why, apply }) => {
      const known = id === undefined ? "its id is not known" : `id ${id}`;
      const next =
        id === undefined
          ? ""
          : `; import it, or delete it if nothing uses it, then npm run archipelago -- state ${name} forget --apply ${apply}`;
      return `look for ${address} of an interrupted apply (${known}; ${consolePath(type)}): ${why}${next}`;
    }),
  ];
}

/** Where a person finds resources of a type in AWS's console: the service's own name is the first part of the type. */
function consolePath(type: string): string {
  const [, service = "", ...rest] = type.split("_");
  return `console: ${service} > ${rest.join(" ")}`;
}

/** What has an id and is in no state stays on the list until somebody has seen to it. */
async function settle(
  session: Session,
  account: Account,
  applies: readonly StartedApply[],
  others: readonly Orphan[],
): Promise<void> {
  const kept = new Set(others.filter(({ id }) => id !== undefined).map(({ apply }) => apply));
  const settled = applies.map(({ name }) => name).filter((name) => !kept.has(name));
  await forgetApplies(session, account, settled);
}
