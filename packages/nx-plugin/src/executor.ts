import type { ExecutorContext, Task, TaskGraph } from "@nx/devkit";
import { UserError } from "@archipelago/account-stack/light";
import type { AccountResult, ChangeFlags, VerbOptions } from "@archipelago/runner";
import type { Verb } from "./targets.ts";

/** Options of an executor, as its schema in schemas/ says. */
interface Options extends Pick<VerbOptions, "parallel" | "organization" | "full">, ChangeFlags {
  readonly error?: string;
}

interface TaskResult {
  readonly task: string;
  readonly result: {
    readonly success: boolean;
    readonly terminalOutput: string;
    readonly startTime: number;
    readonly endTime: number;
  };
}

/**
 * The executor Nx calls once with all selected accounts: one Node start, one provider and one pool of Terraform
 * processes for all of them. Yields a result for each task as it ends.
 */
export function batch(verb: Verb) {
  return async function* (
    graph: TaskGraph,
    options: Record<string, Options>,
    _overrides: unknown,
    context: ExecutorContext,
  ): AsyncGenerator<TaskResult> {
    const tasks = new Map<string, Task>(Object.values(graph.tasks).map((task) => [task.target.project, task]));
    const byAccount = new Map([...tasks].map(([account, task]) => [account, options[task.id] ?? {}]));
    for await (const { account, success, text, startTime, endTime } of run(verb, context.root, byAccount)) {
      yield { task: tasks.get(account)!.id, result: { success, terminalOutput: `${text}\n`, startTime, endTime } };
    }
  };
}

/** The executor Nx calls for one account when it does not batch. */
export function single(verb: Verb) {
  return async function (options: Options, context: ExecutorContext): Promise<{ success: boolean }> {
    let success = false;
    for await (const result of run(verb, context.root, new Map([[context.projectName!, options]]))) {
      process.stdout.write(`${result.text}\n`);
      success = result.success;
    }
    return { success };
  };
}

async function* run(verb: Verb, root: string, accounts: ReadonlyMap<string, Options>): AsyncGenerator<AccountResult> {
  const { changeOptions, runVerb } = await import("@archipelago/runner");
  // Options are those of one command line, wherever Nx puts them.
  const given: Options = Object.assign({}, ...accounts.values());
  const { error: _, parallel, organization, full, ...flags } = given;
  if (cached.includes(verb)) requireInput(organization);
  const unorderable = new Map(
    [...accounts].flatMap(([name, { error }]) => (error === undefined ? [] : [[name, error] as const])),
  );
  // Nx gives them to the accounts that were named, not to those they depend on: nobody agreed to change these.
  const agreed = [...accounts].filter(([, { yes, reviewed, reviewedFile, unreviewed }]) =>
    [yes || undefined, reviewed, reviewedFile, unreviewed].some((flag) => flag !== undefined),
  );
  yield* runVerb(verb, root, [...accounts.keys()], {
    ...(parallel === undefined ? {} : { parallel }),
    ...(organization === undefined ? {} : { organization }),
    ...(full === undefined ? {} : { full }),
    ...changeOptions(
      root,
      agreed.map(([name]) => name),
      flags,
    ),
    unorderable,
  });
}

/** What Nx keeps the results of, by inputs that know the organisation's file by its name only (`account` in nx.json). */
const cached: readonly Verb[] = ["synth", "check"];

function requireInput(organization = "organization.json"): void {
  if (/^[^/\\]*organization[^/\\]*\.json$/.test(organization)) return;
  const problem = new UserError("is no name of an organisation's file that Nx could see change", {
    where: organization,
    allowed: "a file beside organization.json with `organization` in its name: test-organization.json",
    next: "rename it, or leave Nx out: npx archipelago --organization <file> check <account>",
  });
  throw new Error(problem.format()); // Nx prints the message only
}
