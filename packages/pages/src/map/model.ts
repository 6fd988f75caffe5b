import { benchmark, type JudgedControl, type SynthesizedOrganization } from "@archipelago/checks";
import type { OrganizationPolicies } from "@archipelago/permissions";
import type { AccountReport } from "@archipelago/report";
import { networksOf, type Network } from "./networks.ts";
import { pathsOf, type Path } from "./paths.ts";
import { stateOf } from "./state.ts";

/** What the records say of an account. */
export interface MapStatus {
  readonly status: string;
  readonly reasons: readonly string[];
  readonly applied: { readonly commit: string | null; readonly time: string } | null;
}

/** A plan that is on this machine. */
export interface LastPlan {
  readonly report: AccountReport;
  /** Whether that very plan was applied since. */
  readonly applied: boolean;
}

/** What a map is made from; none of it is read here. */
export interface MapSources {
  readonly organization: SynthesizedOrganization;
  readonly policies: OrganizationPolicies;
  readonly judged: readonly JudgedControl[];
  readonly statuses: ReadonlyMap<string, MapStatus>;
  /** Names of the modules an account's stack is made of. */
  readonly modules: ReadonlyMap<string, readonly string[]>;
  readonly plans: ReadonlyMap<string, LastPlan>;
}

/** A guardrail as it holds in one account. */
export interface GuardrailHere {
  readonly rule: string;
  /** Where it is attached: `Root`, a unit's path, or the account's own name. */
  readonly from: string;
  /** The account is left out until a day: why. */
  readonly exception?: { readonly reason: string; readonly expires: string };
}

export interface MapAccount {
  readonly name: string;
  readonly product: string;
  readonly environment: string;
  readonly owner: string;
  readonly costCentre: string;
  /** Path of its organizational unit, `Root` outside of all. */
  readonly unit: string;
  /** The part it plays in the organisation: `management`, `logArchive`. */
  readonly parts: readonly string[];
  /** One word; see states. */
  readonly state: string;
  /** Why. */
  readonly reasons: readonly string[];
  readonly applied: MapStatus["applied"];
  readonly expires: string | null;
  /** US dollars a month. */
  readonly budget: number;
  readonly regions: readonly string[];
  readonly modules: readonly string[];
  readonly networks: readonly Network[];
  /** Published outputs it reads, by account. */
  readonly reads: Readonly<Record<string, readonly string[]>>;
  readonly dependsOn: readonly string[];
  readonly promoteFrom: string | null;
  readonly guardrails: readonly GuardrailHere[];
  readonly access: readonly { readonly group: string; readonly permissionSets: readonly string[] }[];
  readonly compliance: {
    /** Controls that resources of this account prove. */
    readonly proven: readonly string[];
    readonly missing: readonly { readonly id: string; readonly title: string; readonly text: string }[];
  };
  readonly plan: LastPlan | null;
}

/** A guardrail with why it is there. */
export interface MapGuardrail {
  readonly rule: string;
  readonly type: string;
  readonly reason: string;
  readonly targets: readonly string[];
}

/** The organisation as the map shows it. */
export interface OrganizationMap {
  readonly organization: string;
  readonly cloud: "offline" | "aws";
  /** `2027-03-31` */
  readonly today: string;
  readonly benchmark: string;
  /** Paths of every organizational unit, those above them included, in the order of organization.json. */
  readonly units: readonly string[];
  /** By name. */
  readonly accounts: readonly MapAccount[];
  readonly paths: readonly Path[];
  readonly guardrails: readonly MapGuardrail[];
  readonly controls: readonly Pick<JudgedControl, "id" | "title" | "status">[];
}

/** Puts the map together. The same sources give the same map. */
export function organizationMap(sources: MapSources): OrganizationMap {
  const { organization: all, policies, judged } = sources;
  const { organization, stacks, today } = all;
  const accounts = stacks
    .map((stack): MapAccount => {
      const { account } = stack;
      const status = sources.statuses.get(account.name) ?? { status: "never applied", reasons: [], applied: null };
      const unit = policies.accounts.get(account.name)?.unit ?? account.organizationalUnit;
      return {
        name: account.name,
        product: account.product,
        environment: account.environment,
        owner: account.owner,
        costCentre: account.costCentre,
        unit,
        parts: Object.entries(organization.accounts).flatMap(([part, name]) => (name === account.name ? [part] : [])),
        state: stateOf(account, status, today),
        reasons: status.reasons,
        applied: status.applied,
        expires: account.expires ?? null,
        budget: account.budget.monthlyUsd,
        regions: account.regions,
        modules: sources.modules.get(account.name) ?? [],
        networks: networksOf(stack),
        reads: account.reads,
        dependsOn: account.dependsOn,
        promoteFrom: account.promoteFrom ?? null,
        guardrails: guardrailsOf(policies, account.name, unit),
        access: accessOf(policies, account.name),
        compliance: {
          proven: judged
            .filter(({ evidence }) => evidence.some((each) => each.account === account.name))
            .map(({ id }) => id),
          missing: judged.flatMap(({ id, title, missing }) =>
            missing.filter((each) => each.account === account.name).map(({ text }) => ({ id, title, text })),
          ),
        },
        plan: sources.plans.get(account.name) ?? null,
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    organization: organization.name,
    cloud: organization.cloud,
    today,
    benchmark,
    units: withAncestors([...Object.keys(organization.organizationalUnits), ...accounts.map(({ unit }) => unit)]),
    accounts,
    paths: pathsOf(stacks.map(({ account }) => account)),
    guardrails: policies.guardrails.map(({ rule, type, reason, targets }) => ({ rule, type, reason, targets })),
    controls: judged.map(({ id, title, status }) => ({ id, title, status })),
  };
}

/** `Root`, then every unit above the account from the top down, then the account itself. */
function levelsOf(account: string, unit: string): string[] {
  return ["Root", ...withAncestors([unit]), account];
}

// Source: AWS Organizations User Guide: service and resource control policies do not affect the management account, the
// other types of policies do.
const notInManagement = new Set(["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]);

function guardrailsOf({ guardrails, management }: OrganizationPolicies, name: string, unit: string): GuardrailHere[] {
  return levelsOf(name, unit).flatMap((from) =>
    guardrails
      .filter(({ targets, type }) => targets.includes(from) && !(name === management && notInManagement.has(type)))
      .map(({ rule, exceptions }) => {
        const exception = exceptions.find(({ account }) => account === name);
        return exception === undefined
          ? { rule, from }
          : { rule, from, exception: { reason: exception.reason, expires: exception.expires } };
      }),
  );
}

function accessOf({ access }: OrganizationPolicies, name: string): MapAccount["access"] {
  const groups = new Map<string, string[]>();
  for (const { account, group, permissionSet } of access) {
    if (account === name) groups.set(group, [...(groups.get(group) ?? []), permissionSet]);
  }
  return [...groups].map(([group, permissionSets]) => ({ group, permissionSets }));
}

/** Every unit after the one above it. */
function withAncestors(units: readonly string[]): string[] {
  const paths = units
    .filter((unit) => unit !== "Root")
    .flatMap((unit) => {
      const names = unit.split("/");
      return names.map((_, index) => names.slice(0, index + 1).join("/"));
    });
  return [...new Set(paths)];
}
