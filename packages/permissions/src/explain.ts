import type { GuardrailException, GuardrailRecord } from "@archipelago/account-stack";
import { applies, decide, speaksOfAction, type Deciding, type Layer, type Policies, type Request } from "./decide.ts";
import { holds } from "./condition.ts";
import { parsePolicy, type Policy, type Statement } from "./policy.ts";
import type { OrganizationPolicies } from "./organization-policies.ts";
import { ask, type Asked, type Question } from "./question.ts";

/** A statement that decides, and the guardrail it belongs to. */
export interface Reason {
  readonly layer: Layer;
  /** Where in the organisation's tree: `Root`, a unit's path, an account's name. */
  readonly level?: string;
  /** Account and address of the resource that carries the policy, or the policy's name when it is AWS's. */
  readonly policy: string;
  readonly sid: string;
  readonly effect: "Allow" | "Deny";
  /** Name of the guardrail. */
  readonly rule?: string;
  /** Why the guardrail exists. */
  readonly reason?: string;
}

/** A statement that would hold for another resource, or under conditions nobody spoke of. */
export interface Possible extends Reason {
  /** Patterns of resources; absent: it holds for the one asked about. */
  readonly resources?: readonly string[];
  /** Conditions on keys without a value here, as text. */
  readonly when: readonly string[];
}

export interface Explanation {
  readonly action: string;
  readonly account: string;
  readonly region: string;
  /** Name of the role, `any role` when nobody said which. */
  readonly role: string;
  readonly resource: string;
  /**
   * `depends`: nothing denies it as it is asked, but it is granted for some resources or under some conditions only
   * (`possible`), or policies that are not in the repository have a say (`unknown`).
   */
  readonly verdict: "allowed" | "denied" | "depends";
  /**
   * The statements that deny it, or that grant it; empty when it is denied because nothing allows it, or allowed to a role
   * that nobody named.
   */
  readonly by: readonly Reason[];
  /** What does not allow it, when nothing denies it either. */
  readonly missing?: { readonly layer: Layer; readonly level?: string };
  /** Exceptions because of which a guardrail does not deny it. */
  readonly exceptions: readonly GuardrailException[];
  /** How to ask for an exception, when guardrails alone deny it. */
  readonly ask?: { readonly file: string; readonly lines: readonly string[] };
  /** Denials, and grants of what is missing, for other resources or under conditions, when it is not denied as it is. */
  readonly possible: readonly Possible[];
  /** Policies whose text is not in the repository. */
  readonly unknown: readonly string[];
  /** What a reader should know of the answer. */
  readonly notes: readonly string[];
}

/**
 * Says whether an action may be called, which guardrail or permission decides, and how to ask for an exception.
 *
 * @throws UserError when the question is not one
 */
export function explain(organization: OrganizationPolicies, question: Question): Explanation {
  const asked = ask(organization, question);
  const request: Request = {
    principal: { arn: asked.role.arn, accountId: asked.caller.id },
    action: asked.action,
    resource: asked.resource,
    resourceAccountId: asked.owner.id,
    context: asked.context,
  };
  const policies = policiesFor(asked);
  const decision = decide(request, policies);
  const reasons = (by: readonly Deciding[]): Reason[] => by.map((each) => reasonOf(organization, each));
  // A denial is final, whatever else there is.
  const unknown = decision.verdict === "deny" ? [] : [...asked.role.unknown, ...unknownResourcePolicy(asked)];
  const possible =
    decision.verdict === "deny" ? [] : possibilities(organization, request, policies, decision.missing?.layer);
  // Policies that are not known could grant what is missing; levels of the tree are all known.
  const open =
    decision.verdict === "allow"
      ? unknown.length > 0
      : decision.verdict === "implicit" &&
        decision.missing?.level === undefined &&
        (unknown.length > 0 || possible.some(({ effect }) => effect === "Allow"));
  const verdict = open ? "depends" : decision.verdict === "allow" ? "allowed" : "denied";
  const by = decision.verdict === "allow" && asked.anyRole ? [] : reasons(decision.by);
  return {
    action: asked.action,
    account: asked.caller.name,
    region: asked.region,
    role: asked.role.name,
    resource: asked.resource,
    verdict,
    by,
    ...(decision.missing === undefined ? {} : { missing: decision.missing }),
    exceptions: verdict === "denied" ? [] : exceptionsFor(organization, asked, request, policies),
    ...exceptionRequest(organization, asked, by, decision.verdict),
    possible,
    unknown,
    notes: notesOn(organization, asked),
  };
}

function policiesFor({ caller, owner, role, guarded, action }: Asked): Policies {
  return {
    serviceControl: caller.serviceControl,
    resourceControl: owner.resourceControl,
    boundary: role.boundary,
    identity: role.identity,
    resource: guarded?.policy ?? (hasOwnPolicy(action) ? leavesItTo(caller.id) : undefined),
  };
}

/** Keys and roles have a policy always; in place of one that is not known, that which leaves it to the account. */
function leavesItTo(accountId: string): Policy {
  return parsePolicy("a policy that leaves it to the account", {
    Statement: [{ Effect: "Allow", Principal: { AWS: accountId }, Action: "*" }],
  });
}

const hasOwnPolicy = (action: string): boolean => /^(kms:|sts:AssumeRole)/.test(action);

function unknownResourcePolicy({ guarded, action, resource }: Asked): string[] {
  return guarded === undefined && hasOwnPolicy(action) && resource !== "*" ? [`the policy of ${resource}`] : [];
}

function reasonOf({ guardrails }: OrganizationPolicies, { layer, level, policy, statement }: Deciding): Reason {
  const guardrail = guardrailOf(guardrails, layer, statement);
  return {
    layer,
    ...(level === undefined ? {} : { level }),
    policy,
    sid: statement.sid,
    effect: statement.effect,
    ...(guardrail === undefined ? {} : { rule: guardrail.rule, reason: guardrail.reason }),
  };
}

function guardrailOf(
  guardrails: readonly GuardrailRecord[],
  layer: Layer,
  { sid }: Statement,
): GuardrailRecord | undefined {
  const type = {
    "service control policy": "SERVICE_CONTROL_POLICY",
    "resource control policy": "RESOURCE_CONTROL_POLICY",
  };
  const wanted = (type as Partial<Record<Layer, string>>)[layer];
  return guardrails.find((guardrail) => guardrail.type === wanted && guardrail.sids.includes(sid));
}

/** The lines to add, when guardrails are all that denies it. */
function exceptionRequest(
  { management, guardrails }: OrganizationPolicies,
  { caller, owner }: Asked,
  by: readonly Reason[],
  verdict: string,
): Pick<Explanation, "ask"> {
  const rules = new Set(by.map(({ rule }) => rule));
  if (verdict !== "deny" || rules.has(undefined)) return {};
  const lines = guardrails
    .filter(({ rule }) => rules.has(rule))
    .map(({ rule, type }) => {
      const account = type === "RESOURCE_CONTROL_POLICY" ? owner.name : caller.name;
      return `{ rule: "${rule}", account: "${account}", reason: "<why>", expires: "<last day, YYYY-MM-DD>" },`;
    });
  return { ask: { file: `accounts/${management}/guardrails.ts`, lines } };
}

/** Exceptions without which the call would be denied: the same call, were it another account's, is. */
function exceptionsFor(
  { guardrails }: OrganizationPolicies,
  { caller, owner }: Asked,
  request: Request,
  policies: Policies,
): GuardrailException[] {
  const context = new Map(request.context);
  for (const key of ["aws:principalaccount", "aws:resourceaccount"]) context.set(key, ["000000000000"]);
  return controlStatements(policies)
    .filter(({ statement }) => statement.effect === "Deny" && applies(statement, { ...request, context }))
    .flatMap(({ layer, statement }) => guardrailOf(guardrails, layer, statement)?.exceptions ?? [])
    .filter(({ account }) => account === caller.name || account === owner.name);
}

/** Statements of service and resource control policies, with their place. */
function controlStatements({ serviceControl, resourceControl }: Policies): Deciding[] {
  const of = (layer: Layer, levels: Policies["serviceControl"]): Deciding[] =>
    levels.flatMap(({ name, policies }) =>
      policies.flatMap(({ address, statements }) =>
        statements.map((statement) => ({ layer, level: name, policy: address, statement })),
      ),
    );
  return [...of("service control policy", serviceControl), ...of("resource control policy", resourceControl)];
}

/**
 * Statements that speak of the action, but of other resources than the one asked about, or of condition keys that have no
 * value here: denials, and grants in the layer that does not allow it.
 */
function possibilities(
  organization: OrganizationPolicies,
  request: Request,
  policies: Policies,
  missing: Layer | undefined,
): Possible[] {
  const { boundary, identity, resource } = policies;
  const own = (layer: Layer, all: readonly (Policy | undefined)[]): Deciding[] =>
    all.flatMap((policy) =>
      (policy?.statements ?? []).map((statement) => ({ layer, policy: policy!.address, statement })),
    );
  const all = [
    ...controlStatements(policies),
    ...own("permission boundary", [boundary]),
    ...own("identity policy", identity),
    ...own("resource policy", [resource]),
  ];
  return all.flatMap((deciding): Possible[] => {
    const { statement, layer } = deciding;
    if (statement.effect === "Allow" && layer !== missing) return [];
    if (!speaksOfAction(statement, request.action) || applies(statement, request)) return [];
    // What fails only because nobody said what the key is.
    const when = statement.conditions.filter(
      (condition) => !request.context.has(condition.key.toLowerCase()) && !holds(condition, request.context),
    );
    const rest = { ...statement, conditions: statement.conditions.filter((condition) => !when.includes(condition)) };
    const here = applies(rest, request);
    // Without a resource in the question every resource the statement names is a possibility.
    if (!here && !(request.resource === "*" && applies({ ...rest, resources: [], exceptResources: false }, request))) {
      return [];
    }
    return [
      {
        ...reasonOf(organization, deciding),
        ...(here
          ? {}
          : { resources: statement.resources.map((each) => (statement.exceptResources ? `not ${each}` : each)) }),
        when: when.map(({ operator, key, values }) => `${operator} ${key} ${values.join(", ")}`),
      },
    ];
  });
}

function notesOn(
  { management }: OrganizationPolicies,
  { caller, owner, role, anyRole, resource, guarded }: Asked,
): string[] {
  const ownerless = resource !== "*" && guarded === undefined && !/^([^:]*:){4}\d{12}:/.test(resource);
  return [
    ...(caller.name === management ? ["Service control policies do not reach the management account."] : []),
    ...(anyRole ? [`Guardrails alone are looked at: what ${role.name} may do is up to its own policies.`] : []),
    ...(ownerless ? [`No stack gives ${resource} a policy: it is taken for one of ${caller.name}.`] : []),
    ...(owner.name === caller.name ? [] : [`The resource belongs to ${owner.name}.`]),
  ];
}
