import readline from "node:readline/promises";
import type { Command } from "commander";
import {
  accountFolders,
  didYouMean,
  inDependencyOrder,
  listed,
  openAccounts,
  UserError,
} from "@archipelago/account-stack/light";
import {
  changeOptions,
  firstReviews,
  reportPlans,
  runVerb,
  type ChangeFlags,
  type AccountResult,
  type Verb,
  type VerbOptions,
} from "@archipelago/runner";
import { liveTable } from "../live-table.ts";
import { findRoot } from "../root.ts";

interface Flags extends ChangeFlags {
  readonly all?: boolean;
  readonly json?: boolean;
  readonly full?: boolean;
  readonly first?: string;
  readonly parallel?: string;
}

const verbs: Readonly<Record<Verb, { description: string; changes: boolean }>> = {
  synth: { description: "synthesise accounts to Terraform JSON", changes: false },
  check: { description: "check configuration, types and the organisation's rules", changes: false },
  plan: { description: "plan accounts with Terraform", changes: false },
  apply: { description: "plan accounts, then apply those plans, in dependency order", changes: true },
  drift: { description: "compare states with what exists; exit code 2 when something drifted", changes: false },
  destroy: { description: "destroy what the states of accounts hold, dependents first", changes: true },
};

/** Exit code of `drift` when something drifted, as `terraform plan -detailed-exitcode` has it. */
const driftedExitCode = 2;

export function addAccountVerbs(program: Command): void {
  for (const [verb, { description, changes }] of Object.entries(verbs) as [Verb, (typeof verbs)[Verb]][]) {
    const command = program
      .command(verb)
      .description(description)
      .argument("[account...]", "names of folders in accounts/")
      .option("--all", "every account")
      .option("--json", "print the result as JSON")
      .option("--parallel <n>", "accounts at the same time (default: the cores of this machine offline, 8 on AWS)");
    if (verb === "plan") {
      command.option("--full", "plan even what equals the last apply");
      command.option(
        "--first <file>",
        "fail but for first plans of accounts that were reviewed before they existed, as JSON",
      );
    }
    if (verb === "apply") addReviewOptions(command);
    if (changes) addChangeOptions(command);
    command.action(async (accounts: string[], flags: Flags) => {
      const exitCode = await run(verb, accounts, flags, program.opts<{ organization: string }>().organization);
      // Stopped by a signal, which the runner has said already: 130 tells a caller more.
      process.exitCode ||= exitCode;
    });
  }
}

/** What `apply` goes by when plans were reviewed. */
function addReviewOptions(command: Command): void {
  command
    .option("--reviewed <digest>", "apply only this plan; of several accounts: <account>=<digest>", appended)
    .option(
      "--reviewed-file <file>",
      "the same for many accounts, as JSON: account to digest or content of review.json",
    )
    .option("--allow-destroy <n>", "destroy or replace up to n resources in each account, whatever maxDestroy says")
    .option("--because <reason>", "why, for --allow-destroy");
}

function addChangeOptions(command: Command): void {
  command
    .option("--yes", "do not ask; not enough where CI is set")
    .option("--unreviewed <reason>", "change what nobody reviewed, where CI is set")
    .option("--lock-timeout <seconds>", "how long to wait for whoever holds an account or its state (default: 30)");
}

function appended(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

async function run(verb: Verb, accounts: readonly string[], flags: Flags, organization: string): Promise<number> {
  const root = findRoot();
  const names = chosen(verb, root, accounts, flags);
  const results: AccountResult[] = [];
  const start = performance.now();
  const said = new Set<string>();
  const live = verb === "plan" && !flags.json ? liveTable(verb, names) : undefined;
  const given = options(verb, root, names, flags, organization);
  for await (const result of runVerb(verb, root, names, { ...given, ...(live && { onStart: live.start }) })) {
    results.push(result);
    live?.end(result);
    // What keeps every account from being planned is said once. A plan that came to something is in the table.
    if (flags.json || said.has(result.text) || (verb === "plan" && result.data !== undefined)) continue;
    said.add(result.text);
    const say = () =>
      void (result.success || verb === "drift" ? process.stdout : process.stderr).write(`${result.text}\n`);
    if (live) live.above(say);
    else say();
  }
  live?.close();
  const planned = names.filter((name) => results.some(({ account, data }) => account === name && data !== undefined));
  if (verb === "plan" && planned.length > 0) {
    const table = reportPlans(root, planned, { durationMs: performance.now() - start });
    if (!flags.json) console.log(table);
  }
  if (flags.json) {
    console.log(
      JSON.stringify(
        results.map(({ account, success, text, data }) => ({
          account,
          success,
          ...(data === undefined ? { text } : (data as object)),
        })),
        null,
        2,
      ),
    );
  }
  return exitCode(verb, results);
}

function chosen(verb: Verb, root: string, accounts: readonly string[], { all }: Flags): string[] {
  const known = openAccounts(root);
  if (all && accounts.length > 0)
    throw new UserError("names accounts and says --all", { where: verb, allowed: "one of the two" });
  if (all) {
    if (known.length === 0)
      throw new UserError("there are no accounts", {
        where: "accounts/",
        next: "cp -r accounts/_template accounts/<name>",
      });
    return inDependencyOrder(root, known);
  }
  if (accounts.length === 0)
    throw new UserError("which accounts?", {
      where: `archipelago ${verb}`,
      allowed: `--all, or some of: ${listed(known)}`,
    });
  const unknown = accounts.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UserError(
      accountFolders(root).includes(unknown)
        ? `the account "${unknown}" is closed`
        : `there is no account "${unknown}"${didYouMean(unknown, known)}`,
      {
        where: `archipelago ${verb}`,
        allowed: listed(known),
      },
    );
  return inDependencyOrder(root, [...new Set(accounts)]);
}

function options(verb: Verb, root: string, names: readonly string[], flags: Flags, organization: string): VerbOptions {
  const parallel = flags.parallel === undefined ? undefined : Number(flags.parallel);
  if (parallel !== undefined && !(Number.isInteger(parallel) && parallel > 0)) {
    throw new UserError(`--parallel ${flags.parallel}: is not a number of accounts`, {
      where: `archipelago ${verb}`,
      allowed: "a whole number from 1",
    });
  }
  const asks = process.stdin.isTTY === true && process.stdout.isTTY === true;
  return {
    organization,
    ...(parallel === undefined ? {} : { parallel }),
    ...(flags.full === undefined ? {} : { full: flags.full }),
    ...(flags.first === undefined ? {} : { first: firstReviews(flags.first) }),
    ...changeOptions(root, names, flags),
    ...(asks
      ? {
          confirm: oneAtATime(async (account, changes) =>
            ask(`${changes}\n\n${verb} this to ${account}? Only "yes" goes on: `),
          ),
        }
      : {}),
  };
}

async function ask(question: string): Promise<boolean> {
  const terminal = readline.createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await terminal.question(question)).trim() === "yes";
  } finally {
    terminal.close();
  }
}

/** Accounts run at the same time, but a person answers one question after the other. */
function oneAtATime(confirm: NonNullable<VerbOptions["confirm"]>): NonNullable<VerbOptions["confirm"]> {
  let last: Promise<unknown> = Promise.resolve();
  return (account, changes) => {
    const answer = last.then(() => confirm(account, changes));
    last = answer.catch(() => undefined);
    return answer;
  };
}

function exitCode(verb: Verb, results: readonly AccountResult[]): number {
  const failed = results.filter(({ success }) => !success);
  if (failed.length === 0) return 0;
  const drifted = (result: AccountResult): boolean =>
    (result.data as { drift?: unknown } | undefined)?.drift !== undefined;
  return verb === "drift" && failed.every(drifted) ? driftedExitCode : 1;
}
