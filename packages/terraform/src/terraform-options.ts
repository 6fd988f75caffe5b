import type { Diagnostic } from "./diagnostics.ts";
import type { Environment } from "./environment.ts";
import type { Interruption } from "./interruption.ts";
import type { Json } from "./json.ts";
import type { TerraformVerb } from "./timeouts.ts";

/** One work directory, with the environment (so the credentials) of one verb. */
export interface TerraformOptions {
  /** A prepared work directory. */
  readonly directory: string;
  /** The whole environment: see `cleanEnvironment`. */
  readonly environment: Environment;
  /** What messages call it. @default the directory's name */
  readonly name?: string;
  /** Name or path of Terraform or OpenTofu. @default "terraform" */
  readonly terraformBinary?: string;
  readonly interruption?: Interruption;
  /** Limits of commands, in milliseconds: SIGINT, grace, SIGINT, grace, SIGKILL. @default {@link TIMEOUT_MINUTES} */
  readonly timeoutsMs?: Partial<Readonly<Record<TerraformVerb, number>>>;
  /** Resources that Terraform works on at a time. @default Terraform's own, 10 */
  readonly parallelism?: number;
  /** How long a command waits for somebody else's lock, unless it is told otherwise. @default 30 */
  readonly lockTimeoutSeconds?: number;
  /** @default 30 000 ms */
  readonly graceMs?: number;
  /** Where the output of every command is kept. @default "logs" in the work directory */
  readonly logDirectory?: string;
}

/** Options of commands that use the state. */
export interface StateOptions {
  /** How long to wait for somebody else's lock. @default that of the work directory's options */
  readonly lockTimeoutSeconds?: number;
  /** Further arguments, for example `-replace=ADDRESS`. @default none */
  readonly args?: readonly string[];
}

export interface InitOptions {
  /** Also when nothing that init reads has changed. @default false */
  readonly force?: boolean;
  /** Further arguments, for example `-backend-config=...`. @default none */
  readonly args?: readonly string[];
}

export interface PlanOptions extends StateOptions {
  /** Plan file, replaced. Holds secrets: mode 0600. */
  readonly out: string;
  /** @default "normal" */
  readonly mode?: "normal" | "destroy" | "refresh-only";
  /** Whether to take the lock of the state; a role that may only read cannot. @default true */
  readonly lock?: boolean;
}

/** What every command returns. */
export interface CommandResult {
  readonly durationMs: number;
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
  /** Where the output was kept. */
  readonly stdoutFile: string;
  readonly stderrFile: string;
}

export interface PlanResult extends CommandResult {
  /** Exit code 2: something changes, be it a resource, an output, an import or a move; refresh-only: it drifted. */
  readonly hasChanges: boolean;
}

export interface OutputValue {
  readonly value: Json;
  readonly sensitive: boolean;
}

/** A state, as far as one wants to know it. */
export interface State {
  readonly lineage: string;
  readonly serial: number;
  /** Number of resources, data sources excluded. */
  readonly resources: number;
}
