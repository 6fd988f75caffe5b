import type { AccountFacts } from "@archipelago/account-stack/light";
import type { TargetConfiguration } from "@nx/devkit";

/** The verbs every account has. */
export const verbs = ["synth", "check", "plan", "apply", "drift", "destroy"] as const;
export type Verb = (typeof verbs)[number];

/** npm packages whose version can change a synthesised byte; any other bump selects no account. */
const externalDependencies = ["cdktf", "@cdktf/provider-aws", "constructs", "sucrase"];

/** The template is no account. */
const everyAccount = ["{workspaceRoot}/accounts/*/account.json", "!{workspaceRoot}/accounts/_*/**"];

/**
 * The targets of one account. Inputs are exact, because `nx affected` selects accounts by them: the account's folder,
 * what its TypeScript imports (`^source`), its own environment, the organisation's file and the machinery.
 */
export function accountTargets(account: AccountFacts): Record<Verb, TargetConfiguration> {
  const { name, environment, dependsOn, dependents, peers, readsEveryAccount, error } = account;
  const inputs: TargetConfiguration["inputs"] = [
    "account",
    "machinery",
    "^source",
    // Without a readable environment every environment counts: too many accounts is safe, too few is not.
    environment === undefined
      ? "{workspaceRoot}/environments/*.json"
      : `{workspaceRoot}/environments/${environment}.json`,
    ...(readsEveryAccount ? everyAccount : peers.map((peer) => `{workspaceRoot}/accounts/${peer}/account.json`)),
    { externalDependencies },
  ];
  const target = (verb: Verb, description: string, more: Partial<TargetConfiguration> = {}): TargetConfiguration => ({
    executor: `@archipelago/nx-plugin:${verb}`,
    inputs,
    cache: false,
    options: error === undefined ? {} : { error },
    metadata: { description, technologies: ["terraform"] },
    ...more,
  });
  const first = (projects: readonly string[], verb: Verb): Partial<TargetConfiguration> =>
    projects.length === 0 ? {} : { dependsOn: [{ projects: [...projects], target: verb }] };
  return {
    // A folder as output would be deleted on a cache hit, with .terraform in it: the one file only.
    synth: target("synth", "Synthesise to Terraform JSON", {
      cache: true,
      outputs: [`{workspaceRoot}/.archipelago/work/${name}/cdk.tf.json`],
    }),
    check: target("check", "Check configuration, types and rules", {
      // The management account's looks at states and at the day: exceptions of guardrails end on one.
      cache: !readsEveryAccount,
      inputs: [
        ...inputs,
        ...everyAccount,
        "{workspaceRoot}/.github/CODEOWNERS",
        "{workspaceRoot}/environments/*.json",
        "{workspaceRoot}/tsconfig*.json",
        "{workspaceRoot}/packages/checks/src/**/*.ts",
        { externalDependencies: ["@typescript/native"] },
      ],
    }),
    plan: target("plan", "Plan with Terraform"),
    apply: target("apply", "Plan, then apply", first(dependsOn, "apply")),
    drift: target("drift", "Compare the state with what exists"),
    destroy: target("destroy", "Destroy what the state holds", first(dependents, "destroy")),
  };
}
