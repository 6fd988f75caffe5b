import path from "node:path";
import { UserError } from "@archipelago/account-stack/workspace";
import type { PlanSummary } from "@archipelago/report";
import { agree, type AgreementOptions } from "./agreement.ts";
import { holdAccount } from "./account-lock.ts";
import { noteApply } from "./apply-journal.ts";
import { removePlan } from "./artefacts.ts";
import { describePlan, describeSummary } from "./describe.ts";
import { refuseBeforeDependents } from "./closing-order.ts";
import { refuseDestroys, refuseUnpromoted } from "./gates.ts";
import { settleEarlierRun } from "./earlier-run.ts";
import { keptBy, planRest } from "./kept.ts";
import type { Outcome } from "./outcome.ts";
import { paths } from "./paths.ts";
import { planAccount, type PlannedAccount } from "./plan.ts";
import { invalidateRecord, writeRecord, type StartedApply } from "./record.ts";
import { accountOf, type Session } from "./session.ts";

/**
 * Plans an account and applies that very plan.
 *
 * @param mode `destroy` destroys everything in the state
 * @throws UserError when the plan cannot be applied, nobody agreed to it, or somebody else is applying the account
 */
export async function applyAccount(
  session: Session,
  name: string,
  mode: "normal" | "destroy" = "normal",
): Promise<Outcome> {
  const { root } = session.workspace;
  const release = await holdAccount(
    paths(root).work(name),
    name,
    session.interruption,
    session.options.lockTimeoutSeconds,
  );
  try {
    removePlan(root, name);
    const settled = await settleEarlierRun(session, accountOf(session, name));
    const outcome = await applyHeld(session, name, mode);
    return { ...outcome, text: [...settled.map((text) => `${name}: ${text}`), outcome.text].join("\n") };
  } finally {
    release();
  }
}

async function applyHeld(session: Session, name: string, verb: "normal" | "destroy"): Promise<Outcome> {
  // The plan of an account that closes destroys what it holds: there is nothing else to destroy.
  const mode = session.workspace.accounts.get(name)?.lifecycle === "closing" ? "normal" : verb;
  // A file of this apply's own: a plan that somebody else makes meanwhile replaces the one among the artefacts.
  const planFile = path.join(paths(session.workspace.root).work(name), "applying.tfplan");
  const planned = await planAccount(session, name, planMode(session.options, name, mode), planFile);
  const { summary, prepared, plan, review } = planned;
  const line = describeSummary(summary);
  if (summary.status === "failed") return { success: false, text: line };
  if (summary.status === "pending")
    throw new UserError("the account does not exist yet", {
      where: name,
      next: "apply management first: it creates the account",
    });
  const { awaited = {} } = prepared?.inputs ?? {};
  // Destroying waits for nobody.
  const more = mode === "normal" && Object.keys(awaited).length > 0 ? { awaited } : {};
  if (!prepared || !plan || !review) {
    if (mode === "normal") await writeRecord(session, planned);
    await planned.readopting?.settle();
    return { success: true, text: line, ...more };
  }
  if (mode === "normal") await refuse(session, summary, prepared.configuration.json);
  const kept = mode === "destroy" ? await keptBy(prepared) : [];
  const text = [
    line,
    ...(planned.readopting?.reasons ?? []),
    describePlan(plan),
    ...kept.map((address) => `  ∅ ${address}: stays after all, only Terraform forgets it`),
  ].join("\n");
  const by = await agree(
    { account: name, verb: mode === "destroy" ? "destroy" : "apply", text, review },
    session.options,
    process.env,
  );
  const version = await invalidateRecord(session, prepared.account, mode === "destroy" ? "destroy" : "apply");
  const final = await planRest(session, planned, kept, planFile);
  await carryOut(session, final, version, planFile);
  const { add, change, destroy, replace, import: imported } = final.summary.counts;
  const reviewed = by === "reviewed" ? "as reviewed, " : "";
  const done =
    mode === "destroy"
      ? `destroyed, ${destroy} resources`
      : `applied, ${reviewed}${imported > 0 ? `${imported} imported, ` : ""}${add} added, ${change} changed, ${replace} replaced, ${destroy} destroyed`;
  const terraforms = new Set([prepared.terraform, final.prepared!.terraform]);
  const recovered = [...terraforms].flatMap((each) => each.recovered.map((text) => `${name}: ${text}\n`)).join("");
  return {
    success: true,
    text: `${recovered}${name}: ${done}${exceptions(session, name)}`,
    ...more,
    reviewed: by === "reviewed",
  };
}

/** Among reviewed plans, an account without one has nothing to change as far as anybody knows: the record may say so. */
function planMode({ reviewed }: AgreementOptions, name: string, mode: "normal" | "destroy") {
  return mode === "normal" && reviewed !== undefined && !reviewed.has(name) ? "unless-as-applied" : mode;
}

/** @throws UserError when the plan cannot be applied, whoever agreed to it */
async function refuse(
  session: Session,
  { account: name, placeholders, counts }: PlanSummary,
  json: string,
): Promise<void> {
  // Values that are not real yet must never reach the cloud. What is destroyed needs no values.
  if (placeholders.length > 0) {
    const publishers = [...new Set(placeholders.map((placeholder) => placeholder.split(".")[0]!))];
    throw new UserError(`the plan uses placeholders for ${placeholders.join(", ")}`, {
      where: name,
      next: `apply ${publishers.join(", ")} first, or all in order: npm run archipelago -- apply --all`,
    });
  }
  const account = accountOf(session, name);
  if (account.lifecycle === "closing") return refuseBeforeDependents(session, account);
  refuseDestroys(account, counts, session.options.allowDestroy);
  await refuseUnpromoted(session, account, json);
}

async function carryOut(
  session: Session,
  planned: PlannedAccount,
  version: StartedApply,
  planFile: string,
): Promise<void> {
  const { account, configuration, terraform } = planned.prepared!;
  if (planned.plan !== undefined) {
    const note = await noteApply(session, account, planned.plan, configuration.json);
    await terraform.apply(planFile, { journal: note.journal }).finally(note.close);
    await note.forget();
  }
  await planned.readopting?.settle();
  await writeRecord(session, planned, version);
}

/** What was done against a rule, with the reason: it belongs into the log of the run. */
function exceptions({ options: { unreviewed, allowDestroy } }: Session, name: string): string {
  const reason = unreviewed?.get(name);
  return [
    ...(reason === undefined ? [] : [` (not reviewed: ${reason})`]),
    ...(allowDestroy === undefined ? [] : [` (may destroy ${allowDestroy.count}: ${allowDestroy.because})`]),
  ].join("");
}
