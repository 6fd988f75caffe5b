import type { Refusal } from "./contract.ts";
import type { PolicyKind, PolicyKindName } from "./policy/kinds.ts";
import { conditionOperators, policyKinds } from "./policy/kinds.ts";

export { jsonEquivalent, policyEquivalent } from "./policy/equivalence.ts";
export type { PolicyKindName } from "./policy/kinds.ts";

/** A statement as far as its grammar has been checked. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | Readonly<Record<string, string | readonly string[]>>;
  readonly NotPrincipal?: Statement["Principal"];
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * What AWS would have against a policy document, in the words it is known by; undefined when it would accept it.
 * The kinds, their sizes and their error codes are a table in `policy/kinds.ts`.
 */
export function checkPolicyDocument(text: string, kind: PolicyKindName): Refusal | undefined {
  const rules: PolicyKind = policyKinds[kind];
  const refuse = (message: string): Refusal => ({ code: rules.malformed, message });

  const document = parse(text);
  if (!isObject(document)) return refuse(`The policy is not valid JSON: it must be one JSON object.`);
  const unknown = Object.keys(document).find((key) => !["Version", "Id", "Statement"].includes(key));
  if (unknown !== undefined) return refuse(`Syntax errors in policy: unknown element ${unknown}.`);
  // Without a version, AWS takes the old grammar: legal, and never what was meant.
  if (document.Version !== undefined && !["2012-10-17", "2008-10-17"].includes(String(document.Version))) {
    return refuse(`The policy must contain a valid version string: 2012-10-17, not ${String(document.Version)}.`);
  }
  const statements = document.Statement === undefined ? [] : [document.Statement].flat();
  if (statements.length === 0) return refuse("Syntax errors in policy: it has no Statement.");
  for (const [index, statement] of statements.entries()) {
    const problem = isObject(statement)
      ? statementProblem(statement, rules)
      : "Syntax errors in policy: not an object.";
    if (problem !== undefined) return refuse(`${problem} (${placeOf(statement, index)})`);
  }
  const sids = statements
    .map((statement) => (statement as Statement).Sid)
    .filter((sid) => sid !== undefined && sid !== "");
  const repeated = sids.find((sid, index) => sids.indexOf(sid) !== index);
  if (repeated !== undefined) return refuse(`Statement IDs (SID) in a single policy must be unique: ${repeated}.`);

  const size = policySize(text, kind);
  if (rules.size === undefined || size <= rules.size) return undefined;
  const counted = rules.countsWhitespace ? "characters" : "characters without white space";
  return {
    code: rules.tooLarge,
    message: `Cannot exceed quota for PolicySize: ${rules.size}; this policy has ${size} ${counted}.`,
  };
}

/** The size of a document as its service counts it. */
export function policySize(text: string, kind: PolicyKindName): number {
  return policyKinds[kind].countsWhitespace ? Buffer.byteLength(text) : text.replace(/\s/g, "").length;
}

/** The statements of a document that {@link checkPolicyDocument} accepts; none of any other text. */
export function statementsOf(text: string): Statement[] {
  const document = parse(text);
  return isObject(document) ? ([document.Statement ?? []].flat().filter(isObject) as unknown as Statement[]) : [];
}

/** One or many as a list. */
export function listOf(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === "string" ? [value] : value;
}

/** The AWS principals that a document names: account ids, ARNs, `*`. */
export function awsPrincipalsOf(text: string): string[] {
  return statementsOf(text)
    .flatMap(({ Principal, NotPrincipal }) => [Principal, NotPrincipal])
    .flatMap((principal) =>
      isObject(principal) ? listOf(principal.AWS as string | string[] | undefined) : listOf(principal as string),
    );
}

function placeOf(statement: unknown, index: number): string {
  const sid =
    isObject(statement) && typeof statement.Sid === "string" && statement.Sid !== "" ? ` "${statement.Sid}"` : "";
  return `statement ${index + 1}${sid}`;
}

const elements = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];

function statementProblem(statement: Record<string, unknown>, rules: PolicyKind): string | undefined {
  const unknown = Object.keys(statement).find((key) => !elements.includes(key) || rules.without?.includes(key));
  if (unknown !== undefined) return `Syntax errors in policy: unknown element ${unknown}.`;
  const { Sid, Effect } = statement;
  if (Sid !== undefined && (typeof Sid !== "string" || (rules.plainSid && !/^[0-9A-Za-z]*$/.test(Sid)))) {
    return "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*.";
  }
  const effects = rules.effects ?? ["Allow", "Deny"];
  if (!effects.includes(String(Effect))) return `Syntax errors in policy: Effect must be ${effects.join(" or ")}.`;
  return (
    actionProblem(statement, rules) ??
    resourceProblem(statement, rules) ??
    principalProblem(statement, rules) ??
    conditionProblem(statement.Condition)
  );
}

function actionProblem(statement: Record<string, unknown>, rules: PolicyKind): string | undefined {
  const actions = oneOf(statement, "Action", "NotAction");
  if (actions === undefined) return "Policy statement must contain actions: exactly one of Action and NotAction.";
  if (actions.some((action) => !/^(\*|[a-z0-9-]+:[\w*?-]+)$/i.test(action))) {
    return `Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.: ${actions.join(", ")}.`;
  }
  return rules.actions && !actions.every((action) => rules.actions!.test(action))
    ? "AssumeRole policy may only specify STS AssumeRole actions."
    : undefined;
}

function resourceProblem(statement: Record<string, unknown>, rules: PolicyKind): string | undefined {
  const named = ["Resource", "NotResource"].find((key) => key in statement);
  if (named === undefined)
    return rules.resource === "required" ? "Policy statement must contain resources." : undefined;
  if (rules.resource === "forbidden") return `Has prohibited field ${named}.`;
  const resources = oneOf(statement, "Resource", "NotResource");
  if (resources === undefined)
    return "Policy statement must contain resources: exactly one of Resource and NotResource.";
  const wrong = resources.find(
    (resource) => !/^(\*|arn:[^:]*:[^:]*:[^:]*:[^:]*:.+|\$\{.+)$/.test(resource) && !/^arn:.*\*/.test(resource),
  );
  return wrong === undefined ? undefined : `Resource ${wrong} must be in ARN format or "*".`;
}

function principalProblem(statement: Record<string, unknown>, rules: PolicyKind): string | undefined {
  const named = ["Principal", "NotPrincipal"].filter((key) => key in statement);
  if (rules.principal === "forbidden")
    return named.length > 0 ? "Policy document should not specify a principal." : undefined;
  if (named.length !== 1) return "Missing required field Principal: exactly one of Principal and NotPrincipal.";
  const principal = statement[named[0]!];
  if (principal === "*") return undefined;
  if (!isObject(principal) || Object.keys(principal).length === 0) return "Invalid principal in policy.";
  for (const [kind, value] of Object.entries(principal)) {
    const values = stringList(value);
    const form = principalForms[kind];
    const wrong = values?.find((each) => form && !form.test(each));
    if (!form || !values || wrong !== undefined)
      return `Invalid principal in policy: "${kind}":"${wrong ?? JSON.stringify(value)}".`;
  }
  return undefined;
}

const principalForms: Record<string, RegExp> = {
  // An account, a root, user, role or session by ARN without wildcards, or the unique id AWS writes for a deleted one.
  AWS: /^(\*|\d{12}|arn:[\w-]+:(iam|sts)::\d{12}:[^*?]+|A[A-Z0-9]{16,})$/,
  Service: /^[\w.-]+\.[\w.-]+$/,
  Federated: /^(arn:[\w-]+:iam::\d{12}:(oidc|saml)-provider\/.+|[\w.-]+\.[\w.-]+)$/,
  CanonicalUser: /^[0-9a-f]{64}$/,
};

function conditionProblem(condition: unknown): string | undefined {
  if (condition === undefined) return undefined;
  if (!isObject(condition)) return "Syntax errors in policy: Condition must be an object.";
  for (const [operator, keys] of Object.entries(condition)) {
    const plain = operator.replace(/^(ForAllValues|ForAnyValue):/, "");
    const base = plain.replace(/IfExists$/, "");
    if (!conditionOperators.includes(base) || plain === "NullIfExists") return `Invalid Condition type : ${operator}.`;
    if (!isObject(keys)) return `Syntax errors in policy: Condition ${operator} must be an object.`;
    for (const [key, value] of Object.entries(keys)) {
      if (!/^[\w.-]+:.+$/.test(key)) return `Condition key ${key} must be prefaced by a vendor, e.g., aws, s3.`;
      if (![value].flat().every((each) => ["string", "number", "boolean"].includes(typeof each))) {
        return `Syntax errors in policy: the value of ${key} must be a text, a number or true or false, or a list of them.`;
      }
    }
  }
  return undefined;
}

/** The list behind exactly one of two elements, undefined when both or neither is there, or it is no list of texts. */
function oneOf(statement: Record<string, unknown>, first: string, second: string): string[] | undefined {
  return first in statement === second in statement
    ? undefined
    : stringList(statement[first in statement ? first : second]);
}

function stringList(value: unknown): string[] | undefined {
  const list = [value].flat();
  return list.length > 0 && list.every((each) => typeof each === "string") ? list : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
