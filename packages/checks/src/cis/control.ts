import { resourcesOf, type Resource, type SynthesizedAccount, type SynthesizedOrganization } from "../synthesized.ts";

/**
 * - `account`: every account has to prove it;
 * - `organisation`: one place proves it for all;
 * - `application`: every resource of a kind has to be right, whoever made it;
 * - `manual`: no configuration can prove it.
 */
export type Scope = "account" | "organisation" | "application" | "manual";

/** Why a control is not met, or what the evidence does not say by itself. */
export interface Reason {
  /** What it is about, if it is one resource. */
  readonly resource?: Resource;
  /** What it is about, if it is all of one account. */
  readonly account?: string;
  readonly text: string;
}

export interface Verdict {
  readonly status: "met" | "unmet" | "manual" | "off";
  readonly reasons: readonly Reason[];
  /** The resources that prove it. */
  readonly evidence: readonly Resource[];
}

/** One recommendation of the benchmark. */
export interface Control {
  readonly id: string;
  /** In our own words. */
  readonly title: string;
  readonly scope: Scope;
  readonly judge: (organisation: SynthesizedOrganization) => Verdict;
}

/** What one judgement comes to: the resources that prove it, or what is missing. */
export type Proof = readonly Resource[] | string;

export const met = (evidence: readonly Resource[], reason = ""): Verdict => ({
  status: "met",
  reasons: reason === "" ? [] : [{ text: reason }],
  evidence,
});

export const unmet = (reasons: string | readonly Reason[], evidence: readonly Resource[] = []): Verdict => ({
  status: "unmet",
  reasons: typeof reasons === "string" ? [{ text: reasons }] : reasons,
  evidence,
});

export const off = (reasons: string | readonly Reason[]): Verdict => ({ ...unmet(reasons), status: "off" });

/** No configuration can prove it: a person has to look. */
export const manual = (reason: string) => (): Verdict => ({ ...unmet(reason), status: "manual" });

/** Met only when every account proves it. */
export function everyAccount(
  prove: (stack: SynthesizedAccount, organisation: SynthesizedOrganization) => Proof,
): Control["judge"] {
  return (organisation) => {
    const evidence: Resource[] = [];
    const missing: Reason[] = [];
    for (const stack of organisation.stacks) {
      const proof = prove(stack, organisation);
      if (typeof proof === "string") missing.push({ account: stack.account.name, text: proof });
      else evidence.push(...proof);
    }
    return missing.length > 0 ? unmet(missing, evidence) : conclude(evidence);
  };
}

/** Met when one place proves it for everybody. */
export function organisation(prove: (organisation: SynthesizedOrganization) => Proof, reason = ""): Control["judge"] {
  return (all) => {
    const proof = prove(all);
    return typeof proof === "string" ? unmet(proof) : conclude(proof, reason);
  };
}

/**
 * Met when every resource of the types is right; off while there is none, because nothing proves it then.
 *
 * @param wrong what is wrong with a resource, undefined when it is right
 */
export function everyResource(
  types: readonly string[],
  wrong: (resource: Resource, stack: SynthesizedAccount, organisation: SynthesizedOrganization) => string | undefined,
): Control["judge"] {
  return (all) => {
    const right: Resource[] = [];
    const problems: Reason[] = [];
    for (const stack of all.stacks) {
      for (const resource of resourcesOf(stack, ...types)) {
        const problem = wrong(resource, stack, all);
        if (problem === undefined) right.push(resource);
        else problems.push({ resource, text: problem });
      }
    }
    if (problems.length > 0) return unmet(problems, right);
    return right.length > 0 ? met(right) : off(`no account has any ${types.join(", ")}`);
  };
}

/** In every governed region, a resource of the type that passes; or the regions without one. */
export function inEveryRegion(
  stack: SynthesizedAccount,
  { organization }: SynthesizedOrganization,
  type: string,
  right: (properties: Resource["properties"]) => boolean,
): Proof {
  const found = resourcesOf(stack, type).filter(({ properties }) => right(properties));
  const without = organization.regions.filter((region) => !found.some((resource) => resource.region === region));
  return without.length === 0 ? found : `no ${type} as it has to be in ${without.join(", ")}`;
}

/** Met, but never without a resource that says so. */
function conclude(evidence: readonly Resource[], reason = ""): Verdict {
  return evidence.length > 0 ? met(evidence, reason) : unmet("no resource proves it");
}
