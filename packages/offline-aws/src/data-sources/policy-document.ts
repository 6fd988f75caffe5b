import { crc32 } from "node:zlib";
import type { Attributes, DataSource, Value } from "../contract.ts";
import { blocksAt, refusal, textsAt } from "../constraints/resources.ts";

type Statement = Record<string, unknown> & { Sid?: string };
interface Document {
  Version?: string;
  Id?: string;
  Statement?: Statement[];
}

/**
 * `aws_iam_policy_document`: the same text as hashicorp/aws renders, so that a plan against either is the same.
 * Lists are sorted in reverse and one element stands alone, condition values keep their order, `&{` means `${`.
 */
export const policyDocument: DataSource = (config) => {
  const version = String(config.version || "2012-10-17");
  const own: Document = { Version: version };
  if (config.policy_id) own.Id = String(config.policy_id);
  const statements = blocksAt(config, "statement").map((block) => statementOf(block, version));
  if (statements.length > 0) own.Statement = statements;
  const repeated = repeatedSid(statements);
  if (repeated !== undefined) return duplicate(repeated, "statement");

  let merged: Document = {};
  for (const text of textsAt(config, "source_policy_documents")) {
    const source = parse(text);
    if (!source) return invalid("source_policy_documents");
    merged = { ...merged, ...source, Statement: [...(merged.Statement ?? []), ...(source.Statement ?? [])] };
  }
  const clash = repeatedSid(merged.Statement ?? []);
  if (clash !== undefined) return duplicate(clash, "source_policy_documents");
  merged = merge(merged, own);
  for (const text of textsAt(config, "override_policy_documents")) {
    const override = parse(text);
    if (!override) return invalid("override_policy_documents");
    merged = merge(merged, override);
  }

  const json = escapeHtml(JSON.stringify(canonical(merged), null, 2));
  const minified = escapeHtml(JSON.stringify(canonical(merged)));
  return { ...config, version, id: String(crc32(json)), json, minified_json: minified };
};

const invalid = (path: string): ReturnType<DataSource> =>
  refusal("InvalidJSON", `${path} holds a text that is not a policy document`, path);
const duplicate = (sid: string, path: string): ReturnType<DataSource> =>
  refusal(
    "DuplicateSid",
    `duplicate Sid (${sid}): statement ids must be unique; remove one of the statements or its sid`,
    path,
  );

const repeatedSid = (statements: readonly Statement[]): string | undefined =>
  statements
    .map(({ Sid }) => Sid)
    .find((sid, index, all) => sid !== undefined && sid !== "" && all.indexOf(sid) !== index);

/** Statements of the same sid are replaced in place, others follow. */
function merge(base: Document, over: Document): Document {
  const statements = [...(base.Statement ?? [])];
  for (const statement of over.Statement ?? []) {
    const at = statement.Sid ? statements.findIndex(({ Sid }) => Sid === statement.Sid) : -1;
    if (at < 0) statements.push(statement);
    else statements[at] = statement;
  }
  return { ...base, ...over, ...(statements.length > 0 && { Statement: statements }) };
}

function parse(text: string): Document | undefined {
  try {
    const { Statement: statements, ...rest } = JSON.parse(text) as Omit<Document, "Statement"> & {
      Statement?: Statement | Statement[];
    };
    return { ...rest, ...(statements && { Statement: [statements].flat() }) };
  } catch {
    return undefined;
  }
}

function statementOf(block: Attributes, version: string): Statement {
  const list = (name: string): unknown =>
    compact(
      textsAt(block, name)
        .map((text) => variables(text, version))
        .sort()
        .reverse(),
    );
  const statement: Statement = {
    Sid: String(block.sid ?? ""),
    Effect: String(block.effect || "Allow"),
    Action: list("actions"),
    NotAction: list("not_actions"),
    Resource: list("resources"),
    NotResource: list("not_resources"),
    Principal: principalsOf(blocksAt(block, "principals"), version),
    NotPrincipal: principalsOf(blocksAt(block, "not_principals"), version),
    Condition: conditionsOf(blocksAt(block, "condition"), version),
  };
  return Object.fromEntries(Object.entries(statement).filter(([, value]) => value !== undefined && value !== ""));
}

function principalsOf(blocks: readonly Attributes[], version: string): unknown {
  const byType = new Map<string, string[]>();
  for (const block of blocks) {
    const type = String(block.type);
    byType.set(type, [
      ...(byType.get(type) ?? []),
      ...textsAt(block, "identifiers").map((text) => variables(text, version)),
    ]);
  }
  if (byType.size === 1 && byType.get("*")?.join() === "*") return "*";
  const entries = [...byType].map(([type, identifiers]) => [type, compact(identifiers.sort().reverse())]);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function conditionsOf(blocks: readonly Attributes[], version: string): unknown {
  const conditions: Record<string, Record<string, string[]>> = {};
  for (const block of blocks) {
    const keys = (conditions[String(block.test)] ??= {});
    const values = [block.values ?? []].flat().map((value: Value) => variables(String(value), version));
    const variable = String(block.variable);
    keys[variable] = [...(keys[variable] ?? []), ...values];
  }
  const compacted = Object.entries(conditions).map(([test, keys]) => [
    test,
    Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, compact(values)])),
  ]);
  return compacted.length > 0 ? Object.fromEntries(compacted) : undefined;
}

/** `&{aws:username}` in the configuration, because Terraform would read `${` itself. */
const variables = (text: string, version: string): string =>
  version === "2012-10-17" ? text.replaceAll("&{", "${") : text;

const compact = (values: readonly string[]): unknown =>
  values.length === 0 ? undefined : values.length === 1 ? values[0] : values;

// The order in which the elements of a document and of a statement are written; keys inside them are sorted.
const order = ["Version", "Id", "Statement"];
const statementOrder = [
  "Sid",
  "Effect",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Principal",
  "NotPrincipal",
  "Condition",
];

function canonical(document: Document): unknown {
  return arrange(
    {
      ...document,
      ...(document.Statement && {
        Statement: document.Statement.map((each) => arrange(sortKeys(each), statementOrder)),
      }),
    },
    order,
  );
}

function arrange(object: object, names: readonly string[]): object {
  const rank = (name: string): number => (names.indexOf(name) + names.length + 1) % (names.length + 1);
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => rank(a) - rank(b)));
}

function sortKeys<T>(value: T): T {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sortKeys(each)]),
  ) as T;
}

/** As Go's encoding/json writes these. */
const escapeHtml = (json: string): string =>
  json.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
