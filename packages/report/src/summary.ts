import type { PlanCounts } from "@archipelago/terraform";

/** What a plan of one account came to. */
export type PlanStatus =
  /** Applying the plan would change something. */
  | "changed"
  | "no-changes"
  /** The same configuration as last applied; Terraform was not run. */
  | "skipped"
  /** The account does not exist yet, so its id is not known. */
  | "pending"
  | "failed";

/** .archipelago/plans/<account>/summary.json */
export interface PlanSummary {
  readonly account: string;
  /** 12 digits; null while the account does not exist. */
  readonly accountId: string | null;
  readonly environment: string;
  readonly cloud: "offline" | "aws";
  readonly status: PlanStatus;
  /** Why the account is in the list, most telling first. */
  readonly reasons: readonly string[];
  readonly counts: PlanCounts;
  /** `account.output` of every published output that does not exist yet; such a plan cannot be applied. */
  readonly placeholders: readonly string[];
  /** sha256, hexadecimal; null where the run did not get that far. `plan` is semantic: it stays the same when nothing a reviewer saw changes. */
  readonly digests: {
    readonly configuration: string | null;
    readonly inputs: string | null;
    readonly code: string | null;
    readonly plan: string | null;
    /** What `apply --reviewed` asks for: the plan, bound to the account, its configuration and the Terraform version. Null when such a plan cannot be applied. */
    readonly review: string | null;
  };
  /** Of the state the plan was made from; null before the first apply. */
  readonly state: { readonly lineage: string; readonly serial: number } | null;
  readonly durationMs: number;
  /** `1.11.4`, or `OpenTofu 1.10.10`. Null when it was not started. */
  readonly terraformVersion: string | null;
  /** Why it failed, as a user reads it. */
  readonly error?: string;
}

export const noCounts: PlanCounts = { add: 0, change: 0, destroy: 0, replace: 0, import: 0, move: 0, forget: 0 };
