/** Values of one condition: operator as written, key, values. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** A statement with every list as a list. */
export interface Statement {
  /** Its Sid, or its place in the policy, counted from one: `statement 2`. */
  readonly sid: string;
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly string[];
  /** True: `NotAction`. */
  readonly exceptActions: boolean;
  /** Empty: the statement speaks of the resource its policy is attached to. */
  readonly resources: readonly string[];
  /** True: `NotResource`. */
  readonly exceptResources: boolean;
  /** By kind (`AWS`, `Service`, ...); `*` is `{ AWS: ["*"] }`. Undefined: the policy is of a principal. */
  readonly principals: Readonly<Record<string, readonly string[]>> | undefined;
  /** True: `NotPrincipal`. */
  readonly exceptPrincipals: boolean;
  readonly conditions: readonly Condition[];
}

/** A policy and where it is written. */
export interface Policy {
  /** Address of the resource that carries it, with the account: `management aws_organizations_policy.region`; or its ARN. */
  readonly address: string;
  readonly statements: readonly Statement[];
}

/**
 * Reads a policy document.
 *
 * @param document JSON text, or the parsed object
 * @throws Error when it is not a policy document
 */
export function parsePolicy(address: string, document: unknown): Policy {
  const parsed = (typeof document === "string" ? JSON.parse(document) : document) as { Statement?: unknown } | null;
  if (parsed?.Statement === undefined) throw new Error(`${address} is not a policy document`);
  const statements = (Array.isArray(parsed.Statement) ? parsed.Statement : [parsed.Statement]) as RawStatement[];
  return { address, statements: statements.map(parseStatement) };
}

/** As {@link parsePolicy}; undefined when the text is an expression that only Terraform can work out. */
export function readPolicy(address: string, text: string): Policy | undefined {
  return text.trimStart().startsWith("{") ? parsePolicy(address, text) : undefined;
}

type RawStatement = Readonly<Record<string, unknown>>;

function parseStatement(raw: RawStatement, index: number): Statement {
  const principal = raw["Principal"] ?? raw["NotPrincipal"];
  return {
    sid: typeof raw["Sid"] === "string" && raw["Sid"] !== "" ? raw["Sid"] : `statement ${index + 1}`,
    effect: raw["Effect"] === "Allow" ? "Allow" : "Deny",
    actions: list(raw["Action"] ?? raw["NotAction"]),
    exceptActions: raw["NotAction"] !== undefined,
    resources: list(raw["Resource"] ?? raw["NotResource"]),
    exceptResources: raw["NotResource"] !== undefined,
    principals: principal === undefined ? undefined : principals(principal),
    exceptPrincipals: raw["NotPrincipal"] !== undefined,
    conditions: Object.entries((raw["Condition"] ?? {}) as Record<string, Record<string, unknown>>).flatMap(
      ([operator, keys]) => Object.entries(keys).map(([key, values]) => ({ operator, key, values: list(values) })),
    ),
  };
}

function principals(principal: unknown): Record<string, string[]> {
  if (typeof principal === "string") return { AWS: [principal] };
  return Object.fromEntries(Object.entries(principal as object).map(([kind, ids]) => [kind, list(ids)]));
}

function list(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}
