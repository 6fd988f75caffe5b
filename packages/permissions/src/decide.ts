import { holds } from "./condition.ts";
import { matches, matchesArn, type Context } from "./pattern.ts";
import type { Policy, Statement } from "./policy.ts";

/** Who asks. */
export interface Principal {
  /** ARN of a role, of a user, or of an account's root. */
  readonly arn: string;
  readonly accountId: string;
  /** True: AWS lets neither service nor resource control policies reach it. */
  readonly serviceLinked?: boolean;
}

/** A call of an AWS API. */
export interface Request {
  readonly principal: Principal;
  /** `s3:GetObject` */
  readonly action: string;
  /** ARN, or `*` for actions without a resource. */
  readonly resource: string;
  /** Account that owns the resource. */
  readonly resourceAccountId: string;
  readonly context: Context;
}

/** Policies attached at one place of the organisation's tree: at the root, a unit or an account. */
export interface Level {
  readonly name: string;
  readonly policies: readonly Policy[];
}

/** Every policy that has a say. */
export interface Policies {
  /** From the root down to the principal's account; empty: none apply. Each level must allow. */
  readonly serviceControl: readonly Level[];
  /** From the root down to the resource's account; empty: none apply. Each level must allow. */
  readonly resourceControl: readonly Level[];
  /** Undefined: the principal has none. */
  readonly boundary?: Policy | undefined;
  readonly identity: readonly Policy[];
  /** Policy of the resource: a bucket's, a key's, a role's trust policy. */
  readonly resource?: Policy | undefined;
}

/** Kinds of policy, in the words of AWS's documentation. */
export type Layer =
  "service control policy" | "resource control policy" | "permission boundary" | "identity policy" | "resource policy";

/** A statement that decided. */
export interface Deciding {
  readonly layer: Layer;
  /** Where in the organisation's tree, for service and resource control policies. */
  readonly level?: string;
  readonly policy: string;
  readonly statement: Statement;
}

export interface Decision {
  /** `implicit`: nothing denies it, but something that has to allow it does not. */
  readonly verdict: "allow" | "deny" | "implicit";
  /** The statements that deny it, or that grant it. */
  readonly by: readonly Deciding[];
  /** Of an implicit denial: what does not allow it. */
  readonly missing?: { readonly layer: Layer; readonly level?: string };
}

/**
 * What AWS decides about a call: a denial anywhere is final; then every level of service and resource control policies
 * must allow it, the boundary, and last the principal's own policies or the resource's.
 *
 * Session policies and VPC endpoint policies are not part of it.
 *
 * Source: IAM User Guide, "Policy evaluation logic" and "Cross-account policy evaluation logic".
 */
export function decide(request: Request, policies: Policies): Decision {
  const { principal, resourceAccountId } = request;
  const controlled = principal.serviceLinked !== true;
  const serviceControl = controlled ? policies.serviceControl : [];
  const resourceControl = controlled ? policies.resourceControl : [];
  const found = [
    ...serviceControl.map(({ name, policies: all }) => effects(request, "service control policy", all, name)),
    ...resourceControl.map(({ name, policies: all }) => effects(request, "resource control policy", all, name)),
    effects(request, "permission boundary", policies.boundary === undefined ? [] : [policies.boundary]),
    effects(request, "identity policy", policies.identity),
    effects(request, "resource policy", policies.resource === undefined ? [] : [policies.resource]),
  ];
  const denials = found.flatMap(({ deny }) => deny);
  if (denials.length > 0) return { verdict: "deny", by: denials };

  const control = found.find(
    ({ layer, allow }) =>
      (layer === "service control policy" || layer === "resource control policy") && allow.length === 0,
  );
  if (control) return implicit(control.layer, control.level);

  const of = (wanted: Layer): readonly Deciding[] => found.find(({ layer }) => layer === wanted)!.allow;
  const [byBoundary, byIdentity, byResource] = [
    of("permission boundary"),
    of("identity policy"),
    of("resource policy"),
  ];
  const bounded = policies.boundary === undefined || byBoundary.length > 0;
  const direct = byResource.filter(({ statement }) => namesPrincipal(statement, principal));
  const sameAccount = principal.accountId === resourceAccountId;

  if (sameAccount) {
    // Within an account a resource policy is enough if it names the principal. A boundary limits what a role gets by its
    // name, but neither what a user gets by theirs nor what everybody gets: that reaches the role's sessions themselves.
    const unbounded = direct.filter(({ statement }) => namesEverybody(statement) || principal.arn.includes(":user/"));
    const granted = bounded ? direct : unbounded;
    if (granted.length > 0) return { verdict: "allow", by: granted };
  }
  if ((!sameAccount || needsResourcePolicy(request.action)) && byResource.length === 0)
    return implicit("resource policy");
  if (!bounded) return implicit("permission boundary");
  if (byIdentity.length === 0) return implicit("identity policy");
  return { verdict: "allow", by: sameAccount ? byIdentity : [...byIdentity, ...byResource] };
}

/** Roles and keys: what their own policy does not allow, nobody can grant. */
function needsResourcePolicy(action: string): boolean {
  return (
    /^(sts:AssumeRole\w*|kms:\w+)$/i.test(action) && !/^kms:(CreateKey|List\w*|DescribeCustomKeyStores)$/i.test(action)
  );
}

function implicit(layer: Layer, level?: string): Decision {
  return { verdict: "implicit", by: [], missing: { layer, ...(level === undefined ? {} : { level }) } };
}

/** The statements of one layer, or of one level of it, that speak of a request, by what they say. */
interface Effects {
  readonly layer: Layer;
  readonly level: string | undefined;
  readonly allow: readonly Deciding[];
  readonly deny: readonly Deciding[];
}

function effects(request: Request, layer: Layer, policies: readonly Policy[], level?: string): Effects {
  const speaking = policies.flatMap(({ address, statements }) =>
    statements
      .filter((statement) => applies(statement, request))
      .map((statement): Deciding => ({ layer, ...(level === undefined ? {} : { level }), policy: address, statement })),
  );
  const [allow, deny] = (["Allow", "Deny"] as const).map((effect) =>
    speaking.filter(({ statement }) => statement.effect === effect),
  );
  return { layer, level, allow: allow!, deny: deny! };
}

/** True when a statement speaks of the request, whatever it says. */
export function applies(statement: Statement, request: Request): boolean {
  return (
    speaksOfAction(statement, request.action) &&
    speaksOfResource(statement, request) &&
    speaksOfPrincipal(statement, request.principal) &&
    statement.conditions.every((condition) => holds(condition, request.context))
  );
}

export function speaksOfAction({ actions, exceptActions }: Statement, action: string): boolean {
  return actions.some((pattern) => matches(pattern, action, undefined, { ignoreCase: true })) !== exceptActions;
}

export function speaksOfResource(statement: Statement, { resource, context }: Request): boolean {
  const { resources, exceptResources } = statement;
  if (resources.length === 0) return true;
  return (
    resources.some((pattern) => pattern === resource || matchesArn(pattern, resource, context)) !== exceptResources
  );
}

function speaksOfPrincipal({ principals, exceptPrincipals }: Statement, principal: Principal): boolean {
  if (principals === undefined) return true;
  const names = principals["AWS"] ?? [];
  if (exceptPrincipals) return !names.some((name) => name === "*" || name === principal.arn);
  return names.some((name) => name === "*" || name === principal.arn || namesAccount(name, principal));
}

/** True when a statement names the principal, or everybody, rather than its account. */
function namesPrincipal(statement: Statement, principal: Principal): boolean {
  return namesEverybody(statement) || (statement.principals?.["AWS"] ?? []).includes(principal.arn);
}

function namesEverybody({ principals, exceptPrincipals }: Statement): boolean {
  return exceptPrincipals || (principals?.["AWS"] ?? []).includes("*");
}

function namesAccount(name: string, { accountId }: Principal): boolean {
  return name === accountId || new RegExp(`^arn:[\\w-]+:iam::${accountId}:root$`).test(name);
}
