import fs from "node:fs";
import path from "node:path";
import vm from "node:vm";
import { parse } from "yaml";
import type { Workspace } from "./workspace.ts";

type Values = Readonly<Record<string, unknown>>;

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Values;
  readonly with?: Values;
}

interface Job {
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Values;
  readonly outputs?: Values;
  readonly strategy?: { readonly matrix: string };
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly env?: Values;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** What a job came to. */
export interface JobResult {
  readonly result: "success" | "failure" | "skipped";
  readonly outputs: Readonly<Record<string, string>>;
  /** What its steps printed. */
  readonly log: string;
}

/** What the workflow is started with. */
export interface Trigger {
  readonly runId: number;
  readonly github: Values;
  readonly inputs?: Values;
}

/**
 * Runs the workflows of a clone as GitHub would, without GitHub: jobs in the order of their needs, `run` steps in a real
 * shell, outputs, conditions, matrices, called workflows and artifacts. Actions that set up a machine do nothing.
 *
 * Every job gets a machine of its own: of .archipelago only what stands for AWS, the simulated cloud and the states,
 * outlasts it.
 */
export class GitHubActions {
  /** `<run>/<artifact>/` */
  readonly artifacts: string;
  readonly #workspace: Workspace;
  readonly #temporary: string;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #pretend: Readonly<Record<string, string>>;

  /**
   * @param environment of every step, for example GITHUB_API_URL
   * @param pretend outputs of steps that get another value, by name
   */
  constructor(
    workspace: Workspace,
    {
      environment,
      pretend = {},
    }: { environment: Readonly<Record<string, string>>; pretend?: Readonly<Record<string, string>> },
  ) {
    this.#workspace = workspace;
    this.#temporary = workspace.path("..", `${path.basename(workspace.root)}-actions`);
    this.artifacts = path.join(this.#temporary, "artifacts");
    const bin = path.join(this.#temporary, "bin");
    for (const directory of [this.artifacts, bin]) fs.mkdirSync(directory, { recursive: true });
    fs.writeFileSync(path.join(bin, "gh"), fakeGh, { mode: 0o755 });
    this.#environment = {
      ...environment,
      PATH: `${bin}:${process.env["PATH"]}`,
      ARTIFACTS: this.artifacts,
      CI: "true",
    };
    this.#pretend = pretend;
  }

  /** Removes the artifacts. */
  remove(): void {
    fs.rmSync(this.#temporary, { recursive: true, force: true });
  }

  /** Runs a workflow of .github/workflows. */
  async run(file: string, trigger: Trigger): Promise<Readonly<Record<string, JobResult>>> {
    const workflow = parse(this.#workspace.read(`.github/workflows/${file}`)) as Workflow;
    const results: Record<string, JobResult> = {};
    for (const [name, job] of Object.entries(workflow.jobs)) {
      const needs = Object.fromEntries([job.needs ?? []].flat().map((need) => [need, results[need]!]));
      const context = {
        github: trigger.github,
        inputs: trigger.inputs ?? {},
        needs,
        vars: {},
        runner: { os: "Linux" },
      };
      const failed = Object.values(needs).some(({ result }) => result !== "success");
      results[name] = holds(job.if, context, failed)
        ? await this.#job(job, workflow.env ?? {}, context, trigger)
        : { result: "skipped", outputs: {}, log: "" };
      for (const [inner, each] of Object.entries(this.#called)) results[`${name} / ${inner}`] = each;
      this.#called = {};
    }
    return results;
  }

  #called: Readonly<Record<string, JobResult>> = {};

  async #job(job: Job, env: Values, context: Values, trigger: Trigger): Promise<JobResult> {
    if (job.uses !== undefined) {
      const inputs = evaluateAll(job.with ?? {}, context);
      const called = await this.run(path.basename(job.uses), { ...trigger, inputs });
      this.#called = called;
      const failed = Object.values(called).some(({ result }) => result === "failure");
      return { result: failed ? "failure" : "success", outputs: {}, log: "" };
    }
    const { include } = (job.strategy ? evaluate(job.strategy.matrix, context) : { include: [{}] }) as {
      include: readonly Values[];
    };
    const all: JobResult[] = [];
    for (const matrix of include) all.push(await this.#machine(job, env, { ...context, matrix }, trigger));
    return {
      result: all.some(({ result }) => result === "failure") ? "failure" : "success",
      outputs: all.at(-1)!.outputs,
      log: all.map(({ log }) => log).join(""),
    };
  }

  async #machine(job: Job, env: Values, context: Values, trigger: Trigger): Promise<JobResult> {
    this.#freshCheckout(trigger);
    const steps: Record<string, { outputs: Record<string, string> }> = {};
    const state = { failed: false, log: "" };
    const whole = { ...context, steps };
    for (const step of job.steps ?? []) await this.#step(step, env, whole, trigger, state);
    const outputs = Object.entries(evaluateAll(job.outputs ?? {}, whole)).map(([name, value]) => [name, text(value)]);
    return { result: state.failed ? "failure" : "success", outputs: Object.fromEntries(outputs), log: state.log };
  }

  #freshCheckout({ github }: Trigger): void {
    const { git } = this.#workspace;
    git("checkout", "--quiet", "--detach", github["sha"] as string);
    git("clean", "--quiet", "-d", "--force");
    const base = this.#workspace.path(".archipelago");
    for (const name of fs.existsSync(base) ? fs.readdirSync(base) : [])
      if (name !== "cloud" && name !== "state") fs.rmSync(path.join(base, name), { recursive: true });
  }

  async #step(
    step: Step,
    env: Values,
    context: Values & { readonly steps: Record<string, { outputs: Record<string, string> }> },
    trigger: Trigger,
    state: { failed: boolean; log: string },
  ): Promise<void> {
    if (!holds(step.if, context, state.failed)) return;
    const given = evaluateAll(step.with ?? {}, context);
    let outputs: Record<string, string> = {};
    if (step.run !== undefined) {
      const variables = { ...evaluateAll(env, context), ...evaluateAll(step.env ?? {}, context) };
      const { exitCode, printed, written } = await this.#shell(step.run, variables, trigger);
      state.log += printed;
      state.failed ||= exitCode !== 0;
      outputs = written;
    } else if (step.uses?.startsWith("./")) {
      outputs = await this.#composite(step.uses, given, context, trigger, state);
    } else {
      this.#action(step.uses!, given, trigger);
    }
    if (step.id !== undefined) context.steps[step.id] = { outputs: { ...outputs, ...overlap(this.#pretend, outputs) } };
  }

  async #composite(
    uses: string,
    given: Values,
    context: Values,
    trigger: Trigger,
    state: { failed: boolean; log: string },
  ) {
    const action = parse(this.#workspace.read(`${uses}/action.yml`)) as {
      readonly inputs: Readonly<Record<string, { readonly default: string }>>;
      readonly outputs: Readonly<Record<string, { readonly value: string }>>;
      readonly runs: { readonly steps: readonly Step[] };
    };
    const defaults = Object.fromEntries(Object.entries(action.inputs).map(([name, input]) => [name, input.default]));
    // The clone has its packages, and the provider comes from nowhere.
    const inputs = { ...defaults, ...given, install: "false", "provider-cache": "false" };
    const inner = { ...context, inputs, steps: {} };
    for (const step of action.runs.steps) await this.#step(step, {}, inner, trigger, state);
    return Object.fromEntries(
      Object.entries(action.outputs).map(([name, { value }]) => [name, text(evaluate(value, inner))]),
    );
  }

  async #shell(script: string, variables: Values, { github, runId }: Trigger) {
    const file = (name: string): string => path.join(this.#temporary, name);
    fs.writeFileSync(file("output"), "");
    fs.writeFileSync(file("script"), script);
    const { exitCode, stdout, stderr } = await this.#workspace.run(
      ["bash", "--noprofile", "--norc", "-eo", "pipefail", file("script")],
      {
        env: {
          ...this.#environment,
          ...Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, text(value)])),
          GITHUB_OUTPUT: file("output"),
          GITHUB_STEP_SUMMARY: file("summary"),
          GITHUB_REPOSITORY: github["repository"] as string,
          GITHUB_SHA: github["sha"] as string,
          GITHUB_REF: github["ref"] as string,
          GITHUB_RUN_ID: String(runId),
          GITHUB_SERVER_URL: "https://github.com",
        },
      },
    );
    const lines = fs.readFileSync(file("output"), "utf8").split("\n").filter(Boolean);
    const written = lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]);
    return { exitCode, printed: stdout + stderr, written: Object.fromEntries(written) as Record<string, string> };
  }

  /** What was written to the summaries of all runs so far. */
  summary(): string {
    return fs.readFileSync(path.join(this.#temporary, "summary"), "utf8");
  }

  #action(uses: string, given: Values, { runId }: Trigger): void {
    const option = (name: string): string => text(given[name]);
    const store = path.join(this.artifacts, String(runId));
    if (uses.startsWith("actions/upload-artifact@")) {
      const patterns = option("path").trim().split(/\s+/);
      const base = commonDirectory(patterns);
      for (const file of patterns.flatMap((pattern) => expand(this.#workspace.root, pattern)))
        fs.cpSync(this.#workspace.path(file), path.join(store, option("name"), path.relative(base, file)));
    } else if (uses.startsWith("actions/download-artifact@")) {
      const into = this.#workspace.path(option("path"));
      if (given["name"] !== undefined) fs.cpSync(path.join(store, option("name")), into, { recursive: true });
      else {
        for (const name of fs.existsSync(store) ? fs.readdirSync(store) : []) {
          if (!name.startsWith(option("pattern").replace("*", ""))) continue;
          const target = option("merge-multiple") === "true" ? into : path.join(into, name);
          fs.cpSync(path.join(store, name), target, { recursive: true });
        }
      }
    } else if (uses.startsWith("actions/checkout@")) {
      if (given["ref"] !== undefined) this.#workspace.git("checkout", "--quiet", "--detach", option("ref"));
    } else if (!/^(actions\/(setup-node|cache)|hashicorp\/setup-terraform)@/.test(uses)) {
      throw new Error(`what does ${uses} do?`);
    }
  }
}

/** `gh run download <run> --repo <repository> --pattern <pattern> --dir <directory>`: a directory for each artifact. */
const fakeGh = `#!/usr/bin/env bash
set -euo pipefail
[ "$1 $2 $4 $6 $8" = "run download --repo --pattern --dir" ] && [ -n "$GH_TOKEN" ]
mkdir -p "$9"
cp -r "$ARTIFACTS/$3"/$7 "$9/"
`;

/** The value of `${{ expression }}`, or text with such expressions in it. */
function evaluate(template: unknown, context: Values): unknown {
  if (typeof template !== "string") return template;
  const whole = /^\$\{\{((?:(?!\}\}).)*)\}\}$/.exec(template.trim());
  if (whole) return expression(whole[1]!, context);
  return template.replaceAll(/\$\{\{(.*?)\}\}/g, (_, inner: string) => text(expression(inner, context)));
}

function evaluateAll(templates: Values, context: Values): Record<string, unknown> {
  return Object.fromEntries(Object.entries(templates).map(([name, template]) => [name, evaluate(template, context)]));
}

/** GitHub's expressions are JavaScript's, but for hyphens in names and for paths that lead nowhere. */
function expression(source: string, context: Values, failed = false): unknown {
  const script = source.replaceAll(/'[^']*'|[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)+/g, (found) =>
    found.startsWith("'") ? found : `get(${JSON.stringify(found)})`,
  );
  const get = (dotted: string): unknown =>
    dotted.split(".").reduce<unknown>((value, key) => (value as Values | null | undefined)?.[key], context);
  return vm.runInNewContext(script, {
    get,
    fromJSON: (json: string) => JSON.parse(json) as unknown,
    toJSON: (value: unknown) => JSON.stringify(value, null, 2),
    hashFiles: () => "hash",
    success: () => !failed,
    cancelled: () => false,
  });
}

function holds(condition: string | undefined, context: Values, failed: boolean): boolean {
  if (condition === undefined) return !failed;
  const inner = /^\$\{\{(.*)\}\}$/.exec(condition.trim())?.[1] ?? condition;
  if (failed && !/\b(success|cancelled)\(\)/.test(inner)) return false;
  return Boolean(expression(inner, context, failed));
}

function text(value: unknown): string {
  return value === undefined || value === null ? "" : String(value);
}

function overlap(values: Readonly<Record<string, string>>, keys: Values): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => key in keys));
}

/** Where the paths inside an artifact begin: the folder that all patterns share, before any `*`. */
function commonDirectory(patterns: readonly string[]): string {
  const folders = patterns.map((pattern) => path.dirname(pattern.replace(/\*.*$/, "x")).split("/"));
  const [first = []] = folders;
  const end = first.findIndex((part, at) => folders.some((folder) => folder[at] !== part));
  return (end === -1 ? first : first.slice(0, end)).join("/");
}

/** Files that match a pattern in which `*` stands for part of a name. */
function expand(root: string, pattern: string): string[] {
  return pattern.split("/").reduce<string[]>(
    (found, part) => {
      const name = new RegExp(`^${part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`);
      return found.flatMap((folder) => {
        const directory = path.join(root, folder);
        if (!fs.existsSync(directory) || !fs.statSync(directory).isDirectory()) return [];
        const names = fs.readdirSync(directory).filter((each) => name.test(each));
        return names.map((each) => path.join(folder, each));
      });
    },
    ["."],
  );
}
