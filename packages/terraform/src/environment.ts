/** Where Terraform's API calls go. */
export type Cloud = "offline" | "aws";

/** A complete environment of a process. */
export type Environment = Readonly<Record<string, string>>;

/** Options of {@link cleanEnvironment}. */
export interface EnvironmentOptions {
  readonly cloud: Cloud;
  /** Set last: credentials of the account and verb, `TF_REATTACH_PROVIDERS`, `TF_CLI_CONFIG_FILE` for a mirror. */
  readonly add?: Readonly<Record<string, string | undefined>>;
}

// Each of these changes what is planned, where, or by which code, without a trace in the repository. TF_* is dropped
// as a whole, so that a variable a later Terraform invents does not pass unseen.
const DROPPED: readonly RegExp[] = [/^TF_/, /^TERRAFORM_CONFIG$/, /^TOFU_/, /^(GOGC|GOMAXPROCS|GOMEMLIMIT|GODEBUG)$/];

const OFFLINE_DROPPED: readonly RegExp[] = [/^AWS_/];

// Needed to reach the registry, or about encryption of the state (OpenTofu): they do not change a plan.
const AWS_KEPT: readonly RegExp[] = [
  /^TF_PLUGIN_CACHE_DIR$/,
  /^TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE$/,
  /^TF_TOKEN_/,
  /^TF_REGISTRY_(DISCOVERY_RETRY|CLIENT_TIMEOUT)$/,
  /^TF_ENCRYPTION$/,
  /^TF_APPEND_USER_AGENT$/,
];

const SET: Environment = {
  TF_IN_AUTOMATION: "1",
  TF_INPUT: "0",
  CHECKPOINT_DISABLE: "1",
  // The user's own CLI configuration may replace providers (dev_overrides). This is an empty file.
  TF_CLI_CONFIG_FILE: process.platform === "win32" ? "NUL" : "/dev/null",
};

// A plan lives for a tenth of a second: collecting garbage half as often costs no more CPU than never, and a third less
// memory (97 against 163 MiB). Measured with the offline provider only, so set there only: a provider that Terraform
// starts inherits it, and hashicorp/aws needs far more memory.
const OFFLINE_GO: Environment = { GOGC: "200" };

/**
 * The environment Terraform runs in: what the user has set for other uses of Terraform is dropped, so that a plan
 * depends on the repository only. Keeps everything else (PATH, HOME, proxies, TMPDIR, locale); offline drops `AWS_*`.
 */
export function cleanEnvironment(
  base: Readonly<Record<string, string | undefined>>,
  { cloud, add = {} }: EnvironmentOptions,
): Environment {
  const matches = (patterns: readonly RegExp[], name: string): boolean => patterns.some((one) => one.test(name));
  const kept = Object.entries(base).filter(([name]) =>
    cloud === "offline"
      ? !matches(DROPPED, name) && !matches(OFFLINE_DROPPED, name)
      : !matches(DROPPED, name) || matches(AWS_KEPT, name),
  );
  const all = [...kept, ...Object.entries(SET), ...Object.entries(cloud === "offline" ? OFFLINE_GO : {})];
  const defined = [...all, ...Object.entries(add)].filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(defined);
}

/**
 * Addition for commands that share the machine with others: one thread each costs less CPU in all than Go's default
 * of one a core, which is faster for a command that runs alone.
 */
export const SHARED_MACHINE: Environment = { GOMAXPROCS: "1" };
