import fs from "node:fs";
import path from "node:path";
import { attributeChanges } from "@archipelago/terraform";
import { holdWorkDirectory } from "./account-lock.ts";
import type { Outcome } from "./outcome.ts";
import { paths } from "./paths.ts";
import { prepareAccount, requireAccountId } from "./prepare.ts";
import { recordDrift } from "./recorded-drift.ts";
import { accountOf, type Session } from "./session.ts";

/** One resource that is not as the state remembers it. */
export interface DriftedResource {
  readonly address: string;
  readonly kind: "update" | "delete";
  /** Dotted paths; empty when the resource is gone. */
  readonly attributes: readonly string[];
}

/** Compares an account's state with what exists. Changes nothing, not even the state. Drift counts as no success. */
export async function driftOfAccount(session: Session, name: string): Promise<Outcome> {
  const account = accountOf(session, name);
  const { root, organization } = session.workspace;
  const accountId = requireAccountId(session, account);
  const planFile = path.join(paths(root).plans(name), "drift.tfplan");
  const release = await holdWorkDirectory(session, name);
  try {
    const prepared = await prepareAccount(session, account, accountId);
    const state = await session.states.read(account);
    if (state === undefined)
      return { success: true, text: `${name}: never applied, so there is nothing to compare`, data: { drift: [] } };
    const { hasChanges } = await prepared.terraform.plan({ out: planFile, mode: "refresh-only", lock: session.locks });
    const drift = hasChanges ? (await prepared.terraform.show(planFile)).drift : [];
    const found = drift.map(({ address, kind, attributes }): DriftedResource => ({ address, kind, attributes }));
    recordDrift(root, organization.name, name, state, found);
    if (drift.length === 0) return { success: true, text: `${name}: as in the state`, data: { drift: [] } };
    const lines = drift.flatMap(({ address, kind, change }) =>
      kind === "delete"
        ? [`  - ${address}: is gone`]
        : attributeChanges(change).map(
            ({ path: attribute, old, new: now }) =>
              `  ~ ${address}: ${attribute}: ${old ?? "(none)"} -> ${now ?? "(none)"}`,
          ),
    );
    return {
      success: false,
      text: [`${name}: ${drift.length} drifted`, ...lines].join("\n"),
      data: { drift: found },
    };
  } finally {
    fs.rmSync(planFile, { force: true });
    release();
  }
}
