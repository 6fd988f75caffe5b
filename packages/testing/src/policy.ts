/** A statement with every list as a list: IAM allows a single string in its place. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: unknown;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface PolicyDocument {
  readonly statements: readonly PolicyStatement[];
  /** The one statement with this Sid. Throws when there is none or more than one. */
  statement(sid: string): PolicyStatement;
}

/**
 * Parses a policy document. References to Terraform (`${...}`) stay as they are.
 *
 * @throws Error when it is not JSON, has no Version 2012-10-17 or a statement without an effect or an action
 */
export function policyOf(document: unknown): PolicyDocument {
  if (typeof document !== "string") throw new Error(`a policy document is text, not ${typeof document}`);
  const parsed = JSON.parse(document) as { Version?: string; Statement?: Record<string, unknown>[] };
  if (parsed.Version !== "2012-10-17") throw new Error(`policy version is ${parsed.Version}`);
  const statements = (parsed.Statement ?? []).map((statement): PolicyStatement => {
    const { Effect, Action } = statement;
    if ((Effect !== "Allow" && Effect !== "Deny") || Action === undefined) {
      throw new Error(`not a policy statement: ${JSON.stringify(statement)}`);
    }
    return { ...statement, Effect, Action: list(Action), Resource: list(statement["Resource"] ?? []) };
  });
  return {
    statements,
    statement(sid) {
      const found = statements.filter((statement) => statement.Sid === sid);
      if (found.length === 1) return found[0]!;
      throw new Error(
        `${found.length} statements are called ${sid}; there are ${statements.map(({ Sid }) => Sid).join(", ")}`,
      );
    },
  };
}

function list(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]) as string[];
}
