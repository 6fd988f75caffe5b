type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * Whether two IAM policies mean the same: the order of statements, actions, resources, principals and condition values
 * does not matter, nor does one string against a list of one, `"*"` against `{"AWS": "*"}`, an account id against the
 * account's root ARN, or `true` against `"true"`. An empty text equals `{}`. Texts that are not JSON are compared as such.
 */
export function policyEquivalent(a: string, b: string): boolean {
  return a === b || sameForm(a, b, policyForm);
}

/** Whether two JSON texts hold the same value. Texts that are not JSON are compared as such. */
export function jsonEquivalent(a: string, b: string): boolean {
  return a === b || sameForm(a, b, jsonForm);
}

function sameForm(a: string, b: string, form: (document: Json) => Json): boolean {
  try {
    const [first, second] = [a, b].map((text) => JSON.stringify(form(JSON.parse(text.trim() || "{}") as Json)));
    return first === second;
  } catch {
    return false;
  }
}

/** The same value with the keys of its objects sorted. */
function jsonForm(value: Json): Json {
  if (Array.isArray(value)) return value.map(jsonForm);
  return isObject(value) ? mapEntries(value, jsonForm) : value;
}

function policyForm(document: Json): Json {
  if (!isObject(document)) return jsonForm(document);
  return mapEntries(document, (value, key) =>
    key === "Statement" ? sorted([value].flat().map(statementForm)) : jsonForm(value),
  );
}

function statementForm(statement: Json): Json {
  if (!isObject(statement)) return statement;
  return mapEntries(statement, (value, key) => {
    if (key === "Principal" || key === "NotPrincipal") return principalForm(value);
    if (key === "Condition") return isObject(value) ? mapEntries(value, conditionForm) : value;
    return key === "Sid" || key === "Effect" ? value : setForm(value);
  });
}

function conditionForm(keys: Json): Json {
  return isObject(keys) ? mapEntries(keys, setForm) : keys;
}

function principalForm(principal: Json): Json {
  return mapEntries(isObject(principal) ? principal : { AWS: principal }, (value, key) =>
    key === "AWS"
      ? setForm([value].flat().map((each) => (typeof each === "string" ? rootAccount(each) : each)))
      : setForm(value),
  );
}

const rootAccount = (principal: string): string => /^arn:[\w-]+:iam::(\d{12}):root$/.exec(principal)?.[1] ?? principal;

function setForm(value: Json): Json {
  if (isObject(value)) return mapEntries(value, setForm);
  return sorted([value].flat().map(String));
}

function sorted(values: Json[]): Json[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, value]) => value);
}

function mapEntries(value: { [key: string]: Json }, map: (value: Json, key: string) => Json): Json {
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, map(value[key]!, key)]),
  );
}

function isObject(value: Json): value is { [key: string]: Json } {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
