import { UserError } from "@archipelago/account-stack/user-error";
import { attributeChanges, dottedPath } from "./attributes.ts";
import type { Json } from "./json.ts";
import type { PlanJson, RawChange, RawResourceChange } from "./plan-json.ts";

/**
 * What happens to one resource. `import`, `move` and `forget` mean that and nothing else: a resource that is imported
 * and changed is an `update` with `importingId`, one that is moved and changed an `update` with `previousAddress`.
 */
export type ChangeKind = "create" | "update" | "delete" | "replace" | "read" | "no-op" | "forget" | "import" | "move";

/** The values of one object before and after, with Terraform's marks: `true`, or an object or list of marks. */
export interface ValueChange {
  /** Null when the object does not exist. */
  readonly before: Json;
  readonly after: Json;
  /** Marks the parts of `after` that are known only after apply; they are absent or null there. */
  readonly afterUnknown: Json;
  /** `before` and `after` hold sensitive values in clear text: these marks say where. */
  readonly beforeSensitive: Json;
  readonly afterSensitive: Json;
}

/** What a plan does to one resource. */
export interface ResourceChange extends ValueChange {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  /** Full source, for example `registry.terraform.io/hashicorp/aws`. */
  readonly provider: string;
  readonly mode: "managed" | "data";
  /** As Terraform says, in order: `["create","delete"]` creates the new one before it destroys the old one. */
  readonly actions: readonly string[];
  readonly kind: ChangeKind;
  /** Why, in Terraform's words, for example `replace_because_tainted`. */
  readonly reason?: string;
  /** Attributes that force the replacement, dotted. */
  readonly replacePaths: readonly string[];
  /** Set when the resource moves. */
  readonly previousAddress?: string;
  /** Set when the resource is imported; empty when the id is not known yet. */
  readonly importingId?: string;
  /** Set when the change is to a leftover of an earlier replacement that failed half-way. */
  readonly deposed?: string;
}

/** What a plan does to one output. */
export interface OutputChange extends ValueChange {
  readonly name: string;
  readonly actions: readonly string[];
}

/** A resource that differs from what the state remembers. */
export interface Drift {
  readonly address: string;
  readonly type: string;
  /** `delete`: it is gone. */
  readonly kind: "update" | "delete";
  /** Dotted paths of what differs; empty when the resource is gone. */
  readonly attributes: readonly string[];
  readonly change: ResourceChange;
}

/**
 * Number of resources per effect. Unlike in Terraform's own summary a replacement counts once, as `replace`, and is
 * neither in `add` nor in `destroy`. `import` and `move` count every resource imported or moved, changed or not.
 */
export interface PlanCounts {
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
  readonly replace: number;
  readonly import: number;
  readonly move: number;
  readonly forget: number;
}

/** A plan, as far as one wants to know it. Holds sensitive values in clear text. */
export interface Plan {
  readonly terraformVersion: string;
  /** Everything in the plan, no-ops and data reads included, in Terraform's order. */
  readonly changes: readonly ResourceChange[];
  /** Outputs that change. */
  readonly outputs: readonly OutputChange[];
  readonly drift: readonly Drift[];
  /** Addresses of the data sources that are read during apply. */
  readonly dataReads: readonly string[];
  /** Addresses of provider actions that apply invokes (Terraform 1.14). */
  readonly invocations: readonly string[];
  readonly counts: PlanCounts;
  /** Whether apply would do anything at all to resources or outputs. Drift alone is not a change. */
  readonly hasChanges: boolean;
  /** Whether planning failed half-way: such a plan cannot be applied. */
  readonly errored: boolean;
}

/**
 * Reads the result of `terraform show -json`.
 * @throws UserError for a major version of the format that this code does not know
 */
export function readPlan(json: PlanJson): Plan {
  if (!/^1\./.test(json.format_version)) {
    throw new UserError(`plan format ${json.format_version} is not known here`, {
      allowed: "1.x",
      next: "use the Terraform version in .terraform-version",
    });
  }
  const changes = (json.resource_changes ?? []).map(resourceChange);
  const outputs = Object.entries(json.output_changes ?? {})
    .filter(([, change]) => !isNoOp(change.actions))
    .map(([name, change]) => ({ name, actions: change.actions, ...values(change) }));
  const invocations = (json.action_invocations ?? []).map(({ address }) => address);
  const effects = changes.filter(({ kind }) => kind !== "no-op" && kind !== "read");
  return {
    terraformVersion: json.terraform_version,
    changes,
    outputs,
    drift: (json.resource_drift ?? []).map(resourceChange).flatMap(drift),
    dataReads: changes.filter(({ kind }) => kind === "read").map(({ address }) => address),
    invocations,
    counts: count(changes),
    hasChanges: effects.length + outputs.length + invocations.length > 0,
    errored: json.errored ?? false,
  };
}

function resourceChange(raw: RawResourceChange): ResourceChange {
  const { change } = raw;
  const replacePaths = (change.replace_paths ?? []).map(dottedPath).sort();
  const result: ResourceChange = {
    address: raw.address,
    type: raw.type,
    name: raw.name,
    provider: raw.provider_name,
    mode: raw.mode,
    actions: change.actions,
    kind: kindOf(raw),
    replacePaths,
    ...(raw.action_reason !== undefined && { reason: raw.action_reason }),
    ...(raw.previous_address !== undefined && { previousAddress: raw.previous_address }),
    ...(change.importing !== undefined && { importingId: change.importing.id ?? "" }),
    ...(raw.deposed !== undefined && { deposed: raw.deposed }),
    ...values(change),
  };
  return result;
}

function values(change: RawChange): ValueChange {
  return {
    before: change.before ?? null,
    after: change.after ?? null,
    afterUnknown: change.after_unknown ?? false,
    beforeSensitive: change.before_sensitive ?? false,
    afterSensitive: change.after_sensitive ?? false,
  };
}

function kindOf({ change, previous_address }: RawResourceChange): ChangeKind {
  const { actions } = change;
  if (actions.length > 1) return "replace";
  if (isNoOp(actions)) {
    if (change.importing !== undefined) return "import";
    return previous_address === undefined ? "no-op" : "move";
  }
  const [action = ""] = actions;
  if (action === "create" || action === "update" || action === "delete" || action === "read" || action === "forget") {
    return action;
  }
  throw new Error(`unknown action in plan: ${action}`);
}

function isNoOp(actions: readonly string[]): boolean {
  return actions.every((action) => action === "no-op");
}

function drift(change: ResourceChange): Drift[] {
  const { address, type, kind } = change;
  if (kind === "delete") return [{ address, type, kind, attributes: [], change }];
  // A drift entry of kind no-op is a move that the state does not know yet: nothing drifted.
  if (kind !== "update") return [];
  return [{ address, type, kind, attributes: attributeChanges(change).map(({ path }) => path), change }];
}

function count(changes: readonly ResourceChange[]): PlanCounts {
  const of = (kind: ChangeKind): number => changes.filter((change) => change.kind === kind).length;
  return {
    add: of("create"),
    change: of("update"),
    destroy: of("delete"),
    replace: of("replace"),
    import: changes.filter(({ importingId }) => importingId !== undefined).length,
    move: changes.filter(({ previousAddress }) => previousAddress !== undefined).length,
    forget: of("forget"),
  };
}
