import fs from "node:fs";
import {
  lastApplyKey,
  remoteState,
  stateBucket,
  stateKey,
  UserError,
  type Account,
} from "@archipelago/account-stack/workspace";
import { noCounts, type PlanSummary } from "@archipelago/report";
import { configurationDigest, planDigest, versionName, type Plan } from "@archipelago/terraform";
import { holdWorkDirectory } from "./account-lock.ts";
import { planFiles, removePlan, writeSummary } from "./artefacts.ts";
import { causes } from "./causes.ts";
import { releases } from "./closing-configuration.ts";
import { openCloud } from "./cloud.ts";
import { codeDigest } from "./code.ts";
import { failureText } from "./failure.ts";
import { requireFirstPlan, type FirstReview } from "./first-review.ts";
import {
  configure,
  initialise,
  requireAccountId,
  synthesize,
  writeConfiguration,
  type PreparedAccount,
} from "./prepare.ts";
import { importProblem, refuseDestroysWhileImporting, refuseOtherEmails } from "./import-problems.ts";
import { doneImports } from "./imports.ts";
import { shortCommit, type Applied } from "./record.ts";
import type { RecordVersion } from "./record-store.ts";
import { reviewDigest, reviewOf, writeReview, type Review } from "./review.ts";
import { refuseLeavingAccounts } from "./refused-changes.ts";
import { retainedOf, type Retained } from "./retained.ts";
import { planReadopting, type ReadoptingPlan } from "./readopt.ts";
import { secondLook } from "./second-look.ts";
import { accountOf, type Session } from "./session.ts";
import { openStates, type StateSummary } from "./state.ts";

/** A plan with what is needed to apply it. */
export interface PlannedAccount {
  readonly summary: PlanSummary;
  /** Undefined when it failed or is pending. */
  readonly prepared?: PreparedAccount;
  /** Undefined when nothing changes. */
  readonly plan?: Plan;
  /** What a reviewer agrees to. Undefined when nothing changes. */
  readonly review?: Review;
  /** What it takes over from interrupted applies. */
  readonly readopting?: ReadoptingPlan;
  /** The last-apply record's, before the plan was made. */
  readonly recordVersion?: RecordVersion;
}

const noDigests: PlanSummary["digests"] = { configuration: null, inputs: null, code: null, plan: null, review: null };

/** `unless-as-applied` runs no Terraform when all is as the last apply left it: the account is `skipped`. */
type Mode = "normal" | "destroy" | "unless-as-applied";

/**
 * Plans one account and writes its artefacts. Never throws for what a user can mend: the summary says it.
 *
 * @param planFile where Terraform's plan goes. Default: among the artefacts, where the next plan of anybody replaces it
 */
export async function planAccount(
  session: Session,
  name: string,
  mode: Mode = "normal",
  planFile = planFiles(session.workspace.root, name).plan,
): Promise<PlannedAccount> {
  const start = performance.now();
  const { root, organization } = session.workspace;
  let base: Omit<PlanSummary, "status" | "durationMs"> = {
    account: name,
    accountId: null,
    environment: session.workspace.accounts.get(name)?.environment ?? "-",
    cloud: organization.cloud,
    reasons: [],
    counts: noCounts,
    placeholders: [],
    digests: noDigests,
    state: null,
    terraformVersion: null,
  };
  const finish = (status: PlanSummary["status"], more: Partial<PlanSummary> = {}): PlanSummary => {
    const summary: PlanSummary = { ...base, ...more, status, durationMs: Math.round(performance.now() - start) };
    writeSummary(root, summary);
    return summary;
  };
  let release: (() => void) | undefined;
  try {
    const account = accountOf(session, name);
    if (session.cloud.accountId(account) === undefined) {
      if (session.options.first !== undefined) requireAccountId(session, account);
      const { summary, review } = await planSimulated(session, account);
      if (review !== undefined) writeReview(root, await firstReviewOf(session, account, review));
      return { summary: finish(summary.status === "failed" ? "failed" : "pending", unapplied(summary)) };
    }
    const accountId = requireAccountId(session, account);
    const terraformMode = mode === "destroy" ? "destroy" : "normal";
    const configuration = await configure(session, account, accountId, terraformMode);
    release = await holdWorkDirectory(session, name);
    writeConfiguration(session, account, configuration);
    base = {
      ...base,
      accountId,
      placeholders: configuration.inputs.placeholders,
      digests: {
        configuration: configuration.digests.configuration,
        inputs: configuration.digests.inputs,
        code: codeDigest(root, account.directory),
        plan: null,
        review: null,
      },
    };
    if (mode === "unless-as-applied") {
      const { record, recordVersion, state, differences } = await secondLook(session, account, configuration);
      if (differences.length === 0) {
        const { lineage, serial } = state!;
        return {
          summary: finish("skipped", {
            reasons: [`same configuration as applied at ${shortCommit(record!.last!)}`],
            digests: { ...base.digests, plan: planDigest(nothing) },
            state: { lineage, serial },
          }),
          recordVersion,
        };
      }
    }
    // Before Terraform starts: of a bucket that is not there it says less.
    const { record, version: recordVersion } = await session.states.records.read(account);
    const state = await session.states.read(account);
    // No last apply is on record after one that did not end, or a destroy: both leave a state all the same.
    const newest = record?.last ?? record?.history[0];
    if (state === undefined && newest) refuseLostState(session, account, newest);
    const prepared = await initialise(session, account, accountId, configuration);
    base = { ...base, terraformVersion: versionName(await prepared.terraform.binary()) };
    const retained = mode === "destroy" ? [] : await letGo(session, prepared);
    const planOptions = { out: planFile, mode: terraformMode, lock: session.locks } as const;
    const readopting = await planReadopting(session, prepared, planOptions).catch((error: unknown) =>
      Promise.reject(importProblem(error, configuration, session.workspace) as Error),
    );
    const { hasChanges } = readopting;
    base = {
      ...base,
      state: state === undefined ? null : { lineage: state.lineage, serial: state.serial },
      reasons: [
        ...readopting.reasons,
        ...reasons(session, account, state, hasChanges),
        ...leftOut(session, account),
        ...retained.filter(({ companion }) => !companion).map(({ block, because }) => `keeps ${block}: ${because}`),
        ...prepared.inputs.awaiting.map((output) => `waits for ${output}`),
      ],
    };
    if (!hasChanges) {
      const summary = finish("no-changes", {
        reasons: [...base.reasons, ...doneImports(account, configuration.imports, new Set())],
        digests: { ...base.digests, plan: planDigest(nothing) },
      });
      return { summary, prepared, recordVersion, readopting };
    }
    const plan = await showPlan(session, prepared, mode, planFile);
    const pending = plan.changes.filter(({ importingId }) => importingId !== undefined).map(({ address }) => address);
    base = {
      ...base,
      reasons: [...base.reasons, ...doneImports(account, configuration.imports, new Set(pending))],
    };
    const review = reviewOf(
      prepared,
      { organization: organization.name, cloud: organization.cloud, terraformVersion: base.terraformVersion! },
      plan,
    );
    const { first } = session.options;
    if (first !== undefined) requireFirstPlan(first.get(name), review, { ...base, counts: plan.counts }, state);
    const digests = {
      ...base.digests,
      plan: planDigest(plan),
      // What a placeholder stands for is not known yet: there is nothing to agree to.
      review: base.placeholders.length === 0 ? reviewDigest(review) : null,
    };
    if (digests.review !== null) writeReview(root, review);
    return {
      summary: finish("changed", { counts: plan.counts, digests }),
      prepared,
      plan,
      review,
      recordVersion,
      readopting,
    };
  } catch (error) {
    removePlan(root, name);
    return { summary: finish("failed", { error: failureText(error) }) };
  } finally {
    release?.();
  }
}

/** What the plan in the file does. Refuses what no agreement makes right. */
async function showPlan(
  { workspace, cloud }: Session,
  { account, configuration, terraform }: PreparedAccount,
  mode: Mode,
  planFile: string,
): Promise<Plan> {
  const plan = await terraform.show(planFile, { json: planFiles(workspace.root, account.name).json });
  if (mode !== "destroy" || cloud.name === "aws") refuseLeavingAccounts(plan, configuration.leaving);
  refuseOtherEmails(plan, configuration.json, workspace);
  refuseDestroysWhileImporting(plan, account.directory);
  return plan;
}

/** To Terraform a state that is gone is one that never was: it would make everything again. */
function refuseLostState({ workspace: { organization } }: Session, { name }: Account, { verb, time }: Applied): void {
  // Without a history there is nothing to restore, and the simulated AWS is no loss.
  if (!remoteState(organization)) return;
  const done = verb === "destroy" ? "destroyed" : "applied";
  throw new UserError(`the state is gone, though the account was ${done} at ${time}`, {
    where: `s3://${stateBucket(organization, name)}/${stateKey}`,
    next: `npm run archipelago -- state ${name} history, then restore --version <the latest>; if nothing of it exists any more, delete ${lastApplyKey} beside it`,
  });
}

/** Has the plan of an account that closes let go of what stays. */
async function letGo(
  session: Session,
  { account, configuration, terraform }: PreparedAccount,
): Promise<readonly Retained[]> {
  if (account.lifecycle !== "closing") return [];
  const retained = retainedOf(await terraform.stateResources());
  const adopted = releases(configuration.json, retained);
  if (adopted !== undefined) writeConfiguration(session, account, { ...configuration, adopted });
  return retained;
}

/** The plan of an account that AWS does not have yet, against the simulated cloud: to read, never to apply. */
async function planSimulated(session: Session, { name }: Account): Promise<PlannedAccount> {
  const { workspace } = session;
  const simulated = {
    ...workspace,
    organization: { ...workspace.organization, cloud: "offline" as const, state: "local" as const },
  };
  const cloud = await openCloud(simulated, [simulated.accounts.get(name)!]);
  try {
    const planned = await planAccount(
      { ...session, workspace: simulated, cloud, states: openStates(simulated, cloud) },
      name,
    );
    for (const file of [planFiles(workspace.root, name).plan, planFiles(workspace.root, name).review])
      fs.rmSync(file, { force: true });
    return planned;
  } finally {
    await cloud.close();
  }
}

/** What a reviewer of an account that does not exist agrees to: its configuration on AWS, whatever the simulation is of. */
async function firstReviewOf(session: Session, account: Account, { plan }: Review): Promise<FirstReview> {
  const { json } = await synthesize(session, account);
  return {
    account: account.name,
    accountId: null,
    organization: session.workspace.organization.name,
    configuration: configurationDigest(json),
    plan,
  };
}

/** What a simulated plan says of an account that does not exist. */
function unapplied({ counts, placeholders, digests, terraformVersion, error }: PlanSummary): Partial<PlanSummary> {
  const reasons = ["no such account yet: simulated"];
  return {
    cloud: "offline",
    reasons,
    counts,
    placeholders,
    digests: { ...digests, review: null },
    terraformVersion,
    ...(error ? { error } : {}),
  };
}

/** The plan that does nothing: what `show` would say of it needs no Terraform. */
const nothing: Plan = {
  terraformVersion: "",
  changes: [],
  outputs: [],
  drift: [],
  dataReads: [],
  invocations: [],
  counts: noCounts,
  hasChanges: false,
  errored: false,
};

/** Accounts that the management account's stack does not see, because nobody can read what they are. */
function leftOut({ workspace: { organization, members, problems } }: Session, account: Account): string[] {
  if (account.name !== organization.accounts.management) return [];
  const unread = [...problems.keys()].filter((name) => !members.has(name));
  return unread.map((name) => `leaves out ${name}: its account.json is not valid`);
}

/** Why the account is in the list. */
function reasons(session: Session, account: Account, state: StateSummary | undefined, changed: boolean): string[] {
  const why = session.changed === undefined ? [] : causes(session.workspace, account, session.changed);
  if (account.lifecycle === "closing") why.push(state?.resources ? "closing" : "closing: nothing is left");
  else if (state === undefined) why.push("never applied");
  else if (state.resources === 0) why.push("destroyed");
  else if (why.length === 0) why.push(changed ? "differs from what is applied" : "as applied");
  return why;
}
