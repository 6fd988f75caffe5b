import { isOptOut, UserError, type OptOut } from "@archipelago/account-stack";
import { hasStatements, type Guardrail } from "./guardrail.ts";

export interface Selection {
  /** Names of guardrails that are attached to the sandbox unit only. */
  readonly trial: readonly string[];
  /** Guardrails to go without, by name. */
  readonly without: Readonly<Record<string, OptOut>>;
  readonly sandboxUnit: string;
  /** Units and accounts there are. */
  readonly targets: readonly string[];
}

/**
 * The guardrails that are attached, and to what.
 *
 * @throws UserError when a name is unknown or there twice, a reason is missing, or a target does not exist
 */
export function selectGuardrails(all: readonly Guardrail[], selection: Selection): Guardrail[] {
  const { trial, without, sandboxUnit, targets } = selection;
  const names = all.map(({ rule }) => rule);
  const unknown = [...trial, ...Object.keys(without)].find((rule) => !names.includes(rule));
  if (unknown !== undefined) {
    throw new UserError(`there is no guardrail ${unknown}`, {
      where: "guardrails",
      allowed: [...names].sort().join(", "),
    });
  }
  refuseRepeated("guardrail", names);
  refuseRepeated(
    "Sid",
    all.filter(hasStatements).flatMap(({ statements }) => statements.map(({ sid }) => sid)),
  );
  return all
    .filter(({ rule }) => !isOptOut(without[rule], `the guardrail ${rule}`))
    .map((guardrail) => (trial.includes(guardrail.rule) ? { ...guardrail, targets: [sandboxUnit] } : guardrail))
    .map((guardrail) => withKnownTargets(guardrail, targets));
}

function withKnownTargets(guardrail: Guardrail, targets: readonly string[]): Guardrail {
  const missing = guardrail.targets.find((target) => !targets.includes(target));
  if (missing === undefined) return guardrail;
  throw new UserError(`the guardrail ${guardrail.rule} is for "${missing}", which is neither a unit nor an account`, {
    where: "guardrails",
    allowed: targets.join(", "),
    next: "name the unit as in organization.json (sandboxUnit, suspendedUnit), or leave the guardrail out with a reason",
  });
}

function refuseRepeated(what: string, names: readonly string[]): void {
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated === undefined) return;
  throw new UserError(`the ${what} ${repeated} is there twice`, { where: "guardrails", next: "rename one of them" });
}
