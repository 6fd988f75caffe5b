/** Kinds of policy that are made of deny statements. */
export type StatementPolicyType = "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY";

/** Kinds of policy that are one document, which the accounts below inherit. */
export type DocumentPolicyType = "AISERVICES_OPT_OUT_POLICY" | "BACKUP_POLICY" | "TAG_POLICY";

export type PolicyType = StatementPolicyType | DocumentPolicyType;

/** Operator to condition key to values, as IAM writes it. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One deny statement. Effect and version are always the same, so rows leave them out. */
export interface DenyStatement {
  /** Letters and digits, unique among all guardrails: denials are traced back by it. */
  readonly sid: string;
  /** Exactly one of `actions` and `notActions`; resource control policies know only the first. */
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  /**
   * At most one of `resources` and `notResources`.
   * @default everything
   */
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  readonly conditions?: Conditions;
}

interface GuardrailCommon {
  /** Name, for exceptions and for `explain`: what it does, `deny-leaving-the-organization`. */
  readonly rule: string;
  /** For the person whose call is denied: why. */
  readonly reason: string;
  /** What it is attached to: `Root`, organizational units by path, accounts by name. */
  readonly targets: readonly string[];
}

export interface StatementGuardrail extends GuardrailCommon {
  readonly type: StatementPolicyType;
  readonly statements: readonly DenyStatement[];
}

export interface DocumentGuardrail extends GuardrailCommon {
  readonly type: DocumentPolicyType;
  readonly document: object;
}

/** A rule of the organisation that no account can escape, as AWS Organizations enforces it. */
export type Guardrail = StatementGuardrail | DocumentGuardrail;

export function hasStatements(guardrail: Guardrail): guardrail is StatementGuardrail {
  return "statements" in guardrail;
}

/** What the rules are about: everything in them that differs between organisations. */
export interface GuardrailFacts {
  /** Name of the organisation, the first part of bucket names. */
  readonly organization: string;
  /** Id of the organisation, may be a token. */
  readonly organizationId: string;
  readonly partition: string;
  /** Regions in which resources may be made. */
  readonly regions: readonly string[];
  /** GitHub organisation or user that owns the repository. */
  readonly repositoryOwner: string;
  /** Name of the account that keeps the logs. */
  readonly logArchive: string;
  /** Name of the account that keeps copies of backups, if there is one. */
  readonly backup: string | undefined;
  /** Path of the unit of sandbox accounts. */
  readonly sandboxUnit: string;
  /** Path of the unit of accounts that wait to be closed. */
  readonly suspendedUnit: string;
  /** Names of the environments, values of the tag. */
  readonly environments: readonly string[];
  /** Actions that may be called in any region, besides those of `globalServices`, and why. */
  readonly globalActions: Readonly<Record<string, string>>;
  /** Ids of accounts outside the organisation that may reach its resources, and why. */
  readonly partners: Readonly<Record<string, string>>;
}
