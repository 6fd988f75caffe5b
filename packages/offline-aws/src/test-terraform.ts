import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** What a Terraform command gave. */
export interface Ran {
  readonly code: number;
  /** Standard output and error, without colour. */
  readonly output: string;
}

/** A temporary folder with a configuration in it. */
export interface Workspace {
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
  /** Replaces the configuration: resources and data by type and name, and whatever else is given. */
  write(configuration: object): void;
  run(...args: string[]): Promise<Ran>;
  /** `terraform plan`, saved and shown as JSON. */
  plan(...args: string[]): Promise<{ code: number; output: string; json: PlanJson }>;
  apply(): Promise<Ran>;
  /** Attributes of a resource in the state. */
  state(address: string): Promise<Record<string, unknown>>;
  remove(): void;
}

/** The part of `terraform show -json <plan>` that the tests look at. */
export interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly before: Record<string, unknown> | null;
      readonly after: Record<string, unknown> | null;
      readonly after_unknown: Record<string, unknown>;
      readonly replace_paths?: readonly (readonly (string | number)[])[];
    };
  }[];
  readonly resource_drift?: readonly { readonly address: string }[];
}

/** Provider requirements of every test configuration. */
export const required = { required_providers: { aws: { source: "hashicorp/aws" } } };

/** A workspace whose Terraform talks to the provider that `reattach` names. */
export function terraformIn(reattach: string): Workspace {
  const directory = mkdtempSync(path.join(os.tmpdir(), "offline-aws-test-"));
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: directory,
    TF_CLI_CONFIG_FILE: path.join(directory, "no-such.tfrc"),
    TF_REATTACH_PROVIDERS: reattach,
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
  };
  writeFileSync(env.TF_CLI_CONFIG_FILE, "");
  let initialised = false;
  const terraform = (args: readonly string[]): Promise<Ran> =>
    new Promise((resolve) => {
      execFile("terraform", args, { cwd: directory, env, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
        const code = error ? (typeof error.code === "number" ? error.code : -1) : 0;
        resolve({ code, output: stdout + stderr });
      });
    });
  const run = async (...args: string[]): Promise<Ran> => {
    if (!initialised) {
      const ran = await terraform(["init", "-no-color", "-input=false"]);
      if (ran.code !== 0) throw new Error(ran.output);
      initialised = true;
    }
    return terraform([
      ...args,
      ...(["plan", "apply", "destroy"].includes(args[0] ?? "") ? ["-no-color", "-input=false"] : []),
    ]);
  };
  return {
    directory,
    env,
    write(configuration) {
      const whole = { terraform: required, provider: { aws: [{ region: "eu-west-1" }] }, ...configuration };
      writeFileSync(path.join(directory, "main.tf.json"), JSON.stringify(whole, null, 2));
    },
    run,
    async plan(...args) {
      const planned = await run("plan", "-detailed-exitcode", "-out=plan.tfplan", ...args);
      const shown = planned.code === 1 ? undefined : await run("show", "-json", "plan.tfplan");
      return { ...planned, json: JSON.parse(shown?.output ?? "{}") as PlanJson };
    },
    apply: () => run("apply", "-auto-approve"),
    async state(address) {
      const { output } = await run("show", "-json");
      const state = JSON.parse(output) as {
        values?: { root_module: { resources: { address: string; values: Record<string, unknown> }[] } };
      };
      const found = state.values?.root_module.resources.find((each) => each.address === address);
      if (!found) throw new Error(`${address} is not in the state`);
      return found.values;
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
