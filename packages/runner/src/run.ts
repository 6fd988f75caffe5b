import fs from "node:fs";
import { holdWorkDirectory } from "./account-lock.ts";
import { applyAccount } from "./apply.ts";
import { removePlan, writeReport } from "./artefacts.ts";
import { describeSummary } from "./describe.ts";
import { destroyOrder } from "./destroy-order.ts";
import { driftOfAccount } from "./drift.ts";
import { failureText } from "./failure.ts";
import type { AccountResult, Outcome } from "./outcome.ts";
import { haveChanged } from "./inputs.ts";
import { untilSettled } from "./passes.ts";
import { paths } from "./paths.ts";
import { planAccount } from "./plan.ts";
import { applyConstraints } from "./waves.ts";
import { synthesize } from "./prepare.ts";
import { inOrder } from "./schedule.ts";
import { accountOf, openSession, type Session, type VerbOptions } from "./session.ts";
import type { Dependencies } from "@archipelago/account-stack/workspace";
import { accountReport } from "@archipelago/report";
import { prepareWorkDirectory } from "@archipelago/terraform";

export type Verb = "synth" | "check" | "plan" | "apply" | "drift" | "destroy";

/**
 * Runs a verb over accounts, in dependency order where that matters, and yields a result as each account ends. A
 * failing account does not keep the others from ending; one that depends on it is not started.
 *
 * @param names accounts to work on; unknown ones fail, and all of them when there is no session to run them in
 */
export async function* runVerb(
  verb: Verb,
  root: string,
  names: readonly string[],
  options: VerbOptions = {},
): AsyncGenerator<AccountResult> {
  let session: Session;
  try {
    removePlans(verb, root, names);
    session = await openSession(
      root,
      verb === "synth" || verb === "check" ? [] : names,
      options,
      verb === "plan" && !options.full,
      verb === "apply" || verb === "destroy" ? "apply" : "plan",
    );
  } catch (error) {
    const time = Date.now();
    for (const account of names) yield { account, ...failure(error), startTime: time, endTime: time };
    return;
  }
  try {
    const work = worker(verb, session);
    const { dependencies, canaries } = constraints(verb, session, names);
    const pass = (accounts: readonly string[]): AsyncGenerator<AccountResult> =>
      inOrder(
        accounts,
        dependencies,
        session.parallel,
        async (account) => {
          const startTime = Date.now();
          options.onStart?.(account);
          const outcome = await work(account).catch(failure);
          return { account, ...outcome, startTime, endTime: Date.now() };
        },
        canaries,
      );
    yield* verb === "apply"
      ? untilSettled(names, pass, ({ account, awaited = {} }) =>
          haveChanged(session.workspace, session.cloud, accountOf(session, account), awaited),
        )
      : pass(names);
  } finally {
    await session.close();
  }
}

/** Before anything can fail: what an earlier run planned must not be taken for the result of this one. */
function removePlans(verb: Verb, root: string, names: readonly string[]): void {
  if (verb === "plan") fs.rmSync(paths(root).report, { recursive: true, force: true });
  // Another run may be about to apply its plan: apply and destroy remove plans once they hold the account.
  if (verb === "plan") for (const name of names) removePlan(root, name);
}

function worker(verb: Verb, session: Session): (account: string) => Promise<Outcome> {
  switch (verb) {
    case "synth":
      return (name) => synthOutcome(session, name);
    case "check":
      return check(session);
    case "plan":
      return async (name) => {
        const { summary, plan } = await planAccount(
          session,
          name,
          session.options.full ? "normal" : "unless-as-applied",
        );
        if (plan !== undefined) writeReport(session.workspace.root, accountReport(summary, plan));
        return { success: summary.status !== "failed", text: describeSummary(summary), data: summary };
      };
    case "apply":
      return (name) => applyAccount(session, name);
    case "drift":
      return (name) => driftOfAccount(session, name);
    case "destroy":
      return (name) => applyAccount(session, name, "destroy");
  }
}

/** Its rules are many files, which no other verb needs. */
function check(session: Session): (name: string) => Promise<Outcome> {
  const checking = import("./check.ts").then(({ checker }) => checker(session));
  return async (name) => (await checking)(name);
}

async function synthOutcome(session: Session, name: string): Promise<Outcome> {
  const { json } = await synthesize(session, accountOf(session, name));
  const directory = paths(session.workspace.root).work(name);
  const release = await holdWorkDirectory(session, name);
  try {
    prepareWorkDirectory(directory, { configuration: json });
  } finally {
    release();
  }
  return { success: true, text: `${name}: ${directory}/cdk.tf.json`, data: { file: `${directory}/cdk.tf.json` } };
}

function failure(error: unknown): Outcome {
  return { success: false, text: failureText(error) };
}

interface Constraints {
  readonly dependencies?: Dependencies;
  readonly canaries?: ReadonlyMap<string, string>;
}

function constraints(verb: Verb, session: Session, names: readonly string[]): Constraints {
  if (verb === "apply") return applyConstraints(session.workspace, names);
  return verb === "destroy" ? { dependencies: destroyOrder(session.workspace.accounts) } : {};
}
