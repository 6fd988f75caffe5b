import fs from "node:fs";
import type { Account } from "@archipelago/account-stack/workspace";
import { noCounts, type PlanSummary } from "@archipelago/report";
import { planDigest, type Plan } from "@archipelago/terraform";
import { planFiles, removePlan, writeSummary } from "./artefacts.ts";
import { filesBehind } from "./changed-files.ts";
import { openCloud } from "./cloud.ts";
import { codeDigest, sourceFolders } from "./code.ts";
import { failureText } from "./failure.ts";
import { prepareAccount, requireAccountId, type PreparedAccount } from "./prepare.ts";
import { refuseLeavingAccounts } from "./refused-changes.ts";
import { accountOf, type Session } from "./session.ts";
import { readState, type StateSummary } from "./state.ts";

/** A plan with what is needed to apply it. */
export interface PlannedAccount {
  readonly summary: PlanSummary;
  /** Undefined when it failed or is pending. */
  readonly prepared?: PreparedAccount;
  /** Undefined when nothing changes. */
  readonly plan?: Plan;
}

const noDigests: PlanSummary["digests"] = { configuration: null, inputs: null, code: null, plan: null };

/** Plans one account and writes its artefacts. Never throws for what a user can mend: the summary says it. */
export async function planAccount(
  session: Session,
  name: string,
  mode: "normal" | "destroy" = "normal",
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
  try {
    const account = accountOf(session, name);
    if (session.cloud.accountId(account) === undefined) {
      const { summary } = await planSimulated(session, account);
      return { summary: finish(summary.status === "failed" ? "failed" : "pending", unapplied(summary)) };
    }
    const prepared = await prepareAccount(session, account, requireAccountId(session, account), mode);
    base = {
      ...base,
      accountId: prepared.accountId,
      placeholders: prepared.inputs.placeholders,
      digests: { ...noDigests, ...prepared.digests, code: codeDigest(root, account.directory) },
      terraformVersion: (await prepared.terraform.binary()).version,
    };
    const state = await readState(session, prepared);
    const files = planFiles(root, name);
    const { hasChanges } = await prepared.terraform.plan({ out: files.plan, mode });
    base = {
      ...base,
      state: state === undefined ? null : { lineage: state.lineage, serial: state.serial },
      reasons: [
        ...reasons(session, account, state, hasChanges),
        ...leftOut(session, account),
        ...prepared.inputs.awaiting.map((output) => `waits for ${output}`),
      ],
    };
    if (!hasChanges) {
      return { summary: finish("no-changes", { digests: { ...base.digests, plan: planDigest(nothing) } }), prepared };
    }
    const plan = await prepared.terraform.show(files.plan, { json: files.json });
    if (mode === "normal" || session.cloud.name === "aws") refuseLeavingAccounts(plan);
    return {
      summary: finish("changed", { counts: plan.counts, digests: { ...base.digests, plan: planDigest(plan) } }),
      prepared,
      plan,
    };
  } catch (error) {
    removePlan(root, name);
    return { summary: finish("failed", { error: failureText(error) }) };
  }
}

/** The plan of an account that AWS does not have yet, against the simulated cloud: to read, never to apply. */
async function planSimulated(session: Session, { name }: Account): Promise<PlannedAccount> {
  const { workspace } = session;
  const simulated = { ...workspace, organization: { ...workspace.organization, cloud: "offline" as const } };
  const cloud = await openCloud(simulated, [simulated.accounts.get(name)!]);
  try {
    const planned = await planAccount({ ...session, workspace: simulated, cloud }, name);
    fs.rmSync(planFiles(workspace.root, name).plan, { force: true });
    return planned;
  } finally {
    await cloud.close();
  }
}

/** What a simulated plan says of an account that does not exist. */
function unapplied({ counts, placeholders, digests, terraformVersion, error }: PlanSummary): Partial<PlanSummary> {
  const reasons = ["no such account yet: simulated"];
  return { cloud: "offline", reasons, counts, placeholders, digests, terraformVersion, ...(error ? { error } : {}) };
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
  const { root, organizationFile, organization, accounts } = session.workspace;
  const why: string[] = [];
  if (session.changed !== undefined) {
    const others = [organizationFile, `environments/${account.environment}.json`, "package-lock.json"];
    if (account.name === organization.accounts.management)
      others.push(...[...accounts.values()].map(({ directory }) => `${directory}/account.json`));
    why.push(
      ...filesBehind(
        session.changed,
        [...sourceFolders(root, account.directory), "packages/runner", "packages/terraform", "packages/nx-plugin"],
        others,
      ),
    );
  }
  if (state === undefined) why.push("never applied");
  else if (state.resources === 0) why.push("destroyed");
  else if (why.length === 0) why.push(changed ? "differs from what is applied" : "as applied");
  return why;
}
