import type { Conditions, DenyStatement, StatementPolicyType } from "./guardrail.ts";

/** Condition key that says whose account a statement is about: the caller's, or that of the resource. */
const accountKey: Readonly<Record<StatementPolicyType, string>> = {
  SERVICE_CONTROL_POLICY: "aws:PrincipalAccount",
  RESOURCE_CONTROL_POLICY: "aws:ResourceAccount",
};

/** Statements with the ids of accounts they leave out. */
export interface Statements {
  readonly statements: readonly DenyStatement[];
  /** Ids, may be tokens. */
  readonly exceptAccounts: readonly string[];
}

/** The policy document of these statements, without white space: it counts. */
export function documentOf(type: StatementPolicyType, rules: readonly Statements[]): string {
  const Statement = rules.flatMap(({ statements, exceptAccounts }) =>
    statements.map((statement) => statementOf(type, statement, exceptAccounts)),
  );
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

function statementOf(type: StatementPolicyType, deny: DenyStatement, exceptAccounts: readonly string[]): object {
  const { sid, actions, notActions, resources, notResources } = deny;
  const conditions = withoutAccounts(deny.conditions, accountKey[type], exceptAccounts);
  return {
    Sid: sid,
    Effect: "Deny",
    ...(type === "RESOURCE_CONTROL_POLICY" && { Principal: "*" }),
    ...(actions ? { Action: oneOrMany(actions) } : { NotAction: oneOrMany(notActions ?? []) }),
    ...(notResources ? { NotResource: oneOrMany(notResources) } : { Resource: oneOrMany(resources ?? ["*"]) }),
    ...(conditions && { Condition: conditions }),
  };
}

function withoutAccounts(conditions: Conditions | undefined, key: string, ids: readonly string[]): object | undefined {
  if (ids.length === 0) return conditions;
  const { StringNotEquals, ...others } = conditions ?? {};
  // None of the listed values may match, so ids that are there already stay.
  const already = [StringNotEquals?.[key] ?? []].flat();
  return { ...others, StringNotEquals: { ...StringNotEquals, [key]: oneOrMany([...already, ...ids]) } };
}

function oneOrMany(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? values[0]! : values;
}
